package org.reason4j.reward.shaping;

import org.reason4j.api.plugin.Plugin;
import org.reason4j.api.plugin.Registry;
import org.reason4j.reward.shaping.length.Alp;
import org.reason4j.reward.shaping.length.Budgets;
import org.reason4j.reward.shaping.length.CosineLength;
import org.reason4j.reward.shaping.length.ExitDecay;
import org.reason4j.reward.shaping.length.Gr3;
import org.reason4j.reward.shaping.length.KimiLength;
import org.reason4j.reward.shaping.length.L1Exact;
import org.reason4j.reward.shaping.length.L1Max;
import org.reason4j.reward.shaping.length.LaserD;
import org.reason4j.reward.shaping.length.LengthBudget;
import org.reason4j.reward.shaping.length.LengthLinear;
import org.reason4j.reward.shaping.length.SerialExits;
import org.reason4j.reward.shaping.length.ShortRl;
import org.reason4j.reward.shaping.length.StopProperly;

/**
 * Offers shapers of rewards: gates, scales, ranks, pass@k, difficulty, diversity and length; with the last, a curriculum that
 * draws budgets of tokens and a sampler of early exits.
 */
public final class ShapingPlugin implements Plugin {

    @Override
    public void register(Registry registry) {
        registry.shaper("gate", Gate.Config.DEFAULTS, Gate.class);
        registry.shaper("running-norm", RunningNorm.Config.DEFAULTS, RunningNorm.class);
        registry.shaper("gdpo", Gdpo.Config.DEFAULTS, Gdpo.class);
        registry.shaper("rm-shaped", RmShaped.Config.DEFAULTS, RmShaped.class);
        registry.shaper("rank", Rank.Config.DEFAULTS, Rank.class);
        registry.shaper("pkpo", Pkpo.Config.DEFAULTS, Pkpo.class);
        registry.shaper("passk-training", PasskTraining.Config.DEFAULTS, PasskTraining.class);
        registry.shaper("passk-best", PasskBest.Config.DEFAULTS, PasskBest.class);
        registry.shaper("difficulty-weight", DifficultyWeight.Config.DEFAULTS, DifficultyWeight.class);
        registry.shaper("darling", Darling.Config.DEFAULTS, Darling.class);
        registry.shaper("rare-answer", RareAnswer.Config.DEFAULTS, RareAnswer.class);
        registry.shaper("length-scaled", LengthScaled.Config.DEFAULTS, LengthScaled.class);
        registry.shaper("efficient-length", EfficientLength.Config.DEFAULTS, EfficientLength.class);
        registerLength(registry);
    }

    private static void registerLength(Registry registry) {
        registry.shared(Budgets.class);
        registry.shaper("kimi-length", KimiLength.Config.DEFAULTS, KimiLength.class);
        registry.shaper("cosine-length", CosineLength.Config.DEFAULTS, CosineLength.class);
        registry.curriculum("length-budget", LengthBudget.Config.DEFAULTS, LengthBudget.class);
        registry.shaper("l1-exact", L1Exact.Config.DEFAULTS, L1Exact.class);
        registry.shaper("l1-max", L1Max.Config.DEFAULTS, L1Max.class);
        registry.shaper("length-linear", LengthLinear.Config.DEFAULTS, LengthLinear.class);
        registry.shaper("laser-d", LaserD.Config.DEFAULTS, LaserD.class);
        registry.shaper("gr3", Gr3.Config.DEFAULTS, Gr3.class);
        registry.shaper("alp", Alp.Config.DEFAULTS, Alp.class);
        registry.shaper("short-rl", ShortRl.Config.DEFAULTS, ShortRl.class);
        registry.sampler("s-grpo", SerialExits.Config.DEFAULTS, SerialExits.class);
        registry.shaper("s-grpo", ExitDecay.Config.DEFAULTS, ExitDecay.class);
        registry.shaper("prorl-truncation", StopProperly.Config.DEFAULTS, StopProperly.class);
    }
}
