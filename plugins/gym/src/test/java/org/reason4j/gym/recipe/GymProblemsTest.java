package org.reason4j.gym.recipe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.reason4j.api.dataset.Example;
import org.reason4j.api.plugin.ConfigException;
import org.reason4j.api.random.SplitMix64;
import org.reason4j.gym.Families;
import org.reason4j.gym.Family;
import org.reason4j.gym.recipe.GymConfig.Term;

class GymProblemsTest {

    private static final Term HARD = new Term("gcd", 2, 1, Map.of());

    private static List<Example> problems(int count, long seed, Split split, Term... terms) {
        return new GymProblems(new GymConfig(List.of(terms), count, seed, split, "", "")).read();
    }

    private static List<String> questions(List<Example> examples) {
        return examples.stream().map(one -> one.messages().get(0).content()).toList();
    }

    static List<Family> families() {
        return Families.all();
    }

    @ParameterizedTest
    @MethodSource("families")
    void noProblemOccursTwiceAndNoneIsInBothSplits(Family family) {
        for (int level = 0; level < family.levels().size(); level += 2) {
            List<String> training = found(family, level, Split.TRAIN, 40);
            List<String> held = found(family, level, Split.EVALUATION, 10);
            assertThat(training).as("level %s", level).hasSizeGreaterThan(10).doesNotHaveDuplicates();
            assertThat(held)
                    .as("level %s", level)
                    .isNotEmpty()
                    .doesNotHaveDuplicates()
                    .doesNotContainAnyElementsOf(training);
        }
    }

    /** Questions of a split, fewer than asked for where the family has run out. */
    private static List<String> found(Family family, int level, Split split, int count) {
        ProblemSource source = new ProblemSource(1, split);
        List<String> questions = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            source.find(family.name(), level, Map.of(), SplitMix64.key(1, i))
                    .ifPresent(made -> questions.add(made.problem().question()));
        }
        return questions;
    }

    @Test
    void splitsShareNoneWhereNearlyAllProblemsAreDrawn() {
        Term small = new Term("gcd", 0, 1, Map.of());
        Set<String> training = new HashSet<>(questions(problems(800, 1, Split.TRAIN, small)));
        assertThat(questions(problems(100, 1, Split.EVALUATION, small))).doesNotContainAnyElementsOf(training);
    }

    @Test
    void aMixtureHoldsItsWeightsAtEveryLength() {
        List<Term> terms = List.of(
                new Term("gcd", 0, 5, Map.of()), new Term("gcd", 1, 3, Map.of()), new Term("gcd", 2, 2, Map.of()));
        List<Example> all = problems(100, 7, Split.TRAIN, terms.toArray(Term[]::new));
        for (int n = 1; n <= all.size(); n++) {
            List<Integer> levels = all.subList(0, n).stream()
                    .map(one -> (Integer) one.fields().get("level"))
                    .toList();
            for (int level = 0; level < 3; level++) {
                int wanted = level;
                long count = levels.stream().filter(one -> one == wanted).count();
                assertThat(Math.abs(count - n * terms.get(level).weight() / 10))
                        .as("level %s of %s problems: %s", level, n, count)
                        .isLessThan(1);
            }
        }
        assertThat(all.stream()
                        .collect(Collectors.groupingBy(one -> one.fields().get("level"), Collectors.counting())))
                .isEqualTo(Map.of(0, 50L, 1, 30L, 2, 20L));
    }

    @Test
    void aFamilyOfAMixtureHasTheProblemsThatItHasAlone() {
        List<String> alone = questions(problems(20, 3, Split.TRAIN, HARD));
        List<String> mixed = new ArrayList<>(questions(problems(40, 3, Split.TRAIN, HARD, Term.of("gcd"))));
        mixed.retainAll(alone);
        assertThat(mixed).isEqualTo(alone);
    }

    @Test
    void aLongerDatasetBeginsWithTheShorterOneAndAnotherSeedIsAnotherDataset() {
        List<Example> longer = problems(60, 3, Split.TRAIN, HARD);
        assertThat(longer.subList(0, 30)).isEqualTo(problems(30, 3, Split.TRAIN, HARD));
        assertThat(questions(problems(30, 4, Split.TRAIN, HARD))).doesNotContainAnyElementsOf(questions(longer));
    }

    @Test
    void withoutFamiliesEachOfTheGymTakesItsTurn() {
        int all = Families.all().size();
        assertThat(problems(all, 1, Split.TRAIN).stream()
                        .map(one -> one.fields().get("family")))
                .containsExactlyInAnyOrderElementsOf(
                        Families.all().stream().map(Family::name).toList());
    }

    @Test
    void aFamilyThatRunsOutSaysHowManyThereAre() {
        assertThatThrownBy(() -> problems(100_000, 1, Split.EVALUATION, Term.of("gcd")))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining(
                        "The family 'gcd' at level 0, split EVALUATION, has run out of problems: it gave ")
                .hasMessageContaining("Ask for fewer problems");
    }

    @Test
    void anExampleHasItsQuestionItsInstructionAndADemonstrationOfTheAnswer() {
        GymConfig config = new GymConfig(List.of(HARD), 1, 1, Split.TRAIN, "Box it.", "\\boxed{{answer}}");
        Example example = new GymProblems(config).read().get(0);
        ProblemKey key = ProblemKey.of(String.valueOf(example.fields().get("key")));
        assertThat(questions(List.of(example))).containsExactly(key.problem().question() + "\n\nBox it.");
        assertThat(example.response()).contains("\\boxed{" + example.fields().get("answer") + "}");
        assertThat(example.fields()).containsEntry("family", "gcd").containsEntry("level", 2);
    }

    @Test
    void knobsAreSetAloneAndWrongOnesAreRefusedWithTheirNames() {
        ProblemKey key =
                ProblemKey.of(String.valueOf(problems(1, 1, Split.TRAIN, new Term("gcd", 0, 1, Map.of("numbers", 7.0)))
                        .get(0)
                        .fields()
                        .get("key")));
        assertThat(key.knobs()).containsEntry("numbers", 7.0);
        assertThat(key.problem().question().split("[0-9]+", -1))
                .as("gaps round seven numbers")
                .hasSize(8);
        assertThatThrownBy(() -> new Term("gcd", 0, 1, Map.of("size", 3.0)))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("no knob 'size'")
                .hasMessageContaining("'numbers', 'digits'");
        assertThatThrownBy(() -> new Term("gcd", 0, 1, Map.of("numbers", 99.0)))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("'numbers' must lie between 2 and 8, got 99");
        assertThatThrownBy(() -> new Term("gcd", 0, 1, Map.of("numbers", 2.5)))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("'numbers' takes a whole number, not '2.5'");
        assertThatThrownBy(() -> new Term("gcd", 9, 1, Map.of()))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("levels 0 to 2, got 9");
        assertThatThrownBy(() -> Term.of("gdc"))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("no family 'gdc'")
                .hasMessageContaining("gcd");
    }

    @Test
    void theOverviewHasEveryFamilyAtEveryLevelWithItsKnobs() {
        List<Example> all = new GymSamples(GymSamples.Config.DEFAULTS).read();
        assertThat(all)
                .hasSize(Families.all().stream()
                        .mapToInt(family -> family.levels().size())
                        .sum());
        Example gcd = all.stream()
                .filter(one -> one.fields().get("family").equals("gcd"))
                .findFirst()
                .orElseThrow();
        assertThat(gcd.fields())
                .containsEntry("level", 0)
                .containsEntry("knobs", Map.of("numbers", 2, "digits", 2))
                .containsEntry("about", "The greatest common divisor of integers");
    }
}
