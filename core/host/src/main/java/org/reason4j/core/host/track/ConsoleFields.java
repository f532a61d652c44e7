package org.reason4j.core.host.track;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.DoubleFunction;

/** The console's line about a step, as labels with values; numbers that were not measured are left out. */
public final class ConsoleFields {

    record Field(String label, String value) {}

    private ConsoleFields() {}

    static List<Field> of(Map<String, Double> metrics) {
        List<Field> fields = new ArrayList<>();
        add(fields, "reward", metrics, MetricNames.REWARD, value -> format("%.3f", value));
        add(fields, "held-out", metrics, MetricNames.ACCURACY, value -> format("%.1f%%", 100 * value));
        add(fields, "pairs right", metrics, MetricNames.PAIR_ACCURACY, value -> format("%.1f%%", 100 * value));
        add(fields, "loss", metrics, MetricNames.PAIR_LOSS, value -> format("%.3f", value));
        add(fields, "length", metrics, MetricNames.RESPONSE_LENGTH, value -> format("%.0f", value));
        add(fields, "kl", metrics, MetricNames.KL_REFERENCE, value -> format("%.4f", value));
        add(fields, "entropy", metrics, MetricNames.ENTROPY, value -> format("%.3f", value));
        add(fields, "tok/s", metrics, MetricNames.TOKENS_PER_SECOND, ConsoleFields::count);
        add(fields, "step", metrics, MetricNames.STEP_SECONDS, value -> format("%.1f s", value));
        return fields;
    }

    /** The line about a step of the supervised stage. */
    static List<Field> ofSupervised(Map<String, Double> metrics) {
        List<Field> fields = new ArrayList<>();
        add(fields, "loss", metrics, MetricNames.SUPERVISED_LOSS, value -> format("%.3f", value));
        add(fields, "tok/s", metrics, MetricNames.SUPERVISED_TOKENS_PER_SECOND, ConsoleFields::count);
        return fields;
    }

    /** A duration as people say it. */
    public static String duration(double seconds) {
        long s = Math.round(seconds);
        if (s < 60) {
            return s + " s";
        }
        return s < 3600 ? format("%d min %02d s", s / 60, s % 60) : format("%d h %02d min", s / 3600, s % 3600 / 60);
    }

    private static void add(
            List<Field> fields, String label, Map<String, Double> metrics, String name, DoubleFunction<String> text) {
        Double value = metrics.get(name);
        if (value != null) {
            fields.add(new Field(label, text.apply(value)));
        }
    }

    /** A number of tokens, in thousands from ten thousand on. */
    static String count(double value) {
        return value < 10_000 ? format("%.0f", value) : format("%.1fk", value / 1000);
    }

    private static String format(String pattern, Object... values) {
        return String.format(Locale.ROOT, pattern, values);
    }
}
