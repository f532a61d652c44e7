package ${package};

import static org.reason4j.api.plugin.ConfigException.check;

/**
 * Settings of the dataset {@code ${artifactId}}.
 *
 * @param count number of problems, at least 1
 * @param largest the largest number in a problem, in [1, 1000000000]
 * @param seed key of the problems: equal seeds give equal problems
 */
public record ${className}Config(int count, int largest, long seed) {

    /** A thousand problems of two digits. */
    public static final ${className}Config DEFAULTS = new ${className}Config(1000, 99, 1);

    public ${className}Config {
        check(count >= 1, "${artifactId}.count must be at least 1, got %s", count);
        check(
                largest >= 1 && largest <= 1_000_000_000,
                "${artifactId}.largest must be in [1, 1000000000], got %s",
                largest);
    }
}
