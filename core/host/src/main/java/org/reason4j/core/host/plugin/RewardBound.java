package org.reason4j.core.host.plugin;

import java.util.Optional;
import org.reason4j.api.data.ScoredGroup;
import org.reason4j.api.data.ScoredTrajectory;

/**
 * The bound of rewards. Up to it, squares of rewards and their sums over a step are finite also in 32 bits, and a
 * difference of 1 is not rounded away in 64: a mean, a deviation and what is divided by it mean what they say.
 */
public final class RewardBound {

    /** Largest magnitude of a reward, whether on a response or on a token. */
    public static final double LARGEST = 1e15;

    private RewardBound() {}

    /** True if a reward is a finite number within the bound. */
    public static boolean holds(double reward) {
        return Math.abs(reward) <= LARGEST; // false for NaN
    }

    /** True if all rewards on tokens are finite numbers within the bound. */
    public static boolean holds(float... rewards) {
        for (float reward : rewards) {
            if (!holds((double) reward)) {
                return false;
            }
        }
        return true;
    }

    /** Describes the first response whose reward is beyond the bound; empty if there is none. */
    static Optional<String> breach(ScoredGroup group) {
        return group.trajectories().stream()
                .filter(one -> !holds(one.outcome()) || !holds(one.reward()) || !holds(one.tokenRewards()))
                .findFirst()
                .map(one -> "returned the rewards " + text(one) + " for sample "
                        + one.trajectory().sample() + " of prompt '"
                        + group.prompt().id() + "', expected "
                        + expected());
    }

    private static String text(ScoredTrajectory one) {
        for (float reward : one.tokenRewards()) {
            if (!holds((double) reward)) {
                return one.outcome() + " and, on one token, " + reward;
            }
        }
        return one.outcome() + " and, on its tokens, " + (one.reward() - one.outcome());
    }

    /** What a reward must be, for messages. */
    public static String expected() {
        return "finite numbers of at most " + LARGEST + " in magnitude";
    }
}
