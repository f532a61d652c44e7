package org.reason4j.testkit.rule;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.reason4j.api.data.Credit;
import org.reason4j.api.data.Requirements;
import org.reason4j.api.data.ScoredGroup;
import org.reason4j.api.data.TokenStream;
import org.reason4j.api.data.Trajectory;
import org.reason4j.testkit.subject.Samples;

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

    /**
     * A number of one response that is replaced.
     *
     * @param stream where it stands on every token; empty for the reward
     */
    record Corruption(Optional<TokenStream> stream) {

        /** The reward, and each declared stream. */
        static List<Corruption> all(Requirements needs) {
            List<Corruption> all = new ArrayList<>(ofStreams(needs));
            all.add(new Corruption(Optional.empty()));
            return all;
        }

        /** Each declared stream. */
        static List<Corruption> ofStreams(Requirements needs) {
            return needs.streams().stream()
                    .sorted(Comparator.comparing(TokenStream::name))
                    .map(stream -> new Corruption(Optional.of(stream)))
                    .toList();
        }

        /** Groups in which a response has that number. */
        List<ScoredGroup> of(List<ScoredGroup> groups, Trajectory victim, float number) {
            return groups.stream()
                    .map(group -> group.map(one -> {
                        if (!Given.Snapshots.key(one.trajectory()).equals(Given.Snapshots.key(victim))) {
                            return one;
                        }
                        return stream.isPresent()
                                ? one.withTrajectory(Samples.filled(one.trajectory(), stream.get(), number))
                                : Samples.rewarded(one.trajectory(), number);
                    }))
                    .toList();
        }

        /** Credits in which a response has that number in its stream. */
        List<Credit> ofCredits(List<Credit> credits, Trajectory victim, float number) {
            return credits.stream()
                    .map(one -> Given.Snapshots.key(one.trajectory()).equals(Given.Snapshots.key(victim))
                            ? one.withTrajectory(Samples.filled(one.trajectory(), stream.orElseThrow(), number))
                            : one)
                    .toList();
        }

        @Override
        public String toString() {
            return stream.map(one -> "stream '" + one + "'").orElse("reward");
        }
    }
}
