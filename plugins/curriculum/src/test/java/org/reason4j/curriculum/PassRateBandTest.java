package org.reason4j.curriculum;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.reason4j.curriculum.Batches.choose;
import static org.reason4j.curriculum.Batches.group;
import static org.reason4j.curriculum.Batches.ids;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.reason4j.api.data.Requirements;
import org.reason4j.api.dataset.Example;
import org.reason4j.api.plugin.ConfigException;
import org.reason4j.testkit.RecordedMetrics;

class PassRateBandTest {

    private static final List<Example> POOL = Batches.pool("level", 0, 0, 0, 0, 0, 0);

    private final RecordedMetrics metrics = new RecordedMetrics();

    /** A band from 0.25 to 0.75. */
    private PassRateBand band(double memory, double explore, int recheck) {
        return new PassRateBand(new PassRateBandConfig("", 1, 0.25, 0.75, memory, explore, recheck), metrics);
    }

    @Test
    void promptsOfTheBandComeFirstThenUnknownOnesThenTheNearestOutside() {
        PassRateBand curriculum = band(1, 0, 0);
        curriculum.scored(
                1,
                List.of(group("p0", 4, 0), group("p1", 2, 2), group("p2", 0, 4), group("p3", 1, 3), group("p4", 7, 1)));
        // rates 1, 1/2, 0, 1/4, 7/8; p5 is unknown; 7/8 is 1/8 from the band, 1 and 0 are 1/4
        List<String> order = ids(choose(curriculum, 1, POOL, 6));
        assertThat(order.subList(0, 2)).containsExactlyInAnyOrder("p1", "p3");
        assertThat(order.subList(2, 4)).containsExactly("p5", "p4");
        assertThat(order.subList(4, 6)).containsExactlyInAnyOrder("p0", "p2");
        assertThat(metrics.sums())
                .containsEntry("curriculum/in_band", 2.0)
                .containsEntry("curriculum/unknown", 1.0)
                .containsEntry("curriculum/outside", 3.0);
    }

    @Test
    void aShareOfABatchGoesToUnknownPrompts() {
        PassRateBand curriculum = band(1, 0.5, 0);
        curriculum.scored(1, List.of(group("p0", 1, 1), group("p1", 1, 1), group("p2", 1, 1)));
        List<String> batch = ids(choose(curriculum, 1, POOL, 4));
        assertThat(batch.subList(0, 2)).isSubsetOf("p3", "p4", "p5");
        assertThat(batch.subList(2, 4)).isSubsetOf("p0", "p1", "p2");
    }

    @Test
    void earlierResponsesCountOnByTheirShare() {
        for (double memory : new double[] {0, 0.5, 1}) {
            PassRateBand curriculum = band(memory, 0, 0);
            curriculum.scored(1, List.of(group("p0", 8, 0)));
            curriculum.scored(2, List.of(group("p0", 2, 6)));
            // 2 / 8; (4 + 2) / 12; 10 / 16: all in the band; then 0 of 8: 0 / 8, 3 / 14, 10 / 24
            assertThat(ids(choose(curriculum, 1, POOL, 1))).containsExactly("p0");
            curriculum.scored(3, List.of(group("p0", 0, 8)));
            assertThat(ids(choose(curriculum, 2, POOL, 1)).contains("p0"))
                    .as("memory %s", memory)
                    .isEqualTo(memory == 1);
        }
    }

    @Test
    void aPromptOutsideOfTheBandIsTriedAgainAfterAWhile() {
        PassRateBand curriculum = band(1, 0, 2);
        curriculum.scored(1, POOL.stream().map(one -> group(one.id(), 0, 4)).toList());
        curriculum.scored(2, List.of(group("p0", 0, 4)));
        choose(curriculum, 1, POOL, 6);
        assertThat(metrics.of("curriculum/unknown")).isZero();
        curriculum.scored(3, List.of());
        metrics.clear();
        assertThat(ids(choose(curriculum, 2, POOL, 5))).doesNotContain("p0"); // one batch ago; the others two
        assertThat(metrics.of("curriculum/unknown")).isEqualTo(5);
    }

    @Test
    void aRestoredCurriculumGoesOnAsTheOneThatWasSaved() throws IOException {
        PassRateBand saved = band(0.3, 0.25, 2);
        saved.scored(1, List.of(group("p1", 1, 2), group("p3", 4, 0)));
        saved.scored(2, List.of(group("p1", 3, 0), group("p2", 1, 3)));
        PassRateBand restored = band(0.3, 0.25, 2);
        Batches.restore(saved, restored);
        for (int batch = 3; batch < 9; batch++) {
            List<Example> chosen = choose(saved, batch, POOL, 3);
            assertThat(choose(restored, batch, POOL, 3)).isEqualTo(chosen);
            int right = batch % 4;
            var groups = chosen.stream()
                    .map(one -> group(one.id(), right, 3 - right % 3))
                    .toList();
            saved.scored(batch, groups);
            restored.scored(batch, groups);
        }
        assertThat(restored.state()).isEqualTo(saved.state());
        assertThatThrownBy(() -> restored.restore(Map.of("told", 1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("lacks told, at or responses");
    }

    @Test
    void oneRewardCanDecide() {
        PassRateBandConfig config = new PassRateBandConfig("accuracy", 1, 0.2, 0.8, 1, 0, 0);
        assertThat(new PassRateBand(config, metrics).requirements()).isEqualTo(Requirements.rewards("accuracy"));
    }

    @Test
    void aBandUpsideDownIsRefused() {
        assertThatThrownBy(() -> new PassRateBandConfig("", 1, 0.8, 0.2, 1, 0, 0))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("got low 0.8 and high 0.2");
    }
}
