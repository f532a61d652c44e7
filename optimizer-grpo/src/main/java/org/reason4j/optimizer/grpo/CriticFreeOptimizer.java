package org.reason4j.optimizer.grpo;

import ai.djl.ndarray.NDArray;
import java.util.List;
import org.reason4j.api.data.Credit;
import org.reason4j.api.data.Requirements;
import org.reason4j.api.data.ScoredGroup;
import org.reason4j.api.data.TokenBatch;
import org.reason4j.api.optimizer.PolicyOptimizer;
import org.reason4j.api.plugin.PluginException;

/** An optimizer made of parts: its credit, its loss and its needs are theirs. */
interface CriticFreeOptimizer extends PolicyOptimizer {

    /** The advantage, the loss and the aggregation. */
    PolicyGradientConfig parts();

    @Override
    default Requirements requirements() {
        return parts().loss().requirements().and(parts().advantage().requirements());
    }

    @Override
    default List<Credit> credit(List<ScoredGroup> groups) {
        requireFiniteRewards(groups);
        return parts().advantage().credits(groups);
    }

    /** Refuses a reward that is no number: some estimates would hide it. */
    static void requireFiniteRewards(List<ScoredGroup> groups) {
        groups.stream().flatMap(group -> group.trajectories().stream()).forEach(one -> {
            if (!Double.isFinite(one.reward())) {
                throw new PluginException("The reward of the " + one.trajectory() + " is " + one.reward()
                        + ", expected a finite number; a reward, a shaper or a regularizer in the reward made it");
            }
        });
    }

    @Override
    default NDArray loss(TokenBatch batch) {
        return parts().loss().loss(batch, parts().aggregation());
    }
}
