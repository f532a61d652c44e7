package org.reason4j.trackers.prometheus;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Metrics in Prometheus' text format 0.0.4. All are gauges, as numbers of a step go up and down.
 *
 * <p>A name begins with {@code reason4j_}, and whatever is no letter or digit is an underscore. Metrics whose names become one
 * have the label {@code metric} with their own.
 *
 * @see <a href="https://prometheus.io/docs/instrumenting/exposition_formats/">Exposition formats</a>
 */
final class Exposition {

    static final String RUN = "run";
    static final String METRIC = "metric";
    static final String CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8";

    private final HelpTexts help;
    private final Map<String, String> labels;

    /**
     * Writes metrics of a run.
     *
     * @param labels of every metric, with {@code run}
     */
    Exposition(HelpTexts help, Map<String, String> labels) {
        this.help = help;
        this.labels = new TreeMap<>(labels);
    }

    static String name(String metric) {
        return "reason4j_" + metric.replaceAll("[^a-zA-Z0-9]", "_");
    }

    /** The whole text, sorted by name. */
    String of(Map<String, Double> metrics) {
        Map<String, List<String>> families = metrics.keySet().stream()
                .sorted()
                .collect(Collectors.groupingBy(Exposition::name, TreeMap::new, Collectors.toList()));
        StringBuilder text = new StringBuilder();
        families.forEach((name, members) -> {
            help.of(members.get(0))
                    .ifPresent(known -> text.append("# HELP ")
                            .append(name)
                            .append(' ')
                            .append(known.replace("\\", "\\\\").replace("\n", "\\n"))
                            .append('\n'));
            text.append("# TYPE ").append(name).append(" gauge\n");
            for (String metric : members) {
                text.append(name)
                        .append(labels(members.size() > 1 ? metric : ""))
                        .append(' ')
                        .append(number(metrics.getOrDefault(metric, Double.NaN)))
                        .append('\n');
            }
        });
        return text.toString();
    }

    private String labels(String metric) {
        Map<String, String> all = new TreeMap<>(labels);
        if (!metric.isEmpty()) {
            all.put(METRIC, metric);
        }
        return all.entrySet().stream()
                .map(label -> label.getKey() + "=\"" + escaped(label.getValue()) + "\"")
                .collect(Collectors.joining(",", "{", "}"));
    }

    private static String escaped(String value) {
        return value.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
    }

    private static String number(double value) {
        if (Double.isInfinite(value)) {
            return value > 0 ? "+Inf" : "-Inf";
        }
        return Double.toString(value);
    }
}
