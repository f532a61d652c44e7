package org.reason4j.trackers.prometheus;

import static org.reason4j.api.plugin.ConfigException.check;

import java.util.Map;

/**
 * Settings of the metrics for Prometheus.
 *
 * @param serve whether the metrics are served for Prometheus to fetch
 * @param host address that is listened at; others than {@code 127.0.0.1} let other machines read the metrics
 * @param port port that is listened at, in [0, 65535]; 0 for any that is free, which {@code plugins/trackers/prometheus.json} names
 * @param textfile a file for the node exporter's collector of text files, which must end in {@code .prom}; empty for none
 * @param labels further labels of every metric, beside {@code run}
 */
public record PrometheusConfig(boolean serve, String host, int port, String textfile, Map<String, String> labels) {

    /** Served on this machine at port 9464. */
    public static final PrometheusConfig DEFAULTS = new PrometheusConfig(true, "127.0.0.1", 9464, "", Map.of());

    public PrometheusConfig {
        check(port >= 0 && port <= 65535, "prometheus.port must be in [0, 65535], got %s", port);
        check(!host.isBlank(), "prometheus.host must not be empty; set it to 127.0.0.1, or to 0.0.0.0 for all");
        check(
                textfile.isEmpty() || textfile.endsWith(".prom"),
                "prometheus.textfile must end in .prom, because the collector reads no other files, got '%s'",
                textfile);
        check(
                serve || !textfile.isEmpty(),
                "prometheus.serve is false and prometheus.textfile is empty, so nobody would get the metrics; set one of them");
        labels.keySet()
                .forEach(label -> check(
                        label.matches("[a-zA-Z_][a-zA-Z0-9_]*")
                                && !label.startsWith("__")
                                && !label.equals(Exposition.RUN)
                                && !label.equals(Exposition.METRIC),
                        "prometheus.labels has '%s', expected names of letters, digits and underscores other than '%s' and '%s'",
                        label,
                        Exposition.RUN,
                        Exposition.METRIC));
        labels = Map.copyOf(labels);
    }
}
