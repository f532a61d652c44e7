package org.reason4j.api.guard;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;
import org.reason4j.api.Provided;
import org.reason4j.api.data.ScoredGroup;

/** Numbers and groups of a step, for guards. Immutable. */
@Provided
@API(status = Status.EXPERIMENTAL, since = "1.0.0")
public final class GuardedStep {

    private final int number;
    private final Map<String, Double> metrics;
    private final List<ScoredGroup> groups;

    private GuardedStep(int number, Map<String, Double> metrics, List<ScoredGroup> groups) {
        this.number = number;
        this.metrics = metrics;
        this.groups = groups;
    }

    /**
     * A step.
     *
     * @param number of the step; the first is 1
     * @param metrics by name, see {@code docs/reference/metrics.md}
     * @param groups that were learned from, with the rewards that the optimizer was given
     */
    public static GuardedStep of(int number, Map<String, Double> metrics, List<ScoredGroup> groups) {
        return new GuardedStep(number, Collections.unmodifiableMap(new TreeMap<>(metrics)), List.copyOf(groups));
    }

    /** Number of the step; the first is 1. */
    public int number() {
        return number;
    }

    /** Metrics of the step by name; those of held-out problems only in steps that measured. */
    public Map<String, Double> metrics() {
        return metrics;
    }

    /** A metric of the step, where it has it. */
    public OptionalDouble metric(String name) {
        Double value = metrics.get(name);
        return value == null ? OptionalDouble.empty() : OptionalDouble.of(value);
    }

    /** The groups that were learned from, with the rewards that the optimizer was given. */
    public List<ScoredGroup> groups() {
        return groups;
    }

    @Override
    public String toString() {
        return "step " + number + " with " + metrics.size() + " metrics and " + groups.size() + " groups";
    }
}
