package org.reason4j.curriculum;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.reason4j.curriculum.Batches.choose;
import static org.reason4j.curriculum.Batches.ids;
import static org.reason4j.testkit.Vectors.row;
import static org.reason4j.testkit.Vectors.vector;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.reason4j.api.data.Requirements;
import org.reason4j.api.dataset.Example;
import org.reason4j.api.plugin.ConfigException;
import org.reason4j.api.track.RunInfo;
import org.reason4j.curriculum.LevelSchedule.Balanced;
import org.reason4j.curriculum.LevelSchedule.Classic;
import org.reason4j.curriculum.LevelSchedule.Cosine;
import org.reason4j.curriculum.LevelSchedule.Gaussian;
import org.reason4j.testkit.RecordedMetrics;
import org.reason4j.testkit.subject.Services;

class EasyToHardTest {

    private final RecordedMetrics metrics = new RecordedMetrics();

    /** In a run of ten steps. */
    private EasyToHard curriculum(LevelSchedule schedule) {
        return curriculum(new EasyToHardConfig("level", List.of(), 0, 0, schedule));
    }

    private EasyToHard curriculum(EasyToHardConfig config) {
        RunInfo run = (RunInfo) Services.standard(Path.of("run")).all().get(RunInfo.class);
        return new EasyToHard(config, run, metrics);
    }

    /** Thirty examples of each of three levels: p0, p3, p6 and so on of the first. */
    private static List<Example> levels() {
        return Batches.pool("level", IntStream.range(0, 90).mapToObj(i -> i % 3).toArray());
    }

    @Test
    void theWorkedExampleOfTheCosineIsReproduced() throws IOException {
        JsonNode vector = vector("e2h-cosine");
        double all = vector.at("/inputs/T").asDouble();
        int levels = vector.at("/inputs/levels").asInt();
        double[] times = row(vector.at("/inputs/t"));
        for (int i = 0; i < times.length; i++) {
            assertThat(new Cosine().probabilities(times[i] / all, levels))
                    .containsExactly(row(vector.at("/expected/probabilities/" + i)), within(1e-6));
        }
    }

    @Test
    void theWorkedExampleOfTheBellIsReproduced() throws IOException {
        JsonNode vector = vector("e2h-gaussian");
        double all = vector.at("/inputs/T").asDouble();
        int levels = vector.at("/inputs/levels").asInt();
        double exponent = vector.at("/params/mu_exp").asDouble();
        double sigma = vector.at("/params/sigma").asDouble();
        double[] times = row(vector.at("/inputs/t"));
        Gaussian bell =
                new Gaussian(exponent, sigma, vector.at("/params/min_prob").asDouble());
        for (int i = 0; i < times.length; i++) {
            assertThat(bell.probabilities(times[i] / all, levels))
                    .containsExactly(row(vector.at("/expected/probabilities/" + i)), within(1e-6));
        }
        assertThat(new Gaussian(exponent, sigma, 1.0 / 6).probabilities(25 / all, levels))
                .containsExactly(row(vector.at("/expected").get("with_min_prob_1/6_at_t25")), within(1e-6));
    }

    @Test
    void balancedIsEvenAndClassicGoesLevelByLevel() {
        assertThat(new Balanced().probabilities(0.3, 4)).containsExactly(0.25, 0.25, 0.25, 0.25);
        assertThat(new Classic().probabilities(0, 3)).containsExactly(1, 0, 0);
        assertThat(new Classic().probabilities(0.34, 3)).containsExactly(0, 1, 0);
        assertThat(new Classic().probabilities(1, 3)).containsExactly(0, 0, 1);
    }

