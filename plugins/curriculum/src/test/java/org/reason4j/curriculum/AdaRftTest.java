package org.reason4j.curriculum;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.reason4j.curriculum.Batches.choose;
import static org.reason4j.curriculum.Batches.group;
import static org.reason4j.curriculum.Batches.ids;
import static org.reason4j.testkit.Vectors.row;
import static org.reason4j.testkit.Vectors.vector;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.reason4j.api.data.Requirements;
import org.reason4j.api.data.Score;
import org.reason4j.api.dataset.Example;
import org.reason4j.api.plugin.ConfigException;
import org.reason4j.testkit.RecordedMetrics;

class AdaRftTest {

    private static final List<Example> POOL = Batches.pool("difficulty", 10, 35, 60, 90);

    private final RecordedMetrics metrics = new RecordedMetrics();

    private AdaRft from(double initial, boolean once) {
        return new AdaRft(new AdaRftConfig("difficulty", initial, 50, 2, 0.5, 0, 100, "", once), metrics);
    }

    @Test
    void theWorkedExampleIsReproduced() throws IOException {
        JsonNode vector = vector("adarft");
        double[] targets = row(vector.at("/inputs/target"));
        double[] rewards = row(vector.at("/inputs/mean_reward"));
        double[] expected = row(vector.at("/expected/next_target"));
        for (int i = 0; i < targets.length; i++) {
            AdaRft curriculum = from(targets[i], false);
            curriculum.scored(1, List.of(group("p0", rewards[i], rewards[i])));
            assertThat((Double) curriculum.state().get("target")).isCloseTo(expected[i], within(1e-6));
        }
        assertThat(choose(from(51, false), 1, POOL, 1))
                .singleElement()
                .extracting(one -> one.fields().get("difficulty"))
                .isEqualTo(vector.at("/expected")
                        .get("nearest_of_[10,35,60,90]_to_51")
                        .get(0)
                        .asInt());
    }

    @Test
    void theTargetStaysWithinItsBounds() {
        AdaRft curriculum = from(90, false);
        curriculum.scored(1, List.of(group("p0", 1.0, 1.0)));
        assertThat(curriculum.state()).containsEntry("target", 100.0);
        curriculum.scored(2, List.of());
        assertThat(curriculum.state()).containsEntry("target", 100.0); // nothing was seen
    }

    @Test
    void theNearestPromptsAreDrawnAndOfEqualOnesAnotherEachTime() {
        assertThat(ids(choose(from(40, false), 1, POOL, 3))).containsExactly("p1", "p2", "p0");
        assertThat(metrics.of("curriculum/target")).isEqualTo(40);
        assertThat(metrics.of("curriculum/difficulty")).isCloseTo(35, within(1e-9)); // (35 + 60 + 10) / 3

        List<Example> equal = Batches.pool("difficulty", 40, 40, 40, 40, 40, 40);
        Set<String> drawn = new HashSet<>();
        for (int batch = 1; batch <= 12; batch++) {
            drawn.addAll(ids(choose(from(40, false), batch, equal, 2)));
        }
        assertThat(drawn).hasSize(6);
    }

    @Test
    void aPromptComesAgainAfterAllOthersWhereThatIsAskedFor() {
        AdaRft curriculum = from(0, true);
        assertThat(ids(choose(curriculum, 1, POOL, 3))).containsExactly("p0", "p1", "p2");
        assertThat(ids(choose(curriculum, 2, POOL, 3))).containsExactly("p3", "p0", "p1");
        assertThat(ids(choose(curriculum, 3, POOL, 1))).containsExactly("p2");
    }

    @Test
    void aRestoredCurriculumGoesOnAsTheOneThatWasSaved() throws IOException {
        AdaRft saved = from(20, true);
        choose(saved, 1, POOL, 3);
        saved.scored(1, List.of(group("p0", 1, 0, 1)));
        AdaRft restored = from(0, true);
        Batches.restore(saved, restored);
        for (int batch = 2; batch < 6; batch++) {
            assertThat(choose(restored, batch, POOL, 2)).isEqualTo(choose(saved, batch, POOL, 2));
            restored.scored(batch, List.of(group("p1", 0, 1)));
            saved.scored(batch, List.of(group("p1", 0, 1)));
        }
        assertThat(restored.state()).isEqualTo(saved.state());
        assertThatThrownBy(() -> restored.restore(Map.of("target", 1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("the list 'drawn'");
    }

    @Test
    void oneRewardCanDecideAndTheFieldIsNeeded() {
        AdaRft curriculum = new AdaRft(new AdaRftConfig("hardness", 0, 50, 2, 0.5, 0, 100, "accuracy", false), metrics);
        assertThat(curriculum.requirements())
                .isEqualTo(Requirements.rewards("accuracy").and(Requirements.fields("hardness")));
        curriculum.scored(1, List.of(group("p0", -9).map(one -> one.withScores(Map.of("accuracy", Score.of(1))))));
        assertThat((Double) curriculum.state().get("target")).isCloseTo(50 * Math.tanh(1), within(1e-9));
    }

    @Test
    void aFieldWithoutANumberIsRefusedByItsExample() {
        assertThat(ids(choose(from(60, false), 1, Batches.pool("difficulty", "10", "62.5"), 1)))
                .containsExactly("p1");
        assertThatThrownBy(() -> choose(from(0, false), 1, Batches.pool("difficulty", 3, "hard"), 1))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("The field 'difficulty' of example 'p1' is 'hard', expected a number")
                .hasMessageContaining("adarft.field");
    }

    @Test
    void settingsOutsideTheirRangeAreRefused() {
        assertThatThrownBy(() -> new AdaRftConfig("d", 101, 50, 2, 0.5, 0, 100, "", false))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining(
                        "adarft.initial must be from adarft.minimum to adarft.maximum, 0.0 to 100.0, got 101");
        assertThatThrownBy(() -> new AdaRftConfig("d", 0, 0, 2, 0.5, 0, 100, "", false))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("adarft.eta must be above 0, got 0.0");
    }
}
