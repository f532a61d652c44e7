package org.reason4j.gym;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.reason4j.api.random.SplitMix64;

/** What holds for every family of the gym. Keys of problems count from 0 and are part of every message. */
class EveryFamilyTest {

    private static final int PROBLEMS = 20; // of each level
    private static final int DRAWS = 60; // of a mean of work

    static List<Family> families() {
        return Families.all();
    }

    private static Problem problem(Generator generator, long number) {
        return generator.problem(new Draws(SplitMix64.key(number)));
    }

    private static double meanWork(Generator generator) {
        return LongStream.range(0, DRAWS)
                .mapToDouble(number -> problem(generator, number).work())
                .average()
                .orElseThrow();
    }

    @Test
    void namesAreUniqueAndInKebabCase() {
        assertThat(families())
                .extracting(Family::name)
                .doesNotHaveDuplicates()
                .allMatch(name -> name.matches("[a-z0-9]+(-[a-z0-9]+)*"));
        assertThat(families()).extracting(Family::about).allMatch(about -> !about.isBlank() && !about.endsWith("."));
    }

    @ParameterizedTest
    @MethodSource("families")
    void aProblemIsAFunctionOfItsKeyAndItsOwnAnswerIsRight(Family family) {
        Set<String> questions = new HashSet<>();
        for (Generator level : family.levels()) {
            for (long number = 0; number < PROBLEMS; number++) {
                Problem problem = problem(level, number);
                assertThat(problem(level, number))
                        .as("%s, key %s", level, number)
                        .isEqualTo(problem);
                assertThat(problem.question()).as("%s, key %s", level, number).isNotBlank();
                assertThat(problem.accepts(problem.answer()))
                        .as("%s, key %s: own answer '%s' to %s", level, number, problem.answer(), problem.question())
                        .isTrue();
                assertThat(problem.accepts(" \n" + problem.answer() + "\n "))
                        .as("%s, key %s: white space round '%s'", level, number, problem.answer())
                        .isTrue();
                questions.add(problem.question());
            }
        }
        assertThat(questions)
                .as("different problems among %s of each level", PROBLEMS)
                .hasSizeGreaterThan(PROBLEMS);
    }

    @ParameterizedTest
    @MethodSource("families")
    void changedAnswersAreWrong(Family family) {
        int refused = 0;
        int accepted = 0;
        for (Generator level : family.levels()) {
            for (long number = 0; number < PROBLEMS; number++) {
                Problem problem = problem(level, number);
                for (String mutant : Mutants.of(problem.answer(), new Draws(number))) {
                    if (!problem.accepts(mutant)) {
                        refused++;
                        continue;
                    }
                    accepted++;
                    assertThat(Theme.hasSeveralAnswers(family.name()))
                            .as(
                                    "%s, key %s: '%s' is accepted for '%s': %s",
                                    level, number, mutant, problem.answer(), problem.question())
                            .isTrue();
                }
            }
        }
        assertThat(refused)
                .as("changed answers that are refused, %s are accepted", accepted)
                .isGreaterThan(accepted)
                .isGreaterThan(PROBLEMS);
    }

    @ParameterizedTest
    @MethodSource("families")
    void textsThatAreNoAnswersAreRefusedAndNeverThrow(Family family) {
        for (Generator level : family.levels()) {
            Problem problem = problem(level, 0);
            for (String junk : Mutants.junk(problem)) {
                assertThatCode(() -> assertThat(problem.accepts(junk))
                                .as("%s: '%.200s' for '%s'", level, junk, problem.answer())
                                .isFalse())
                        .as("%s: '%.200s'", level, junk)
                        .doesNotThrowAnyException();
            }
        }
    }

    @ParameterizedTest
    @MethodSource("families")
    void levelsGrowHarderAndSoDoesTheFirstWithAnyKnobOfTheLast(Family family) {
        List<Generator> levels = family.levels();
        assertThat(levels).hasSizeGreaterThanOrEqualTo(3);
        for (int i = 1; i < levels.size(); i++) {
            assertThat(meanWork(levels.get(i)))
                    .as("work of %s after %s", levels.get(i), levels.get(i - 1))
                    .isGreaterThan(meanWork(levels.get(i - 1)));
        }
        Generator first = levels.get(0);
        Map<String, Object> last = Knobs.of(levels.get(levels.size() - 1));
        assertThat(last).as("knobs of %s", family.name()).isNotEmpty();
        last.forEach((knob, setting) -> {
            Generator harder = Knobs.set(first, Map.of(knob, setting));
            assertThat(meanWork(harder))
                    .as("work of %s, with %s of the last level", harder, knob)
                    .isGreaterThan(meanWork(first));
        });
    }
}