    @Test
    void levelsAreDrawnByTheirChancesAtTheTimeOfTheBatch() {
        // classic, ten steps, three levels: batches 1 to 4, 5 to 7 and 8 to 10, since 3 * 4 / 10 = 1.2 and 3 * 7 / 10 =
        // 2.1
        List<Integer> drawn = new ArrayList<>();
        for (int batch = 1; batch <= 11; batch++) {
            List<Object> found = new ArrayList<>();
            choose(curriculum(new Classic()), batch, levels(), 5)
                    .forEach(one -> found.add(one.fields().get("level")));
            assertThat(new HashSet<>(found)).hasSize(1);
            drawn.add((Integer) found.get(0));
        }
        assertThat(drawn).containsExactly(0, 0, 0, 0, 1, 1, 1, 2, 2, 2, 2);

        metrics.clear();
        for (int batch = 1; batch <= 400; batch++) { // 400 * 20 draws: five standard errors of the mean are 0.05
            choose(
                    curriculum(new EasyToHardConfig("level", List.of(), 0, 1_000_000_000, new Cosine())),
                    batch,
                    levels(),
                    20);
        }
        assertThat(metrics.of("curriculum/level")).isCloseTo(2 / 3.0, within(0.05)); // chances 1/2, 1/3, 1/6
    }

    @Test
    void aBatchHasNoPromptTwiceAndGoesOnWithTheNearestLevel() {
        List<Example> pool = Batches.pool("level", 0, 1, 1, 1, 2, 2);
        EasyToHard first = curriculum(new Classic());
        assertThat(ids(choose(first, 1, pool, 4))).startsWith("p0").hasSize(4).doesNotContain("p4", "p5");
        assertThat(new HashSet<>(ids(choose(first, 1, pool, 99)))).hasSize(6);
        assertThat(choose(first, 1, pool, 99)).hasSize(6);
        List<String> last = ids(choose(first, 11, pool, 3)); // of level 2, then of level 1
        assertThat(last.subList(0, 2)).containsExactlyInAnyOrder("p4", "p5");
        assertThat(last.get(2)).isIn("p1", "p2", "p3");
    }

    @Test
    void theChoiceIsAFunctionOfTheBatchAndDiffersFromBatchToBatch() {
        List<Example> first = choose(curriculum(new Balanced()), 1, levels(), 6);
        assertThat(choose(curriculum(new Balanced()), 1, levels(), 6)).isEqualTo(first);
        assertThat(choose(curriculum(new Balanced()), 2, levels(), 6)).isNotEqualTo(first);
    }

    @Test
    void examplesAreSortedIntoLevelsOfEqualSize() {
        Difficulty difficulty = new Difficulty("x", "d", List.of());
        List<Example> pool = Batches.pool("d", 0.9, 0.1, 0.5, 0.3, 0.7);
        assertThat(Levels.of(pool, difficulty, 2).stream().map(Batches::ids))
                .containsExactly(List.of("p1", "p3", "p2"), List.of("p4", "p0"));
        assertThat(Levels.of(pool, difficulty, 9)).hasSize(5);
        assertThat(Levels.of(pool, difficulty, 0)).hasSize(5);
    }

    @Test
    void textsHaveTheOrderOfTheSettings() {
        EasyToHardConfig config = new EasyToHardConfig("level", List.of("easy", "hard"), 0, 0, new Classic());
        List<Example> pool = Batches.pool("level", "hard", "easy", "hard", "easy");
        assertThat(ids(choose(curriculum(config), 1, pool, 2))).containsExactlyInAnyOrder("p1", "p3");
        assertThatThrownBy(() -> choose(curriculum(config), 1, Batches.pool("level", "odd"), 1))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("The field 'level' of example 'p0' is 'odd', expected one of [easy, hard]");
        assertThat(curriculum(config).requirements()).isEqualTo(Requirements.fields("level"));
    }

    @Test
    void chancesThatCannotAddUpAreRefused() {
        assertThatThrownBy(() -> choose(curriculum(new Gaussian(0.5, 0.5, 0.4)), 1, levels(), 3))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("is 0.4, but there are 3 levels; it can be at most 1 / 3");
        assertThatThrownBy(() -> new Gaussian(0, 0.5, 0))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("exponent of a gaussian must be above 0, got 0.0");
        assertThatThrownBy(() -> new EasyToHardConfig("level", List.of("a", "a"), 0, 0, new Classic()))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("order must name each text once");
    }
}
