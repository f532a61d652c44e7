package org.reason4j.reward.rulebased;

import org.reason4j.api.plugin.Plugin;
import org.reason4j.api.plugin.Registry;
import org.reason4j.reward.rulebased.format.FormatThink;
import org.reason4j.reward.rulebased.format.FormatThinkAnswer;
import org.reason4j.reward.rulebased.format.FormatThinkAnswerConfig;
import org.reason4j.reward.rulebased.format.FormatThinkConfig;
import org.reason4j.reward.rulebased.format.TagCount;
import org.reason4j.reward.rulebased.format.TagCountConfig;
import org.reason4j.reward.rulebased.problems.AdditionJudgments;
import org.reason4j.reward.rulebased.problems.AdditionJudgmentsConfig;
import org.reason4j.reward.rulebased.problems.AdditionPreferences;
import org.reason4j.reward.rulebased.problems.AdditionPreferencesConfig;
import org.reason4j.reward.rulebased.problems.AdditionProblems;
import org.reason4j.reward.rulebased.problems.AdditionProblemsConfig;
import org.reason4j.reward.rulebased.problems.CountdownProblems;
import org.reason4j.reward.rulebased.problems.CountdownProblemsConfig;
import org.reason4j.reward.rulebased.problems.MultiplicationProblems;
import org.reason4j.reward.rulebased.problems.MultiplicationProblemsConfig;

/** Registers rewards that are exact rules, and datasets of problems that such rules can check. */
public final class RuleBasedPlugin implements Plugin {

    @Override
    public void register(Registry registry) {
        registry.reward("exact-answer", ExactAnswerConfig.DEFAULTS, ExactAnswer.class);
        registry.reward("numeric-answer", NumericAnswerConfig.DEFAULTS, NumericAnswer.class);
        registry.reward("math-equivalence", MathEquivalenceConfig.DEFAULTS, MathEquivalence.class);
        registry.reward("gsm8k", Gsm8kConfig.DEFAULTS, Gsm8k.class);
        registry.reward("dapo-math", DapoMathConfig.DEFAULTS, DapoMath.class);
        registry.reward("multiple-choice", MultipleChoiceConfig.DEFAULTS, MultipleChoice.class);
        registry.reward("countdown", CountdownConfig.DEFAULTS, Countdown.class);
        registry.reward("format-think", FormatThinkConfig.DEFAULTS, FormatThink.class);
        registry.reward("format-think-answer", FormatThinkAnswerConfig.DEFAULTS, FormatThinkAnswer.class);
        registry.reward("tag-count", TagCountConfig.DEFAULTS, TagCount.class);
        registry.dataset("addition", AdditionProblemsConfig.DEFAULTS, AdditionProblems.class);
        registry.dataset("addition-judgments", AdditionJudgmentsConfig.DEFAULTS, AdditionJudgments.class);
        registry.dataset("addition-preferences", AdditionPreferencesConfig.DEFAULTS, AdditionPreferences.class);
        registry.dataset("multiplication", MultiplicationProblemsConfig.DEFAULTS, MultiplicationProblems.class);
        registry.dataset("countdown", CountdownProblemsConfig.DEFAULTS, CountdownProblems.class);
    }
}
