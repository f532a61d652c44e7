package org.reason4j.core.host.track.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.reason4j.core.host.track.ConsoleFields;
import org.reason4j.core.host.track.HeldOutScores;
import org.reason4j.core.host.track.Numbers;
import org.reason4j.core.host.track.html.Html;
import org.reason4j.core.host.track.html.Template;

/** Results of the run and its circumstances. */
final class SummarySection {

    private final Template template;

    SummarySection(Template template) {
        this.template = template;
    }

    Html of(Report report) {
        @Nullable HeldOutScores before = report.state().before();
        @Nullable HeldOutScores after = report.state().after();
        Html result;
        if (before != null && after != null) {
            result = beforeAndAfter(before, after);
        } else if (before != null) {
            result = template.fill("before", Map.of("accuracy", accuracy(before), "problems", before.problems()));
        } else {
            result = unmeasured(report);
        }
        return template.fill("summary", Map.of("result", result, "facts", facts(report)));
    }

    /** Progress of a run that was not measured before its first step. */
    private Html unmeasured(Report report) {
        boolean begun = !report.steps().isEmpty();
        return template.fill(
                "waiting",
                Map.of(
                        "steps", begun ? "Step " + report.done() : "No step yet",
                        "text",
                                begun
                                        ? "of reinforcement learning. There is no measurement of the model before."
                                        : "A model may have to be made, trained on demonstrations and measured before the"
                                                + " first step of reinforcement learning."));
    }

    private Html beforeAndAfter(HeldOutScores before, HeldOutScores after) {
        List<Html> rows = new ArrayList<>();
        rows.add(row(
                "Greedy accuracy", accuracy(before), accuracy(after), points(after.accuracy() - before.accuracy())));
        addShares(rows, "pass@", before.passAt(), after.passAt());
        addShares(rows, "maj@", before.majorityAt(), after.majorityAt());
        rows.add(row(
                "Mean response length",
                Numbers.compact(before.responseLength()) + " tokens",
                Numbers.compact(after.responseLength()) + " tokens",
                Numbers.signed(after.responseLength() - before.responseLength())));
        return template.fill(
                "beforeAfter",
                Map.of(
                        "before", Numbers.percent(before.accuracy()),
                        "after", Numbers.percent(after.accuracy()),
                        "change", points(after.accuracy() - before.accuracy()),
                        "problems", after.problems(),
                        "rows", Html.join(rows)));
    }

    private void addShares(
            List<Html> rows, String name, SortedMap<Integer, Double> before, SortedMap<Integer, Double> after) {
        TreeSet<Integer> ks = new TreeSet<>(before.keySet());
        ks.addAll(after.keySet());
        for (int k : ks) {
            Double from = before.get(k);
            Double to = after.get(k);
            Function<SortedMap<Integer, Double>, String> cell = shares ->
                    Optional.ofNullable(shares.get(k)).map(Numbers::percent).orElse("–");
            rows.add(row(
                    name + k,
                    cell.apply(before),
                    cell.apply(after),
                    from == null || to == null ? "–" : points(to - from)));
        }
    }

    private Html row(String name, String before, String after, String change) {
        return template.fill("summaryRow", Map.of("name", name, "before", before, "after", after, "change", change));
    }

    private static String accuracy(HeldOutScores measurement) {
        return Numbers.percent(measurement.accuracy()) + " ± " + Numbers.percent(measurement.standardError());
    }

    private static String points(double difference) {
        return (difference > 0 ? "+" : "") + Numbers.fixed(100 * difference, 1) + " points";
    }

    private Html facts(Report report) {
        RunState state = report.state();
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("Model", state.facts().model());
        facts.put("Machine", state.facts().machine());
        facts.put("Steps", steps(report));
        putTimes(facts, report);
        facts.put(
                "Seed",
                state.begun().isEmpty() ? "" : String.valueOf(state.facts().seed()));
        @Nullable HeldOutScores measured = state.after() == null ? state.before() : state.after();
        facts.put("Held-out problems", measured == null ? "" : String.valueOf(measured.problems()));
        facts.putAll(state.facts().details());
        List<Html> entries = new ArrayList<>();
        facts.forEach((name, value) -> {
            if (!value.isEmpty()) {
                entries.add(template.fill("fact", Map.of("name", name, "value", value)));
            }
        });
        state.facts()
                .related()
                .forEach((name, place) ->
                        entries.add(template.fill("relatedReport", Map.of("name", name, "place", place))));
        return Html.join(entries);
    }

    private static String steps(Report report) {
        int total = report.state().totalSteps();
        return total == 0 || report.done() == total ? String.valueOf(report.done()) : report.done() + " of " + total;
    }

    private static void putTimes(Map<String, String> facts, Report report) {
        List<String> begun = report.state().begun();
        if (!begun.isEmpty()) {
            facts.put("Begun", Moments.text(begun.get(0)));
        }
        if (begun.size() > 1) {
            facts.put("Resumed", Moments.text(begun.get(begun.size() - 1)));
        }
        if (report.state().ended() != null) {
            facts.put("Ended", Moments.text(report.state().ended()));
        }
        facts.put("RL time", ConsoleFields.duration(report.seconds()));
        report.secondsLeft().ifPresent(left -> facts.put("Time left", "about " + ConsoleFields.duration(left)));
    }
}
