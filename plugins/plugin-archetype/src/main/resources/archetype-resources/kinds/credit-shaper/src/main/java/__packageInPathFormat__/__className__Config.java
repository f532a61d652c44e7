package ${package};

import static org.reason4j.api.plugin.ConfigException.check;

/**
 * Settings of the credit shaper {@code ${artifactId}}.
 *
 * @param bound largest magnitude of an advantage, positive
 */
public record ${className}Config(double bound) {

    /** Three: normalized advantages are seldom larger. */
    public static final ${className}Config DEFAULTS = new ${className}Config(3);

    public ${className}Config {
        check(bound > 0 && Double.isFinite(bound), "${artifactId}.bound must be positive, got %s", bound);
    }
}
