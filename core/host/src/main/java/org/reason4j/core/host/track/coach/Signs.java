package org.reason4j.core.host.track.coach;

import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;
import org.reason4j.core.host.track.MetricNames;

/**
 * Metrics of a step as the coach's rules read them. A metric that is absent is no sign of anything.
 *
 * @param run what is known of the recipe
 * @param metrics of the step
 * @param firstEntropy the policy's entropy in the first step that had one; NaN for none
 */
record Signs(RunOutline run, Map<String, Double> metrics, double firstEntropy) {

    /** Share of the threshold's size by which a mean may miss "all right" or "all wrong". */
    private static final double NEARLY = 0.1;

    boolean atLeast(String name, double bound) {
        return of(name).orElse(Double.NEGATIVE_INFINITY) >= bound;
    }

    boolean atMost(String name, double bound) {
        return of(name).orElse(Double.POSITIVE_INFINITY) <= bound;
    }

    /** A metric, where the step has it as a number. */
    OptionalDouble of(String name) {
        Double value = metrics.get(name);
        return value == null || value.isNaN() ? OptionalDouble.empty() : OptionalDouble.of(value);
    }

    /** Mean of the reward that measures; of all rewards together where it gave no value in training. */
    OptionalDouble measured() {
        OptionalDouble own = of(MetricNames.REWARDS_PREFIX + run.measure() + MetricNames.MEAN_SUFFIX);
        return own.isPresent() ? own : of(MetricNames.REWARD);
    }

    boolean nearlyAllRight() {
        return measured().isPresent() && measured().getAsDouble() >= run.threshold() - margin();
    }

    /** True if nearly all responses have a value that is a threshold's size below the least right one. */
    boolean nearlyAllWrong() {
        double size = Math.abs(run.threshold());
        return measured().isPresent()
                && !nearlyAllRight()
                && measured().getAsDouble() <= run.threshold() - size + margin();
    }

    private double margin() {
        return NEARLY * Math.abs(run.threshold());
    }

    /** The rewards that read answers, with the share of responses in which they read none. */
    Map<String, Double> unread() {
        Map<String, Double> shares = new TreeMap<>();
        metrics.forEach((name, share) -> {
            if (name.startsWith(MetricNames.REWARDS_PREFIX) && name.endsWith(MetricNames.NO_ANSWER_SUFFIX)) {
                shares.put(
                        name.substring(
                                MetricNames.REWARDS_PREFIX.length(),
                                name.length() - MetricNames.NO_ANSWER_SUFFIX.length()),
                        share);
            }
        });
        return shares;
    }
}
