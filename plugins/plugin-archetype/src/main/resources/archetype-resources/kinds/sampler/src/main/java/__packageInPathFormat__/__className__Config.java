package ${package};

import static org.reason4j.api.plugin.ConfigException.check;

/**
 * Settings of the sampler {@code ${artifactId}}.
 *
 * @param extra responses to a prompt beyond those that are kept, not negative
 */
public record ${className}Config(int extra) {

    /** Four more. */
    public static final ${className}Config DEFAULTS = new ${className}Config(4);

    public ${className}Config {
        check(extra >= 0, "${artifactId}.extra must not be negative, got %s", extra);
    }
}
