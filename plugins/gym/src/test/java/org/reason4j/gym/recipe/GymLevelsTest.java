package org.reason4j.gym.recipe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.reason4j.api.data.Group;
import org.reason4j.api.data.Prompt;
import org.reason4j.api.data.ScoredGroup;
import org.reason4j.api.data.ScoredTrajectory;
import org.reason4j.api.dataset.Example;
import org.reason4j.api.dataset.PromptBatch;
import org.reason4j.api.plugin.ConfigException;
import org.reason4j.gym.recipe.GymConfig.Term;
import org.reason4j.testkit.RecordedMetrics;
import org.reason4j.testkit.subject.Samples;

class GymLevelsTest {

    /** Windows of two problems, two of which must agree; no rehearsal. */
    private static final GymLevelsConfig PLAIN = new GymLevelsConfig("", 1, 0.8, 0.2, 2, 2, 0);

    private static final List<Example> POOL =
            new GymProblems(new GymConfig(List.of(Term.of("gcd")), 8, 1, Split.TRAIN, "Tag it.", "")).read();

    private final RecordedMetrics metrics = new RecordedMetrics();

    private record Batch(int number, int size, List<Example> pool) implements PromptBatch {

        @Override
        public long seed() {
            return 5;
        }

        @Override
        public Optional<Example> example(String id) {
            return pool.stream().filter(one -> one.id().equals(id)).findFirst();
        }

        @Override
        public List<Example> inOrder() {
            List<Example> turn = new ArrayList<>();
            for (int i = 0; i < size; i++) {
                turn.add(pool.get(((number - 1) * size + i) % pool.size()));
            }
            return turn;
        }
    }

    private static List<ScoredGroup> scored(List<Example> batch, double... rewards) {
        List<ScoredGroup> groups = new ArrayList<>();
        String[] texts = new String[rewards.length];
        Arrays.fill(texts, "?");
        for (Example example : batch) {
            Prompt prompt = Samples.prompt(example.id(), "?").withFields(example.fields());
            Group group = Samples.group(prompt, texts);
            List<ScoredTrajectory> all = new ArrayList<>();
            for (int i = 0; i < rewards.length; i++) {
                all.add(Samples.rewarded(group.trajectories().get(i), rewards[i]));
            }
            groups.add(ScoredGroup.of(prompt, all));
        }
        return groups;
    }

    private static List<Integer> levels(List<Example> batch) {
        return batch.stream().map(one -> (Integer) one.fields().get("level")).toList();
    }

    /** Scores batches of two problems with these rewards each, and returns the level of the next one. */
    private static int levelAfter(GymLevels curriculum, int firstBatch, double[]... rewards) {
        int number = firstBatch;
        for (double[] one : rewards) {
            curriculum.scored(number, scored(curriculum.choose(new Batch(number, 2, POOL)), one));
            number++;
        }
        return levels(curriculum.choose(new Batch(number, 2, POOL))).get(0);
    }

    private static double[] of(double... rewards) {
        return rewards;
    }

    @Test
    void aLevelRisesWhenEnoughWindowsInARowReachTheBound() {
        GymLevels curriculum = new GymLevels(PLAIN, metrics);
        assertThat(levelAfter(curriculum, 1, of(1, 1, 1, 1, 0)))
                .as("4 of 5 once")
                .isZero();
        assertThat(levelAfter(curriculum, 2, of(1, 1, 1, 1, 0)))
                .as("4 of 5 twice")
                .isEqualTo(1);
        assertThat(levelAfter(curriculum, 3, of(1, 1, 1, 1, 1)))
                .as("evidence begins anew")
                .isEqualTo(1);
        assertThat(levelAfter(curriculum, 4, of(1, 1, 1, 0, 0), of(1, 1, 1, 1, 1)))
                .as("a window between the bounds breaks the row")
                .isEqualTo(1);
        assertThat(levelAfter(curriculum, 6, of(1, 1, 1, 1, 1))).isEqualTo(2);
        assertThat(levelAfter(curriculum, 7, of(1, 1), of(1, 1), of(1, 1)))
                .as("the last level")
                .isEqualTo(2);
    }

    @Test
    void aLevelFallsWhenNearlyNothingIsRightAndStaysBetweenTheBounds() {
        GymLevels curriculum = new GymLevels(PLAIN, metrics);
        assertThat(levelAfter(curriculum, 1, of(1), of(1), of(1), of(1))).isEqualTo(2);
        assertThat(levelAfter(curriculum, 5, of(0, 0, 0, 0, 1))).isEqualTo(2);
        assertThat(levelAfter(curriculum, 6, of(0, 0, 0, 0, 1))).isEqualTo(1);
        double[] between = of(0, 1);
        assertThat(levelAfter(curriculum, 7, between, between, between, between, between, between))
                .as("half right: no change, however long")
                .isEqualTo(1);
        assertThat(levelAfter(curriculum, 13, of(0), of(1), of(0), of(1)))
                .as("votes against each other")
                .isEqualTo(1);
        assertThat(levelAfter(curriculum, 17, of(0), of(0), of(0), of(0), of(0)))
                .as("the first level")
                .isZero();
    }

