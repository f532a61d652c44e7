package ${package};

import static org.reason4j.api.plugin.ConfigException.check;

/**
 * Settings of the reward {@code ${artifactId}}.
 *
 * @param maxWords words that a response may have, at least 1
 */
public record ${className}Config(int maxWords) {

    /** Twenty words. */
    public static final ${className}Config DEFAULTS = new ${className}Config(20);

    public ${className}Config {
        check(maxWords >= 1, "${artifactId}.maxWords must be at least 1, got %s", maxWords);
    }
}
