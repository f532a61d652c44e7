package org.reason4j.reward.rulebased;

import static org.reason4j.api.plugin.ConfigException.check;

/**
 * Settings of the countdown reward.
 *
 * @param score reward of an expression that uses every number once and reaches the target
 * @param formatScore reward of any other answer in tags
 * @param lastLineOnly true to require the tags in the last line of the response
 */
public record CountdownConfig(double score, double formatScore, boolean lastLineOnly) {

    /** TinyZero's. */
    public static final CountdownConfig DEFAULTS = new CountdownConfig(1, 0.1, true);

    public CountdownConfig {
        check(
                Double.isFinite(score) && formatScore >= 0 && formatScore <= score,
                "countdown.formatScore must be in [0, countdown.score], got %s with score %s",
                formatScore,
                score);
    }
}
