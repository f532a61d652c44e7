package org.reason4j.reward.generative;

import org.reason4j.api.plugin.Plugin;
import org.reason4j.api.plugin.Registry;
import org.reason4j.reward.generative.client.OpenAiConfig;
import org.reason4j.reward.generative.client.OpenAiModel;
import org.reason4j.reward.generative.pairwise.JudgePairwise;
import org.reason4j.reward.generative.pairwise.JudgePairwiseConfig;
import org.reason4j.reward.generative.reasoning.JudgeConsistency;
import org.reason4j.reward.generative.reasoning.JudgeConsistencyConfig;
import org.reason4j.reward.generative.reasoning.JudgeLrm;
import org.reason4j.reward.generative.reasoning.JudgeLrmConfig;
import org.reason4j.reward.generative.reasoning.JudgeMargin;
import org.reason4j.reward.generative.reasoning.JudgeMarginConfig;
import org.reason4j.reward.generative.reasoning.Spct;
import org.reason4j.reward.generative.reasoning.SpctConfig;
import org.reason4j.reward.generative.rubric.Rubric;
import org.reason4j.reward.generative.rubric.RubricConfig;

/** Offers the text model {@code openai}, and rewards by judges. */
public final class GenerativePlugin implements Plugin {

    @Override
    public void register(Registry registry) {
        registry.textModel("openai", OpenAiConfig.DEFAULTS, OpenAiModel.class);
        registry.reward("rubric", RubricConfig.DEFAULTS, Rubric.class);
        registry.reward("rubric-implicit", RubricConfig.IMPLICIT, Rubric.class);
        registry.reward("rubric-dropout", RubricConfig.DROPPING, Rubric.class);
        registry.reward("judge-pairwise", JudgePairwiseConfig.DEFAULTS, JudgePairwise.class);
        registry.reward("judge-margin", JudgeMarginConfig.DEFAULTS, JudgeMargin.class);
        registry.reward("judge-consistency", JudgeConsistencyConfig.DEFAULTS, JudgeConsistency.class);
        registry.reward("judgelrm", JudgeLrmConfig.DEFAULTS, JudgeLrm.class);
        registry.reward("spct", SpctConfig.DEFAULTS, Spct.class);
    }
}
