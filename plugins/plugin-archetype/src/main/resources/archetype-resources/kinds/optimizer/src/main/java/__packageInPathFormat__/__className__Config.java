package ${package};

import org.reason4j.api.optimizer.ClippedSurrogate;

/**
 * Settings of the policy optimizer {@code ${artifactId}}.
 *
 * @param clipLow how far a token's ratio may fall below 1 before the clip acts, in (0, 1)
 * @param clipHigh how far it may rise above 1, positive
 */
public record ${className}Config(double clipLow, double clipHigh) {

    /** The bounds of PPO. */
    public static final ${className}Config DEFAULTS = new ${className}Config(0.2, 0.2);

    public ${className}Config {
        ClippedSurrogate.validate("${artifactId}", clipLow, clipHigh);
    }
}
