package org.reason4j.core.trainer.evaluation;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.reason4j.api.data.Message;
import org.reason4j.api.data.Prompt;
import org.reason4j.core.host.track.Comparison;

/** The same held-out problems before and after training, for people to read. */
public final class Comparisons {

    private static final int OF_EACH_KIND = 4;

    private Comparisons() {}

    /** A few problems of each kind, in the order of the dataset: newly solved, still unsolved, lost, and solved all along. */
    public static List<Comparison> of(Evaluator.Result before, Evaluator.Result after) {
        Map<String, Evaluator.Answer> later = after.answers().stream()
                .collect(Collectors.toMap(answer -> answer.problem().id(), Function.identity()));
        List<Comparison> all = new ArrayList<>();
        for (Evaluator.Answer first : before.answers()) {
            Evaluator.Answer second = later.get(first.problem().id());
            if (second != null) {
                all.add(new Comparison(
                        question(first.problem()),
                        first.problem().field("answer").orElse(""),
                        first.response().text(),
                        first.correct(),
                        second.response().text(),
                        second.correct()));
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

    private static String question(Prompt prompt) {
        List<Message> messages = prompt.messages();
        return messages.get(messages.size() - 1).content();
    }
}
