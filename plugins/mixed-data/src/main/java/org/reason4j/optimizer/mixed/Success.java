package org.reason4j.optimizer.mixed;

import static org.reason4j.api.plugin.ConfigException.check;

import org.reason4j.api.data.Requirements;
import org.reason4j.api.data.Score;
import org.reason4j.api.data.ScoredTrajectory;

/**
 * Which responses are right: those whose reward reaches a bound.
 *
 * @param reward key of the reward that tells; empty for the composed one
 * @param least smallest reward of a right response
 */
public record Success(String reward, double least) {

    /** At least half of what a rule gives a right answer. */
    public static final Success DEFAULTS = new Success("", 0.5);

    public Success {
        check(Double.isFinite(least), "success.least must be a finite number, got %s", least);
    }

    /** Needs towards the recipe: the reward, where it is named. */
    public Requirements requirements() {
        return reward.isEmpty() ? Requirements.NONE : Requirements.rewards(reward);
    }

    /** True if a response is right; false where the reward has no value for it. */
    public boolean of(ScoredTrajectory one) {
        if (reward.isEmpty()) {
            return one.reward() >= least;
        }
        return one.scores().get(reward) instanceof Score.Value value && value.value() >= least;
    }
}
