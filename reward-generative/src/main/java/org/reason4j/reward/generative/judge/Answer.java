package org.reason4j.reward.generative.judge;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.reason4j.api.data.Score;

/**
 * What became of a question.
 *
 * @param <T> the verdict
 */
public sealed interface Answer<T> {

    /** A readable verdict. */
    record Read<T>(T verdict) implements Answer<T> {}

    /** A judgment in another form than the question requires. */
    record NotRead<T>(String reason) implements Answer<T> {}

    /** No complete answer. */
    record None<T>(String reason) implements Answer<T> {}

    /**
     * Combines the answers about a response: failed if one is missing, else unscorable if one cannot be read, else what
     * {@code combine} makes of all verdicts.
     *
     * @param unreadable the value where one cannot be read; empty for unscorable
     */
    static <T> Score score(List<Answer<T>> answers, Optional<Double> unreadable, Function<List<T>, Score> combine) {
        List<T> verdicts = new ArrayList<>();
        Optional<String> notRead = Optional.empty();
        for (Answer<T> answer : answers) {
            if (answer instanceof None<T> none) {
                return Score.failed(none.reason());
            } else if (answer instanceof NotRead<T> other) {
                notRead = Optional.of(other.reason());
            } else if (answer instanceof Read<T> read) {
                verdicts.add(read.verdict());
            }
        }
        return notRead.map(reason -> unreadable.map(Score::of).orElseGet(() -> Score.unscorable(reason)))
                .orElseGet(() -> combine.apply(verdicts));
    }
}
