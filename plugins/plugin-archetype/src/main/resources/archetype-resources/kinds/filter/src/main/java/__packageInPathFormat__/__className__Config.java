package ${package};

import static org.reason4j.api.plugin.ConfigException.check;

/**
 * Settings of the group filter {@code ${artifactId}}.
 *
 * @param spread least difference between the best and the worst reward of a group that is kept, not negative
 */
public record ${className}Config(double spread) {

    /** Any difference that is not a rounding error. */
    public static final ${className}Config DEFAULTS = new ${className}Config(1e-6);

    public ${className}Config {
        check(spread >= 0 && Double.isFinite(spread), "${artifactId}.spread must not be negative, got %s", spread);
    }
}
