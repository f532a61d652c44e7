package org.reason4j.core.host.track.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.reason4j.api.data.Message;
import org.reason4j.api.data.Prompt;
import org.reason4j.api.data.ScoredTrajectory;
import org.reason4j.api.track.Measurement;
import org.reason4j.core.host.track.Comparison;

/** The same held-out problems in two measurements, for people to read. */
final class Comparisons {

    private static final int OF_EACH_KIND = 4;
    private static final String THRESHOLD = "eval/threshold";

    private Comparisons() {}

    /** A few problems of each kind, in the order of the dataset: newly solved, still unsolved, lost, and solved all along. */
    static List<Comparison> of(Measurement before, Measurement after) {
        Map<String, ScoredTrajectory> later = after.samples().stream()
                .collect(Collectors.toMap(answer -> answer.trajectory().prompt().id(), Function.identity()));
        List<Comparison> all = new ArrayList<>();
        for (ScoredTrajectory first : before.samples()) {
            Prompt problem = first.trajectory().prompt();
            ScoredTrajectory second = later.get(problem.id());
            if (second != null) {
                all.add(new Comparison(
                        question(problem),
                        problem.field("answer").orElse(""),
                        first.trajectory().text(),
                        isCorrect(first, before),
                        second.trajectory().text(),
                        isCorrect(second, after)));
            }
        }
        List<Comparison> chosen = new ArrayList<>();
        for (boolean[] kind : new boolean[][] {{false, true}, {false, false}, {true, false}, {true, true}}) {
            all.stream()
                    .filter(one -> one.beforeCorrect() == kind[0] && one.afterCorrect() == kind[1])
                    .limit(OF_EACH_KIND)
                    .forEach(chosen::add);
        }
        return chosen;
    }

    private static boolean isCorrect(ScoredTrajectory answer, Measurement measurement) {
        return answer.reward() >= measurement.numbers().getOrDefault(THRESHOLD, 1.0);
    }

    private static String question(Prompt prompt) {
        List<Message> messages = prompt.messages();
        return messages.get(messages.size() - 1).content();
    }
}
