package org.reason4j.curriculum;

import static org.reason4j.api.plugin.ConfigException.check;

/**
 * Settings of no-positive-resampling.
 *
 * @param metric key of the reward that measures correctness; empty for the composed reward
 * @param threshold least value of a correct response
 * @param passRate least share of correct responses of a prompt that is not drawn again, in (0, 1]
 * @param history responses that the share is of
 * @param shuffle whether each epoch has an order of its own; otherwise every epoch has the order of the dataset
 */
public record NoPositiveResamplingConfig(
        String metric, double threshold, double passRate, History history, boolean shuffle) {

    /** Responses to a prompt that its pass rate is of. */
    public enum History {
        /** All of the run, as in the paper. */
        WHOLE,
        /** Those of the last batch that had the prompt, as in TRL. */
        LATEST
    }

    /** Nine in ten over the whole run. */
    public static final NoPositiveResamplingConfig DEFAULTS =
            new NoPositiveResamplingConfig("", 1, 0.9, History.WHOLE, true);

    public NoPositiveResamplingConfig {
        check(Double.isFinite(threshold), "no-positive-resampling.threshold must be a number, got %s", threshold);
        check(passRate > 0 && passRate <= 1, "no-positive-resampling.passRate must be in (0, 1], got %s", passRate);
    }
}
