package org.reason4j.reward.shaping;

import org.reason4j.api.plugin.Plugin;
import org.reason4j.api.plugin.Registry;

/** Offers shapers of rewards: gates, scales, ranks, pass@k, difficulty, diversity and length. */
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
    }
}
