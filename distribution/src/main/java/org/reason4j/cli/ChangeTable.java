package org.reason4j.cli;

import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import org.reason4j.core.host.track.HeldOutScores;
import org.reason4j.core.trainer.evaluation.Evaluator;
import org.reason4j.core.trainer.run.TrainingOutcome;

/** Changes by a run, for the console: numbers, and a problem that the model has learned to solve. */
final class ChangeTable {

    private ChangeTable() {}

    /** Changes of a policy. */
    static String of(TrainingOutcome outcome) {
        return of(outcome, "Held-out problems: %d. Reinforcement learning took %.0f s.", "greedy accuracy");
    }

    /** Changes of a reward model, which was measured on pairs. */
    static String ofPairs(TrainingOutcome outcome) {
        return of(outcome, "Held-out pairs: %d. Training took %.0f s.", "pairs told right");
    }

    private static String of(TrainingOutcome outcome, String title, String accuracy) {
        HeldOutScores before = outcome.before().measurement();
        HeldOutScores after = outcome.after().measurement();
        StringBuilder text = new StringBuilder(String.format(
                Locale.ROOT,
                "%n" + title + "%n%n%-22s%10s%10s%n",
                after.problems(),
                outcome.seconds(),
                "",
                "before",
                "after"));
        row(text, accuracy, before.accuracy(), after.accuracy());
        rows(text, "pass@", before.passAt(), after.passAt());
        rows(text, "maj@", before.majorityAt(), after.majorityAt());
        text.append(String.format(
                Locale.ROOT,
                "%-22s%10.1f%10.1f%n",
                "tokens per response",
                before.responseLength(),
                after.responseLength()));
        learned(outcome).forEach(answer -> text.append(answer));
        return text.append(System.lineSeparator()).toString();
    }

    private static List<String> learned(TrainingOutcome outcome) {
        for (Evaluator.Answer first : outcome.before().answers()) {
            for (Evaluator.Answer second : outcome.after().answers()) {
                if (first.problem().id().equals(second.problem().id()) && !first.correct() && second.correct()) {
                    String question = first.problem()
                            .messages()
                            .get(first.problem().messages().size() - 1)
                            .content();
                    return List.of(String.format(
                            "%nA problem it learned to solve:%n  %s%n  before: %s%n  after:  %s%n",
                            question, first.response().text(), second.response().text()));
                }
            }
        }
        return List.of();
    }

    private static void rows(
            StringBuilder text, String name, SortedMap<Integer, Double> before, SortedMap<Integer, Double> after) {
        after.forEach((k, value) -> {
            Double first = before.get(k);
            if (first != null) {
                row(text, name + k, first, value);
            }
        });
    }

    private static void row(StringBuilder text, String name, double before, double after) {
        text.append(String.format(Locale.ROOT, "%-22s%9.1f%%%9.1f%%%n", name, 100 * before, 100 * after));
    }
}
