package org.reason4j.curriculum;

import static org.reason4j.api.plugin.ConfigException.check;

/**
 * Settings of the band of pass rates.
 *
 * @param metric key of the reward that measures correctness; empty for the composed reward
 * @param threshold least value of a correct response
 * @param low least pass rate in the band, in [0, 1]
 * @param high largest pass rate in the band, in [0, 1]
 * @param memory share of what is known about a prompt that counts on when it is answered again, in [0, 1]; 1 for the mean over the
 *     run, 0 for the latest responses alone
 * @param explore share of a batch that goes to prompts whose rate is not known, as long as there are any, in [0, 1]
 * @param recheck batches after which the rate of a prompt outside of the band counts as not known, at least 1; 0 for never
 */
public record PassRateBandConfig(
        String metric, double threshold, double low, double high, double memory, double explore, int recheck) {

    /** From 0.2 to 0.8 with half of what was known, a quarter of each batch for others, and a second chance after 50 batches. */
    public static final PassRateBandConfig DEFAULTS = new PassRateBandConfig("", 1, 0.2, 0.8, 0.5, 0.25, 50);

    public PassRateBandConfig {
        check(Double.isFinite(threshold), "pass-rate-band.threshold must be a number, got %s", threshold);
        check(
                low >= 0 && low <= high && high <= 1,
                "pass-rate-band has prompts from low to high, both in [0, 1], got low %s and high %s",
                low,
                high);
        check(memory >= 0 && memory <= 1, "pass-rate-band.memory must be in [0, 1], got %s", memory);
        check(explore >= 0 && explore <= 1, "pass-rate-band.explore must be in [0, 1], got %s", explore);
        check(recheck >= 0, "pass-rate-band.recheck must be at least 0, got %s", recheck);
    }
}
