package org.reason4j.reward.rulebased.math;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.reason4j.reward.rulebased.math.Pairs.Pair;

/** Verdicts of other graders' tests. The page on the reward explains each disagreement. */
class AgreementTest {

    /** Right answer and answer of the pairs that this rule judges otherwise. */
    private static final List<List<String>> DISAGREEMENTS = List.of(
            List.of("$10/9$", "Answer $ \\frac{1}{2} \\$ = \\frac{10}{9} $"),
            List.of("$1 - \\frac{1}{\\mathrm{e}}$", "$1 + \\frac{1}{\\mathrm{e}}$"),
            List.of("10, 4, -2", "4, 10, -2"),
            List.of("0.1, 4, 2", "4, .1, 2"),
            List.of("10cm", "10"),
            List.of("2.0001", "2"),
            List.of("0.75", "75"),
            List.of("C", "c"));

    @Test
    void fourHundredPairsOfOtherGradersGetTheirVerdictButForThoseThatAreListed() throws IOException {
        List<Pair> pairs = Pairs.read("outside-pairs.jsonl");
        List<List<String>> missed = pairs.stream()
                .filter(pair -> !Pairs.agrees(Pairs.anywhere(pair.digits()), pair))
                .map(pair -> List.of(pair.gold(), pair.answer()))
                .toList();
        assertThat(missed).containsExactlyInAnyOrderElementsOf(DISAGREEMENTS);
        assertThat((double) missed.size() / pairs.size()).isLessThan(0.02);
        assertThat(pairs).hasSizeGreaterThan(400);
    }

    @Test
    void pairsThatSpellingRulesMissGetTheirVerdictAsWholeAnswers() throws IOException {
        List<Pair> pairs = Pairs.read("pairs.jsonl");
        MathReward reward = Pairs.whole();
        List<String> missed = pairs.stream()
                .filter(pair -> !Pairs.agrees(reward, pair))
                .map(Pair::answer)
                .toList();
        assertThat(missed).containsExactly("\\begin{pmatrix}0.33\\\\0.2 \\end{pmatrix}"); // two digits
    }

    @ParameterizedTest
    @ValueSource(strings = {"own-pairs.jsonl", "generated-pairs.jsonl"})
    void pairsThatAreEqualOrNotByHandByConstructionOrBySymPyGetThatVerdict(String resource) throws IOException {
        MathReward reward = Pairs.whole();
        assertThat(Pairs.read(resource))
                .allSatisfy(pair ->
                        assertThat(Pairs.agrees(reward, pair)).as("%s", pair).isTrue());
    }
}
