package org.reason4j.reward.unsupervised.vote;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.reason4j.api.data.Group;
import org.reason4j.api.data.Prompt;
import org.reason4j.api.data.Score;
import org.reason4j.api.data.Trajectory;
import org.reason4j.api.reward.Measure;

/**
 * Answers of responses in which equal ones are the same text: that of the earliest response that gave it.
 *
 * <p>With {@link Equality#VERDICT} two different normal forms are compared by asking the measuring reward for its verdict on
 * the later response, in a copy of its prompt that names the earlier answer as the right one. A verdict that it can't give,
 * and one below 1, leaves them apart. An answer joins the first one that it equals, so the outcome is defined even where
 * equality is not transitive.
 */
final class Answers {

    private final Measure measure;
    private final Equality equality;
    private final String field;

    /**
     * Reads answers.
     *
     * @param field the field that holds the right answer, for {@code VERDICT}
     */
    Answers(Measure measure, Equality equality, String field) {
        this.measure = measure;
        this.equality = equality;
        this.field = field;
    }

    /** Returns the answer of each response, in the order that they are given in; earlier means a smaller sample index. */
    List<Optional<String>> of(List<Trajectory> responses) throws Exception {
        List<Optional<String>> read = responses.stream().map(measure::answer).toList();
        return equality == Equality.NORMAL_FORM ? read : merged(responses, read);
    }

    private List<Optional<String>> merged(List<Trajectory> responses, List<Optional<String>> read) throws Exception {
        Map<String, String> names = new HashMap<>(); // answer to the earliest one that it equals
        Set<String> firsts = new LinkedHashSet<>();
        for (int i : inOrder(responses)) {
            Optional<String> answer = read.get(i);
            if (answer.isPresent() && !names.containsKey(answer.get())) {
                String name = first(firsts, responses.get(i)).orElse(answer.get());
                firsts.add(name);
                names.put(answer.get(), name);
            }
        }
        List<Optional<String>> merged = new ArrayList<>();
        read.forEach(answer -> merged.add(answer.map(names::get)));
        return merged;
    }

    /** Places of the responses, by sample index. */
    static List<Integer> inOrder(List<Trajectory> responses) {
        return IntStream.range(0, responses.size())
                .boxed()
                .sorted(Comparator.comparingInt(i -> responses.get(i).sample()))
                .toList();
    }

    private Optional<String> first(Set<String> firsts, Trajectory response) throws Exception {
        for (String label : firsts) {
            if (isRight(response, label)) {
                return Optional.of(label);
            }
        }
        return Optional.empty();
    }

    private boolean isRight(Trajectory response, String label) throws Exception {
        Map<String, Object> fields = new HashMap<>(response.prompt().fields());
        fields.put(field, label);
        Prompt asked = response.prompt().withFields(fields);
        Trajectory judged = Trajectory.demonstration(asked, response.sample(), response.response(), response.text());
        Score verdict = measure.score(Group.of(asked, List.of(judged))).get(0);
        return verdict instanceof Score.Value value && value.value() >= 1;
    }
}
