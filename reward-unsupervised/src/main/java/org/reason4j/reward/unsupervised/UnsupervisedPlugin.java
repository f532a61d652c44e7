package org.reason4j.reward.unsupervised;

import org.reason4j.api.plugin.Plugin;
import org.reason4j.api.plugin.Registry;
import org.reason4j.reward.unsupervised.confidence.EmRl;
import org.reason4j.reward.unsupervised.confidence.EmRlConfig;
import org.reason4j.reward.unsupervised.confidence.EntropyMinimisation;
import org.reason4j.reward.unsupervised.confidence.EntropyMinimisationConfig;
import org.reason4j.reward.unsupervised.confidence.NegativeEntropy;
import org.reason4j.reward.unsupervised.confidence.NegativeEntropyConfig;
import org.reason4j.reward.unsupervised.confidence.SelfCertainty;
import org.reason4j.reward.unsupervised.confidence.SelfCertaintyConfig;
import org.reason4j.reward.unsupervised.control.Incorrect;
import org.reason4j.reward.unsupervised.control.IncorrectConfig;
import org.reason4j.reward.unsupervised.control.RandomReward;
import org.reason4j.reward.unsupervised.control.RandomRewardConfig;
import org.reason4j.reward.unsupervised.control.Shuffled;
import org.reason4j.reward.unsupervised.control.ShuffledConfig;
import org.reason4j.reward.unsupervised.control.TextReward;
import org.reason4j.reward.unsupervised.control.TextRewardConfig;
import org.reason4j.reward.unsupervised.control.WrongMajority;
import org.reason4j.reward.unsupervised.control.WrongMajorityConfig;
import org.reason4j.reward.unsupervised.selfplay.AbsoluteZero;
import org.reason4j.reward.unsupervised.selfplay.AbsoluteZeroConfig;
import org.reason4j.reward.unsupervised.selfplay.AbsoluteZeroSampler;
import org.reason4j.reward.unsupervised.selfplay.AbsoluteZeroSamplerConfig;
import org.reason4j.reward.unsupervised.selfplay.ProgramAnswer;
import org.reason4j.reward.unsupervised.selfplay.ProgramAnswerConfig;
import org.reason4j.reward.unsupervised.selfplay.ProgramTasks;
import org.reason4j.reward.unsupervised.selfplay.ProgramTasksConfig;
import org.reason4j.reward.unsupervised.selfplay.RZero;
import org.reason4j.reward.unsupervised.selfplay.RZeroConfig;
import org.reason4j.reward.unsupervised.selfplay.RZeroSampler;
import org.reason4j.reward.unsupervised.selfplay.RZeroSamplerConfig;
import org.reason4j.reward.unsupervised.selfplay.TaskRelative;
import org.reason4j.reward.unsupervised.selfplay.TaskRelativeConfig;
import org.reason4j.reward.unsupervised.surrogate.FormatAndLength;
import org.reason4j.reward.unsupervised.surrogate.FormatAndLengthConfig;
import org.reason4j.reward.unsupervised.text.NextToken;
import org.reason4j.reward.unsupervised.text.NextTokenConfig;
import org.reason4j.reward.unsupervised.text.PrefixMatch;
import org.reason4j.reward.unsupervised.text.PrefixMatchConfig;
import org.reason4j.reward.unsupervised.vote.CoReward;
import org.reason4j.reward.unsupervised.vote.CoRewardConfig;
import org.reason4j.reward.unsupervised.vote.CoRewardSampler;
import org.reason4j.reward.unsupervised.vote.CoRewardSamplerConfig;
import org.reason4j.reward.unsupervised.vote.Empo;
import org.reason4j.reward.unsupervised.vote.EmpoConfig;
import org.reason4j.reward.unsupervised.vote.MajorityVote;
import org.reason4j.reward.unsupervised.vote.MajorityVoteConfig;
import org.reason4j.reward.unsupervised.vote.Subsample;
import org.reason4j.reward.unsupervised.vote.SubsampleConfig;

/** Offers rewards that need no labels, what belongs to them, and their controls. */
public final class UnsupervisedPlugin implements Plugin {

    @Override
    public void register(Registry registry) {
        agreement(registry);
        confidence(registry);
        text(registry);
        selfPlay(registry);
        controls(registry);
    }

    private static void agreement(Registry registry) {
        registry.reward("majority-vote", MajorityVoteConfig.DEFAULTS, MajorityVote.class);
        registry.filter("subsample", SubsampleConfig.DEFAULTS, Subsample.class);
        registry.reward("empo", EmpoConfig.DEFAULTS, Empo.class, EmpoConfig.PRESETS);
        registry.sampler("co-reward", CoRewardSamplerConfig.DEFAULTS, CoRewardSampler.class);
        registry.reward("co-reward", CoRewardConfig.DEFAULTS, CoReward.class);
    }

    private static void confidence(Registry registry) {
        registry.reward("self-certainty", SelfCertaintyConfig.DEFAULTS, SelfCertainty.class);
        registry.reward("negative-entropy", NegativeEntropyConfig.DEFAULTS, NegativeEntropy.class);
        registry.reward("em-rl", EmRlConfig.DEFAULTS, EmRl.class, EmRlConfig.PRESETS);
        registry.optimizer("entropy-minimisation", EntropyMinimisationConfig.DEFAULTS, EntropyMinimisation.class);
    }

    private static void text(Registry registry) {
        registry.dataset("next-token", NextTokenConfig.DEFAULTS, NextToken.class);
        registry.reward("rpt", PrefixMatchConfig.DEFAULTS, PrefixMatch.class, PrefixMatchConfig.PRESETS);
        registry.reward(
                "rl-without-gt", FormatAndLengthConfig.DEFAULTS, FormatAndLength.class, FormatAndLengthConfig.PRESETS);
    }

    private static void selfPlay(Registry registry) {
        registry.dataset("program-tasks", ProgramTasksConfig.DEFAULTS, ProgramTasks.class);
        registry.reward("program-answer", ProgramAnswerConfig.DEFAULTS, ProgramAnswer.class);
        registry.sampler("absolute-zero", AbsoluteZeroSamplerConfig.DEFAULTS, AbsoluteZeroSampler.class);
        registry.reward("absolute-zero", AbsoluteZeroConfig.DEFAULTS, AbsoluteZero.class, AbsoluteZeroConfig.PRESETS);
        registry.creditShaper("task-relative", TaskRelativeConfig.DEFAULTS, TaskRelative.class);
        registry.sampler("rzero", RZeroSamplerConfig.DEFAULTS, RZeroSampler.class);
        registry.reward("rzero", RZeroConfig.DEFAULTS, RZero.class, RZeroConfig.PRESETS);
    }

    private static void controls(Registry registry) {
        registry.reward("random", RandomRewardConfig.DEFAULTS, RandomReward.class);
        registry.reward("spurious-incorrect", IncorrectConfig.DEFAULTS, Incorrect.class);
        registry.reward("spurious-majority", WrongMajorityConfig.DEFAULTS, WrongMajority.class);
        registry.reward("spurious-format", TextRewardConfig.FORMAT, TextReward.class);
        registry.reward("spurious-python", TextRewardConfig.PYTHON, TextReward.class);
        registry.shaper("spurious-shuffled", ShuffledConfig.DEFAULTS, Shuffled.class);
    }
}
