package ${package};

import static org.reason4j.api.plugin.ConfigException.check;

/**
 * Settings of the curriculum {@code ${artifactId}}.
 *
 * @param threshold least mean reward of a group that counts as mastered
 */
public record ${className}Config(double threshold) {

    /** Every response is right. */
    public static final ${className}Config DEFAULTS = new ${className}Config(1);

    public ${className}Config {
        check(Double.isFinite(threshold), "${artifactId}.threshold must be a number, got %s", threshold);
    }
}
