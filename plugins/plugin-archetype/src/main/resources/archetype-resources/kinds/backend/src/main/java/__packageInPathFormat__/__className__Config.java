package ${package};

import static org.reason4j.api.plugin.ConfigException.check;

/**
 * Settings of the rollout backend {@code ${artifactId}}.
 *
 * @param maxOpenRequests requests that it takes at a time, at least 1
 */
public record ${className}Config(int maxOpenRequests) {

    /** As many as a small server takes. */
    public static final ${className}Config DEFAULTS = new ${className}Config(64);

    public ${className}Config {
        check(maxOpenRequests >= 1, "${artifactId}.maxOpenRequests must be at least 1, got %s", maxOpenRequests);
    }
}
