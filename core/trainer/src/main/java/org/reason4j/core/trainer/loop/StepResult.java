package org.reason4j.core.trainer.loop;

import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.reason4j.api.data.Credit;
import org.reason4j.api.data.ScoredGroup;

/**
 * A step that is done.
 *
 * @param step its number
 * @param metrics numbers by their names in {@code docs/reference/metrics.md}
 * @param groups responses with the rewards that the optimizer was given
 * @param credits responses with their advantages
 */
public record StepResult(int step, Map<String, Double> metrics, List<ScoredGroup> groups, List<Credit> credits) {

    /** A metric; empty where the step has none of that name. */
    public OptionalDouble metric(String name) {
        Double value = metrics.get(name);
        return value == null ? OptionalDouble.empty() : OptionalDouble.of(value);
    }

    /** Mean reward of the responses; empty where none was scored. */
    public OptionalDouble reward() {
        return metric("reward/mean");
    }

    /** The policy's loss, a mean over the step's updates; empty where the policy made none. */
    public OptionalDouble loss() {
        return metric("policy/loss");
    }

    /** Norm of the policy's gradient before it was clipped, a mean over the step's updates; empty where it made none. */
    public OptionalDouble gradientNorm() {
        return metric("update/grad_norm");
    }

    @Override
    public String toString() {
        return "step " + step + ": " + metrics;
    }
}
