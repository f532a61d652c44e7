package org.reason4j.core.trainer.learning;

/**
 * The learning rate of each update: it rises linearly over the warm-up, then follows a schedule.
 *
 * @param schedule {@code constant}, {@code linear} or {@code cosine}
 * @param peak the rate after the warm-up
 * @param warmup updates of the warm-up
 * @param total updates in all
 * @param finalShare where linear and cosine schedules end, as a share of the peak
 */
public record LearningRate(String schedule, double peak, long warmup, long total, double finalShare) {

    /** The rate of an update; updates count from 1. */
    public double of(long update) {
        if (update <= warmup) {
            return peak * update / warmup;
        }
        double progress = total <= warmup ? 1 : Math.min(1, (double) (update - warmup) / (total - warmup));
        return peak
                * switch (schedule) {
                    case "linear" -> 1 - (1 - finalShare) * progress;
                    case "cosine" -> finalShare + (1 - finalShare) * (1 + Math.cos(Math.PI * progress)) / 2;
                    default -> 1;
                };
    }
}
