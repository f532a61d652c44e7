package org.reason4j.core.trainer.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class MajorityAtKTest {

    /** Conformance vector avg-maj-pass. */
    private static final List<List<Optional<String>>> ANSWERS =
            List.of(answers("4", "4", "5", "6"), answers("1", "2", "2", "1"), answers("9", "8", "7", "9"));

    private static final List<String> TRUTH = List.of("4", "2", "8");

    @Test
    void aTieCountsAsItsExpectation() {
        // right, one of two tied answers right, wrong: (1 + 1/2 + 0) / 3
        assertThat(mean(MajorityAtK.Ties.EXPECTED)).isCloseTo(0.5, within(1e-6));
        assertThat(MajorityAtK.of(ANSWERS.get(1), "2"::equals)).isEqualTo(0.5);
    }

    @Test
    void aTieMayGoToTheAnswerSeenFirst() {
        // right, "1" was seen first and is wrong, wrong: 1 / 3
        assertThat(mean(MajorityAtK.Ties.FIRST_SEEN)).isCloseTo(0.333333, within(1e-6));
    }

    @Test
    void avgAndPassOfTheSameTableFollowFromItsCounts() {
        List<Long> correct = IntStream.range(0, 3)
                .mapToObj(i -> ANSWERS.get(i).stream()
                        .filter(Optional.of(TRUTH.get(i))::equals)
                        .count())
                .toList();
        // 2, 2 and 1 of 4 are correct: (2/4 + 2/4 + 1/4) / 3
        assertThat(correct.stream().mapToDouble(c -> c / 4.0).average()).hasValueCloseTo(0.416667, within(1e-6));
        assertThat(correct).allMatch(c -> PassAtK.of(4, c.intValue(), 4) == 1);
    }

    @Test
    void anUnreadableAnswerDoesNotVote() {
        assertThat(MajorityAtK.of(List.of(Optional.empty(), Optional.empty(), Optional.of("3")), "3"::equals))
                .isEqualTo(1);
    }

    @Test
    void noReadableAnswerIsWrong() {
        assertThat(MajorityAtK.of(List.of(Optional.empty()), answer -> true)).isZero();
    }

    private static double mean(MajorityAtK.Ties ties) {
        return IntStream.range(0, 3)
                .mapToDouble(i -> MajorityAtK.of(ANSWERS.get(i), TRUTH.get(i)::equals, ties))
                .average()
                .orElseThrow();
    }

    private static List<Optional<String>> answers(String... answers) {
        return Stream.of(answers).map(Optional::of).toList();
    }
}