    @Test
    void responsesToAnotherLevelCountForNothing() {
        GymLevels curriculum = new GymLevels(PLAIN, metrics);
        List<Example> late = curriculum.choose(new Batch(1, 2, POOL));
        assertThat(levelAfter(curriculum, 2, of(1), of(1))).isEqualTo(1);
        for (int i = 0; i < 4; i++) {
            curriculum.scored(4 + i, scored(late, 0));
        }
        assertThat(levelAfter(curriculum, 8)).isEqualTo(1);
    }

    @Test
    void eachFamilyHasItsOwnLevelAndTheMixtureStays() {
        Term other = new Term("gcd", 0, 1, Map.of("numbers", 6.0));
        List<Example> pool =
                new GymProblems(new GymConfig(List.of(Term.of("gcd"), other), 8, 1, Split.TRAIN, "Tag it.", "")).read();
        GymLevels curriculum = new GymLevels(new GymLevelsConfig("", 1, 0.8, 0.2, 1, 1, 0), metrics);
        List<Example> batch = curriculum.choose(new Batch(1, 2, pool));
        List<ScoredGroup> groups = new ArrayList<>(scored(batch.subList(0, 1), 1));
        groups.addAll(scored(batch.subList(1, 2), 0.5));
        curriculum.scored(1, groups);
        List<Example> next = curriculum.choose(new Batch(2, 2, pool));
        assertThat(levels(next)).containsExactly(1, 0);
        assertThat(ProblemKey.of(next.get(1).id()).knobs()).isEqualTo(other.knobs());
        assertThat(metrics.values())
                .containsEntry("gym/level/gcd", 0.5)
                .containsEntry("gym/level/gcd/numbers=6.0", 0.0);
    }

    @Test
    void problemsAreNewOfTheTrainingSplitAndKeepWhatStandsRoundThem() {
        GymLevels curriculum = new GymLevels(PLAIN, metrics);
        List<String> questions = new ArrayList<>();
        for (int number = 1; number <= 10; number++) {
            for (Example example : curriculum.choose(new Batch(number, 4, POOL))) {
                ProblemKey key = ProblemKey.of(String.valueOf(example.fields().get("key")));
                assertThat(Split.TRAIN.holds(key.content())).isTrue();
                assertThat(example.messages().get(0).content())
                        .isEqualTo(key.problem().question() + "\n\nTag it.");
                assertThat(example.fields())
                        .containsEntry("answer", key.problem().answer());
                questions.add(key.problem().question());
            }
        }
        assertThat(questions).hasSize(40);
        assertThat(questions.stream().distinct().count()).isGreaterThan(35);
    }

    @Test
    void aShareOfProblemsRehearsesLowerLevels() {
        Term last = new Term("gcd", 2, 1, Map.of());
        List<Example> pool = new GymProblems(new GymConfig(List.of(last), 8, 1, Split.TRAIN, "", "")).read();
        GymLevels curriculum = new GymLevels(new GymLevelsConfig("", 1, 0.8, 0.2, 16, 2, 0.25), metrics);
        List<Integer> levels = new ArrayList<>();
        for (int number = 1; number <= 100; number++) {
            levels.addAll(levels(curriculum.choose(new Batch(number, 4, pool))));
        }
        // 400 draws of a share of 0.25: 100 of lower levels, with a deviation of 8.7; half of them of each
        assertThat(levels.stream().filter(level -> level < 2).count()).isBetween(65L, 135L);
        assertThat(levels.stream().filter(level -> level == 0).count()).isBetween(25L, 75L);
    }

    @Test
    void aRestoredCurriculumGoesOnAsOneThatWasNotInterrupted() throws IOException {
        ObjectMapper json = new ObjectMapper();
        GymLevelsConfig config = new GymLevelsConfig("", 1, 0.8, 0.2, 3, 1, 0.3);
        GymLevels whole = new GymLevels(config, metrics);
        GymLevels parts = new GymLevels(config, metrics);
        for (int number = 1; number <= 24; number++) {
            Batch batch = new Batch(number, 2, POOL);
            List<Example> chosen = whole.choose(batch);
            assertThat(parts.choose(batch)).as("batch %s", number).isEqualTo(chosen);
            List<ScoredGroup> groups = scored(chosen, number < 12 ? of(1, 1, 1) : of(0, number % 5 == 0 ? 1 : 0));
            whole.scored(number, groups);
            parts.scored(number, groups);
            Map<String, Object> saved =
                    json.readValue(json.writeValueAsString(parts.state()), new TypeReference<>() {});
            parts = new GymLevels(config, metrics);
            parts.restore(saved);
        }
        assertThat(metrics.means().get("gym/level"))
                .as("levels that were passed")
                .contains(0.0, 1.0, 2.0);
    }

    @Test
    void aStateOfAnotherShapeIsRefused() {
        GymLevels curriculum = new GymLevels(PLAIN, metrics);
        assertThatThrownBy(() -> curriculum.restore(Map.of("level", 1))).hasMessageContaining("lacks levels");
        assertThatThrownBy(() -> curriculum.restore(Map.of("levels", Map.of("gcd", Map.of("level", 1)))))
                .hasMessageContaining("'gcd'");
    }

    @Test
    void boundsThatCrossAreRefused() {
        assertThatThrownBy(() -> new GymLevelsConfig("", 1, 0.4, 0.6, 1, 1, 0))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("lower < raise");
    }
}
