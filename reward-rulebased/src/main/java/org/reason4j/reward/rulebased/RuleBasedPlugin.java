package org.reason4j.reward.rulebased;

import java.util.Map;
import org.reason4j.api.plugin.Plugin;
import org.reason4j.api.plugin.Registry;
import org.reason4j.reward.rulebased.format.AccuracyFormat;
import org.reason4j.reward.rulebased.format.AccuracyFormatConfig;
import org.reason4j.reward.rulebased.format.FormatThink;
import org.reason4j.reward.rulebased.format.FormatThinkAnswer;
import org.reason4j.reward.rulebased.format.FormatThinkAnswerConfig;
import org.reason4j.reward.rulebased.format.FormatThinkConfig;
import org.reason4j.reward.rulebased.format.TagCount;
import org.reason4j.reward.rulebased.format.TagCountConfig;
import org.reason4j.reward.rulebased.math.MathConfig;
import org.reason4j.reward.rulebased.math.MathReward;
import org.reason4j.reward.rulebased.problems.AdditionComparisons;
import org.reason4j.reward.rulebased.problems.AdditionComparisonsConfig;
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
import org.reason4j.reward.rulebased.text.LanguageMix;
import org.reason4j.reward.rulebased.text.LanguageMixConfig;
import org.reason4j.reward.rulebased.text.LengthRange;
import org.reason4j.reward.rulebased.text.LengthRangeConfig;
import org.reason4j.reward.rulebased.text.QaAnswer;
import org.reason4j.reward.rulebased.text.QaConfig;
import org.reason4j.reward.rulebased.text.ReasoningSteps;
import org.reason4j.reward.rulebased.text.ReasoningStepsConfig;
import org.reason4j.reward.rulebased.text.RegexConfig;
import org.reason4j.reward.rulebased.text.RegexMatch;
import org.reason4j.reward.rulebased.text.RepetitionConfig;
import org.reason4j.reward.rulebased.text.RepetitionPenalty;

/** Registers rewards that are exact rules, and datasets of problems that such rules can check. */
public final class RuleBasedPlugin implements Plugin {

    @Override
    public void register(Registry registry) {
        answers(registry);
        texts(registry);
        datasets(registry);
    }

    private static void answers(Registry registry) {
        registry.reward("exact-answer", ExactAnswerConfig.DEFAULTS, ExactAnswer.class);
        registry.reward("numeric-answer", NumericAnswerConfig.DEFAULTS, NumericAnswer.class);
        registry.reward("math", MathConfig.DEFAULTS, MathReward.class, Map.of("exact", MathConfig.EXACT));
        registry.reward("math-equivalence", MathEquivalenceConfig.DEFAULTS, MathEquivalence.class);
        registry.reward("gsm8k", Gsm8kConfig.DEFAULTS, Gsm8k.class, Map.of("verl", Gsm8kConfig.VERL));
        registry.reward("dapo-math", DapoMathConfig.DEFAULTS, DapoMath.class);
        registry.reward("multiple-choice", MultipleChoiceConfig.DEFAULTS, MultipleChoice.class);
        registry.reward("countdown", CountdownConfig.DEFAULTS, Countdown.class);
    }

    private static void texts(Registry registry) {
        registry.reward("qa-em", QaConfig.DEFAULTS, QaAnswer.class, Map.of("f1", QaConfig.WORDS));
        registry.reward("regex", RegexConfig.DEFAULTS, RegexMatch.class);
        registry.reward(
                "repetition-penalty",
                RepetitionConfig.DEFAULTS,
                RepetitionPenalty.class,
                Map.of("long-cot", RepetitionConfig.LONG));
        registry.reward("reasoning-steps", ReasoningStepsConfig.DEFAULTS, ReasoningSteps.class);
        registry.reward("length-range", LengthRangeConfig.DEFAULTS, LengthRange.class);
        registry.reward("language-mix", LanguageMixConfig.DEFAULTS, LanguageMix.class);
        registry.reward("format-think", FormatThinkConfig.DEFAULTS, FormatThink.class);
        registry.reward("format-think-answer", FormatThinkAnswerConfig.DEFAULTS, FormatThinkAnswer.class);
        registry.reward(
                "accuracy-format",
                AccuracyFormatConfig.DEFAULTS,
                AccuracyFormat.class,
                Map.of(
                        "gate", AccuracyFormatConfig.GATE,
                        "logic-rl", AccuracyFormatConfig.LOGIC_RL,
                        "open-r1", AccuracyFormatConfig.OPEN_R1));
        registry.reward("tag-count", TagCountConfig.DEFAULTS, TagCount.class);
    }

    private static void datasets(Registry registry) {
        registry.dataset("addition", AdditionProblemsConfig.DEFAULTS, AdditionProblems.class);
        registry.dataset("addition-judgments", AdditionJudgmentsConfig.DEFAULTS, AdditionJudgments.class);
        registry.dataset("addition-comparisons", AdditionComparisonsConfig.DEFAULTS, AdditionComparisons.class);
        registry.dataset("addition-preferences", AdditionPreferencesConfig.DEFAULTS, AdditionPreferences.class);
        registry.dataset("multiplication", MultiplicationProblemsConfig.DEFAULTS, MultiplicationProblems.class);
        registry.dataset("countdown", CountdownProblemsConfig.DEFAULTS, CountdownProblems.class);
    }
}
