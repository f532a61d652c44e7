package ${package};

import static org.reason4j.api.plugin.ConfigException.check;

/**
 * Settings of the sampling schedule {@code ${artifactId}}.
 *
 * @param from temperature of the first step, in (0, 100]
 * @param to temperature from step {@code steps} on, in (0, 100]
 * @param steps steps from the one to the other, at least 2
 */
public record ${className}Config(double from, double to, int steps) {

    /** From lively to usual, over a hundred steps. */
    public static final ${className}Config DEFAULTS = new ${className}Config(1.2, 1, 100);

    public ${className}Config {
        check(from > 0 && from <= 100, "${artifactId}.from must be in (0, 100], got %s", from);
        check(to > 0 && to <= 100, "${artifactId}.to must be in (0, 100], got %s", to);
        check(steps >= 2, "${artifactId}.steps must be at least 2, got %s", steps);
    }
}
