package org.reason4j.testkit.rule;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Inputs at the edges of what a component may meet. */
final class OddInputs {

    private static final int SHOWN = 40;

    /** Texts that a policy may write. */
    static final List<String> TEXTS = List.of(
            " \n\t ",
            "\0",
            "\uD83D",
            "\uDE00 is the second half of a pair",
            "e\u0301 \u202Edrow\u202C \uFF14 \u0664 4\u00A0000",
            "(".repeat(20_000),
            "{".repeat(3_000) + "}".repeat(3_000),
            "<answer>".repeat(2_000),
            "<think>",
            "</think></answer></think>",
            "\\boxed{" + "\\frac{1}{".repeat(2_000),
            "#### 1e999",
            "<answer>NaN</answer>",
            "<answer>-Infinity</answer>",
            "<answer>1/0</answer> #### 1/0 \\boxed{\\frac{1}{0}}",
            "<answer>" + "9".repeat(5_000) + "</answer>",
            "<answer>9^9^9^9^9</answer> \\boxed{9^{9^{9^{9}}}}",
            "%s %n {} ${HOME} \\u0000 \\",
            "a ".repeat(10_000));

    /** Numbers that are not finite. */
    static final List<Float> NOT_FINITE = List.of(Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY);

    private OddInputs() {}

    /** Metrics with every odd number of 64 bits. */
    static Map<String, Double> metrics() {
        Map<String, Double> metrics = new TreeMap<>();
        metrics.put("nan", Double.NaN);
        metrics.put("infinite", Double.POSITIVE_INFINITY);
        metrics.put("reward/negative-infinite", Double.NEGATIVE_INFINITY);
        metrics.put("loss/negative zero", -0.0);
        metrics.put("largest", Double.MAX_VALUE);
        metrics.put("smallest", Double.MIN_VALUE);
        metrics.put("reward/mean", 0.5);
        metrics.put("\u00FCber <b>&amp;\"quoted\"", 1e-300);
        return metrics;
    }

    /** The beginning of a text, readable, and its length. */
    static String shown(String text) {
        StringBuilder shown = new StringBuilder("'");
        text.chars()
                .limit(SHOWN)
                .forEach(c ->
                        shown.append(c >= ' ' && c < 127 ? String.valueOf((char) c) : String.format("\\u%04X", c)));
        return shown + (text.length() > SHOWN ? "...' of " + text.length() + " characters" : "'");
    }
}
