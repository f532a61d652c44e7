package ${package};

import static org.reason4j.api.plugin.ConfigException.check;

import java.util.List;

/**
 * Settings of the tracker {@code ${artifactId}}.
 *
 * @param metrics names of the metrics that are written, in the order of the columns
 */
public record ${className}Config(List<String> metrics) {

    /** Reward and length. */
    public static final ${className}Config DEFAULTS =
            new ${className}Config(List.of("reward/mean", "completions/mean_length"));

    public ${className}Config {
        check(!metrics.isEmpty(), "${artifactId}.metrics must name at least one metric");
        metrics = List.copyOf(metrics);
    }
}
