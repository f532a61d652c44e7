package ${package};

import static org.reason4j.api.plugin.ConfigException.check;

/**
 * Settings of the guard {@code ${artifactId}}.
 *
 * @param metric name of the metric that is watched
 * @param floor least value that raises no alarm, finite
 */
public record ${className}Config(String metric, double floor) {

    /** The mean reward, and no reward at all. */
    public static final ${className}Config DEFAULTS = new ${className}Config("reward/mean", 0);

    public ${className}Config {
        check(!metric.isBlank(), "${artifactId}.metric must name a metric");
        check(Double.isFinite(floor), "${artifactId}.floor must be finite, got %s", floor);
    }
}
