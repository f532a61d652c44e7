package org.reason4j.reward.unsupervised.surrogate;

import static org.reason4j.api.plugin.ConfigException.check;

import java.util.List;
import java.util.Map;

/**
 * Settings of the surrogate of format and length.
 *
 * @param curve shape of the reward over the length
 * @param peak share of the longest response at which {@code SMOOTH} is largest, in (0, 1)
 * @param formatWeight weight of the format, at least 0
 * @param formats a response that contains one of these texts has the format
 */
public record FormatAndLengthConfig(Curve curve, double peak, double formatWeight, List<String> formats) {

    /** Shape of the reward over the length {@code x}, the response's share of the longest one. */
    public enum Curve {
        /** {@code 1 - (1 - x/p)^2} up to the peak {@code p}, {@code 1 - 2 ((x - p) / (1 - p))^2} behind it. */
        SMOOTH,
        /** {@code x} below a half, {@code 1.5 - 2x} from there on. */
        LINEAR
    }

    /** The published third version. */
    public static final FormatAndLengthConfig DEFAULTS =
            new FormatAndLengthConfig(Curve.SMOOTH, 0.25, 0.5, List.of("\\boxed{", "</answer>"));

    /** The published first version. */
    static final FormatAndLengthConfig LINEAR =
            new FormatAndLengthConfig(Curve.LINEAR, 0.25, 0.5, List.of("\\boxed{", "</answer>"));

    /** Presets by their names. */
    public static final Map<String, FormatAndLengthConfig> PRESETS = Map.of("linear", LINEAR);

    public FormatAndLengthConfig {
        formats = List.copyOf(formats);
        check(peak > 0 && peak < 1, "rl-without-gt.peak must be in (0, 1), got %s", peak);
        check(
                formatWeight >= 0 && Double.isFinite(formatWeight),
                "rl-without-gt.formatWeight must be at least 0, got %s",
                formatWeight);
        check(
                !formats.isEmpty() && formats.stream().noneMatch(String::isEmpty),
                "rl-without-gt.formats must name texts, got %s",
                formats);
    }
}
