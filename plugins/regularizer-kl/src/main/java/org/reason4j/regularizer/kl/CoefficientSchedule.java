package org.reason4j.regularizer.kl;

/**
 * A coefficient that goes from one value to another over the steps.
 *
 * <p>With {@code p = min(1, done / steps)}: linear {@code from + (to - from) p}, cosine {@code to + (from - to) (1 + cos(pi
 * p)) / 2}. The first step has {@code from}, and every step after {@code steps} of them has {@code to}.
 */
final class CoefficientSchedule {

    private CoefficientSchedule() {}

    /** Returns the coefficient of the step after {@code done} others. */
    static double at(long done, double from, KlConfig config) {
        double progress = Math.min(1, (double) done / config.scheduleSteps());
        double to = config.finalCoefficient();
        return switch (config.schedule()) {
            case CONSTANT -> from;
            case LINEAR -> from + (to - from) * progress;
            case COSINE -> to + (from - to) * (1 + Math.cos(Math.PI * progress)) / 2;
        };
    }
}
