package ${package};

import static org.reason4j.api.plugin.ConfigException.check;

/**
 * Settings of the reward shaper {@code ${artifactId}}.
 *
 * @param penalty taken from the reward of a truncated response, not negative
 */
public record ${className}Config(double penalty) {

    /** Half of what a right answer usually earns. */
    public static final ${className}Config DEFAULTS = new ${className}Config(0.5);

    public ${className}Config {
        check(penalty >= 0 && Double.isFinite(penalty), "${artifactId}.penalty must not be negative, got %s", penalty);
    }
}
