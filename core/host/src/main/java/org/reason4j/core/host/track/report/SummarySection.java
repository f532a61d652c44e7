package org.reason4j.core.host.track.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeSet;
import java.util.function.Function;
import org.reason4j.core.host.track.ConsoleFields;
import org.reason4j.core.host.track.HeldOutScores;
import org.reason4j.core.host.track.Numbers;

/** Results of the run and its circumstances. */
final class SummarySection {

    private final Template template;

    SummarySection(Template template) {
        this.template = template;
    }

    Html of(Report report) {
        Html result = Html.NONE;
        if (report.before().isPresent() && report.after().isPresent()) {
            result = beforeAndAfter(report.before().get(), report.after().get());
        } else if (report.before().isPresent()) {
            HeldOutScores before = report.before().get();
            result = template.fill("before", Map.of("accuracy", accuracy(before), "problems", before.problems()));
        }
        return template.fill("summary", Map.of("result", result, "facts", facts(report)));
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
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("Model", report.facts().model());
        facts.put("Machine", report.facts().machine());
        int done = report.steps().isEmpty()
                ? 0
                : report.steps().get(report.steps().size() - 1).step();
        facts.put("Steps", done == report.totalSteps() ? String.valueOf(done) : done + " of " + report.totalSteps());
        facts.put("RL time", ConsoleFields.duration(report.rlSeconds()));
        facts.put("Seed", String.valueOf(report.facts().seed()));
        Optional<HeldOutScores> measured = report.after().or(report::before);
        measured.ifPresent(measurement -> facts.put("Held-out problems", String.valueOf(measurement.problems())));
        facts.putAll(report.facts().details());
        List<Html> entries = new ArrayList<>();
        facts.forEach((name, value) -> entries.add(template.fill("fact", Map.of("name", name, "value", value))));
        report.facts()
                .related()
                .forEach((name, place) ->
                        entries.add(template.fill("relatedReport", Map.of("name", name, "place", place))));
        return Html.join(entries);
    }
}
