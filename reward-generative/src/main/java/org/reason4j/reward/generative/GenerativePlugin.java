package org.reason4j.reward.generative;

import java.util.Map;
import org.reason4j.api.plugin.Plugin;
import org.reason4j.api.plugin.Registry;
import org.reason4j.reward.generative.client.OpenAiConfig;
import org.reason4j.reward.generative.client.OpenAiModel;
import org.reason4j.reward.generative.model.CoOptimisedConfig;
import org.reason4j.reward.generative.model.CoOptimisedReward;
import org.reason4j.reward.generative.model.RewardModel;
import org.reason4j.reward.generative.model.RewardModelConfig;
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
import org.reason4j.reward.generative.reference.AnswerConfig;
import org.reason4j.reward.generative.reference.AnswerTerm;
import org.reason4j.reward.generative.reference.AnswerTermConfig;
import org.reason4j.reward.generative.reference.ReferenceSampler;
import org.reason4j.reward.generative.reference.Rlpr;
import org.reason4j.reward.generative.reference.RlprConfig;
import org.reason4j.reward.generative.reference.SpreadConfig;
import org.reason4j.reward.generative.reference.SpreadShaper;
import org.reason4j.reward.generative.reference.VeriFree;
import org.reason4j.reward.generative.reference.VeriFreeConfig;
import org.reason4j.reward.generative.rubric.EvolvingRubric;
import org.reason4j.reward.generative.rubric.EvolvingRubricConfig;
import org.reason4j.reward.generative.rubric.Rubric;
import org.reason4j.reward.generative.rubric.RubricConfig;
import org.reason4j.reward.generative.verifier.GenRm;
import org.reason4j.reward.generative.verifier.GenRmConfig;
import org.reason4j.reward.generative.verifier.JudgePointwise;
import org.reason4j.reward.generative.verifier.JudgePointwiseConfig;
import org.reason4j.reward.generative.verifier.JudgeVote;
import org.reason4j.reward.generative.verifier.JudgeVoteConfig;
import org.reason4j.reward.generative.verifier.ModelVerifier;
import org.reason4j.reward.generative.verifier.ModelVerifierConfig;

/** Offers the text model {@code openai}, and rewards by judges, by trained models and by the probability of a reference answer. */
public final class GenerativePlugin implements Plugin {

    @Override
    public void register(Registry registry) {
        registry.textModel("openai", OpenAiConfig.DEFAULTS, OpenAiModel.class);
        registry.reward("rubric", RubricConfig.DEFAULTS, Rubric.class);
        registry.reward("rubric-implicit", RubricConfig.IMPLICIT, Rubric.class);
        registry.reward("rubric-dropout", RubricConfig.DROPPING, Rubric.class);
        registry.reward("reward-model", RewardModelConfig.DEFAULTS, RewardModel.class);
        registry.reward("co-optimised-rm", CoOptimisedConfig.DEFAULTS, CoOptimisedReward.class);
        registry.reward("rubric-evolving", EvolvingRubricConfig.DEFAULTS, EvolvingRubric.class);
        registry.reward("model-verifier", ModelVerifierConfig.DEFAULTS, ModelVerifier.class);
        registry.reward("judge-pointwise", JudgePointwiseConfig.DEFAULTS, JudgePointwise.class);
        registry.reward("judge-vote", JudgeVoteConfig.DEFAULTS, JudgeVote.class);
        registry.reward("genrm", GenRmConfig.DEFAULTS, GenRm.class);
        registry.reward("judge-pairwise", JudgePairwiseConfig.DEFAULTS, JudgePairwise.class);
        registry.reward("judge-margin", JudgeMarginConfig.DEFAULTS, JudgeMargin.class);
        registry.reward("judge-consistency", JudgeConsistencyConfig.DEFAULTS, JudgeConsistency.class);
        registry.reward("judgelrm", JudgeLrmConfig.DEFAULTS, JudgeLrm.class);
        registry.reward("spct", SpctConfig.DEFAULTS, Spct.class);
        registry.reward("rlpr", RlprConfig.DEFAULTS, Rlpr.class);
        registry.shaper("rlpr", SpreadConfig.DEFAULTS, SpreadShaper.class);
        registry.reward(
                "verifree", VeriFreeConfig.DEFAULTS, VeriFree.class, Map.of("released", VeriFreeConfig.RELEASED));
        registry.sampler("reference-answer", AnswerConfig.DEFAULTS, ReferenceSampler.class);
        registry.creditShaper("verifree", AnswerTermConfig.DEFAULTS, AnswerTerm.class);
    }
}
