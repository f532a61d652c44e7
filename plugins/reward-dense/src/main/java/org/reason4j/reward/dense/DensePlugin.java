package org.reason4j.reward.dense;

import java.util.Map;
import org.reason4j.api.plugin.Plugin;
import org.reason4j.api.plugin.Registry;
import org.reason4j.reward.dense.label.McStepLabelConfig;
import org.reason4j.reward.dense.label.McStepLabelReward;
import org.reason4j.reward.dense.label.PavConfig;
import org.reason4j.reward.dense.label.PavReward;
import org.reason4j.reward.dense.label.StepLabelsConfig;
import org.reason4j.reward.dense.label.StepLabelsTracker;
import org.reason4j.reward.dense.process.PrmConfig;
import org.reason4j.reward.dense.process.PrmReward;
import org.reason4j.reward.dense.process.PureConfig;
import org.reason4j.reward.dense.process.PureOptimizer;
import org.reason4j.reward.dense.turn.Gigpo;
import org.reason4j.reward.dense.turn.GigpoConfig;
import org.reason4j.reward.dense.turn.MtGrpo;
import org.reason4j.reward.dense.turn.MtGrpoConfig;
import org.reason4j.reward.dense.turn.TurnDiscount;
import org.reason4j.reward.dense.turn.TurnDiscountConfig;

/**
 * Registers {@code prime} and {@code vineppo}, each a pair of a reward and a policy optimizer; rewards of steps, {@code prm-step},
 * {@code mc-step-label} and {@code pav}, with the optimizer {@code pure} and the tracker {@code step-labels}; and credit of turns,
 * {@code mt-grpo}, {@code gigpo} and {@code turn-discount}.
 */
public final class DensePlugin implements Plugin {

    @Override
    public void register(Registry registry) {
        registry.reward("prime", PrimeConfig.DEFAULTS, PrimeReward.class);
        registry.optimizer("prime", PrimeAdvantageConfig.DEFAULTS, PrimeOptimizer.class);
        registry.reward("vineppo", VineConfig.DEFAULTS, VineReward.class);
        registry.optimizer("vineppo", VineAdvantageConfig.DEFAULTS, VineOptimizer.class);
        registry.reward("prm-step", PrmConfig.DEFAULTS, PrmReward.class, Map.of("pure", PrmConfig.PURE));
        registry.optimizer("pure", PureConfig.DEFAULTS, PureOptimizer.class);
        registry.reward("mc-step-label", McStepLabelConfig.DEFAULTS, McStepLabelReward.class);
        registry.reward("pav", PavConfig.DEFAULTS, PavReward.class);
        registry.tracker("step-labels", StepLabelsConfig.DEFAULTS, StepLabelsTracker.class);
        registry.optimizer("mt-grpo", MtGrpoConfig.DEFAULTS, MtGrpo.class);
        registry.optimizer("gigpo", GigpoConfig.DEFAULTS, Gigpo.class);
        registry.creditShaper("turn-discount", TurnDiscountConfig.DEFAULTS, TurnDiscount.class);
    }
}
