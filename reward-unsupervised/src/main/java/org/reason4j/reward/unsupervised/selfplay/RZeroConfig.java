package org.reason4j.reward.unsupervised.selfplay;

import static org.reason4j.api.plugin.ConfigException.check;

import java.util.Map;

/**
 * Settings of the reward of R-Zero.
 *
 * @param scale how uncertainty is measured
 * @param repetitionWeight weight of the penalty for near-duplicates, at least 0
 * @param invalid reward of a response without a question
 */
public record RZeroConfig(Scale scale, double repetitionWeight, double invalid) {

    /** How uncertainty is measured, by the share {@code s} of the most frequent answer. */
    public enum Scale {
        /** {@code min(s, 1 - s)}, at most a half, as in the authors' code. */
        CODE,
        /** {@code 1 - 2 |s - 1/2|}, at most 1, as in the paper: twice as much. */
        PAPER
    }

    /** The authors' code. */
    public static final RZeroConfig DEFAULTS = new RZeroConfig(Scale.CODE, 1, -1);

    /** The paper. */
    static final RZeroConfig PAPER = new RZeroConfig(Scale.PAPER, 1, -1);

    /** Presets by their names. */
    public static final Map<String, RZeroConfig> PRESETS = Map.of("paper", PAPER);

    public RZeroConfig {
        check(
                repetitionWeight >= 0 && Double.isFinite(repetitionWeight),
                "rzero.repetitionWeight must be at least 0, got %s",
                repetitionWeight);
        check(Double.isFinite(invalid), "rzero.invalid must be finite, got %s", invalid);
    }
}
