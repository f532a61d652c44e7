package org.reason4j.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.reason4j.api.data.Score;
import org.reason4j.api.data.Trajectory;
import org.reason4j.cli.console.Json;
import org.reason4j.core.host.reward.ScoreOutcome;
import org.reason4j.core.host.reward.Verdict;

/** Verdicts as lines, in the order of the responses in their file, whatever the order in which they come. */
final class ScoreLines {

    private static final String VALUE = ScoreOutcome.VALUE.label();

    private final @Nullable String[] waiting;
    private final boolean json;
    private final PrintWriter out;
    private final Map<String, Integer> counts = new LinkedHashMap<>();
    private int printed;
    private double sum;

    /**
     * Lines that are to come.
     *
     * @param responses number of lines
     * @param json whether they are JSON objects
     */
    ScoreLines(int responses, boolean json, PrintWriter out) {
        waiting = new String[responses];
        this.json = json;
        this.out = out;
        for (ScoreOutcome outcome : ScoreOutcome.values()) {
            counts.put(outcome.label(), 0);
        }
    }

    /** Takes the verdicts on a group, and prints what is complete by now. */
    void put(ResponseGroups.Placed group, List<Verdict> verdicts, Function<Trajectory, Optional<String>> answer) {
        for (int i = 0; i < verdicts.size(); i++) {
            waiting[group.places().get(i)] = line(
                    verdicts.get(i), answer.apply(group.group().trajectories().get(i)));
        }
        for (; printed < waiting.length && waiting[printed] != null; printed++) {
            out.println(waiting[printed]);
            waiting[printed] = null;
        }
    }

    /** Prints how many responses had each outcome, and the mean of the values. */
    void counts() {
        int values = counts.getOrDefault(VALUE, 0);
        if (json) {
            ObjectNode root = Json.object();
            ObjectNode node = root.putObject("counts");
            counts.forEach(node::put);
            if (values > 0) {
                root.put("mean", sum / values);
            }
            out.println(root);
        } else {
            StringBuilder text = new StringBuilder();
            counts.forEach((outcome, count) -> text.append(text.isEmpty() ? "" : ", ")
                    .append(count)
                    .append(' ')
                    .append(outcome));
            out.println(text + (values > 0 ? String.format(Locale.ROOT, "; mean value %.4f", sum / values) : ""));
        }
        out.flush();
    }

    private String line(Verdict verdict, Optional<String> answer) {
        Optional<Score> missing = verdict.scores().values().stream()
                .filter(score -> !(score instanceof Score.Value))
                .findFirst();
        String outcome = missing.map(score -> ScoreOutcome.of(score).label()).orElse(VALUE);
        counts.merge(outcome, 1, Integer::sum);
        verdict.reward().ifPresent(value -> sum += value);
        Optional<String> reason = verdict.scores().entrySet().stream()
                .filter(score -> missing.isPresent() && score.getValue() == missing.get())
                .map(score -> (verdict.scores().size() > 1 ? score.getKey() + ": " : "")
                        + ScoreOutcome.reason(score.getValue()))
                .findFirst();
        return json ? object(verdict, outcome, answer, reason).toString() : text(verdict, outcome, answer, reason);
    }

    private static ObjectNode object(
            Verdict verdict, String outcome, Optional<String> answer, Optional<String> reason) {
        ObjectNode node = Json.object().put("outcome", outcome);
        verdict.reward().ifPresent(value -> node.put(VALUE, value));
        answer.ifPresent(text -> node.put("answer", text));
        reason.ifPresent(text -> node.put("reason", text));
        if (verdict.scores().size() > 1) {
            ObjectNode scores = node.putObject("scores");
            verdict.scores().forEach((key, score) -> {
                ObjectNode one = scores.putObject(key)
                        .put("outcome", ScoreOutcome.of(score).label());
                if (score instanceof Score.Value value) {
                    one.put(VALUE, value.value());
                } else {
                    one.put("reason", ScoreOutcome.reason(score));
                }
            });
        }
        return node;
    }

    private static String text(Verdict verdict, String outcome, Optional<String> answer, Optional<String> reason) {
        String value = verdict.reward().isPresent()
                ? String.format(Locale.ROOT, "%8.4f", verdict.reward().getAsDouble())
                : String.format(Locale.ROOT, "%8s", "-");
        String line = String.format(Locale.ROOT, "%-10s %s", outcome, value)
                + answer.map(text -> "  " + text).orElse("")
                + reason.map(text -> "  " + text).orElse("");
        return line.replaceAll("\\R", " ");
    }
}
