package ${package};

import static org.reason4j.api.plugin.ConfigException.check;

/**
 * Settings of the regularizer {@code ${artifactId}}.
 *
 * @param coefficient weight of the term in the loss, not negative
 */
public record ${className}Config(double coefficient) {

    /** A light pull. */
    public static final ${className}Config DEFAULTS = new ${className}Config(0.01);

    public ${className}Config {
        check(
                coefficient >= 0 && Double.isFinite(coefficient),
                "${artifactId}.coefficient must not be negative, got %s",
                coefficient);
    }
}
