package org.reason4j.core.trainer.evaluation;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Majority vote: true if the answer given most often is correct (self-consistency).
 *
 * <p>Answers are in canonical form: equal strings are equal answers. A response without a readable answer does not
 * vote; if none votes, the result is 0.
 *
 * @see <a href="https://arxiv.org/abs/2203.11171">Self-Consistency Improves Chain of Thought Reasoning</a>
 */
public final class MajorityAtK {

    /** Which of several equally frequent answers counts. */
    public enum Ties {
        /** Each with equal chance, so the result is the share of the tied answers that are correct. */
        EXPECTED,
        /** The one that was seen first. */
        FIRST_SEEN
    }

    private MajorityAtK() {}

    /** Returns the expected correctness of the most frequent answer, a tie being broken at random; in [0, 1]. */
    public static double of(List<Optional<String>> answers, Predicate<String> correct) {
        return of(answers, correct, Ties.EXPECTED);
    }

    /** Returns the correctness of the most frequent of the {@code k} answers, in [0, 1]. */
    public static double of(List<Optional<String>> answers, Predicate<String> correct, Ties ties) {
        Map<String, Integer> votes = new LinkedHashMap<>();
        answers.forEach(answer -> answer.ifPresent(vote -> votes.merge(vote, 1, Integer::sum)));
        if (votes.isEmpty()) {
            return 0;
        }
        int most = Collections.max(votes.values());
        List<String> winners = votes.keySet().stream()
                .filter(answer -> Objects.equals(votes.get(answer), most))
                .limit(ties == Ties.FIRST_SEEN ? 1 : votes.size())
                .toList();
        return (double) winners.stream().filter(correct).count() / winners.size();
    }
}
