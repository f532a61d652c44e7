package org.reason4j.sampler.tree;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.reason4j.sampler.tree.Trees.PROMPT;
import static org.reason4j.sampler.tree.Trees.branch;
import static org.reason4j.sampler.tree.Trees.trunk;
import static org.reason4j.testkit.Vectors.row;
import static org.reason4j.testkit.Vectors.vector;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.reason4j.api.data.Credit;
import org.reason4j.api.data.LossAggregation;
import org.reason4j.api.data.ScoredGroup;
import org.reason4j.api.data.ScoredTrajectory;
import org.reason4j.api.data.Trajectory;
import org.reason4j.sampler.tree.TreeEdgeConfig.Worth;
import org.reason4j.testkit.RecordedMetrics;

class TreeEdgeTest {

    private static final Offset<Double> CLOSE = within(1e-6);

    private final RecordedMetrics metrics = new RecordedMetrics();

    private static TreeEdgeConfig config(Worth values) {
        return new TreeEdgeConfig(values, 0.2, 0.2, LossAggregation.TOKEN_MEAN);
    }

    private List<Credit> credit(TreeEdgeConfig config, List<Trajectory> responses, double... rewards) {
        List<ScoredTrajectory> scored = new ArrayList<>();
        for (int i = 0; i < rewards.length; i++) {
            scored.add(ScoredTrajectory.of(responses.get(i), rewards[i]));
        }
        return new TreeEdge(config, metrics).credit(List.of(ScoredGroup.of(PROMPT, scored)));
    }

    /** Trees of response 0 with 1 and 2 behind token 1, and of 3: 2/3 of the first tree are right, half of all. */
    @Test
    void aTokenIsWorthWhatItAddsToTheMeanOfTheLeaves() {
        List<Trajectory> responses = List.of(trunk(0, 3), branch(1, 2, 0, 1), branch(2, 3, 0, 1), trunk(3, 2));
        List<Credit> credits = credit(TreeEdgeConfig.DEFAULTS, responses, 1, 1, 0, 0);
        float tree = 2 / 3f - 0.5f;
        float third = 1 / 3f;
        assertThat(credits.get(0).advantages()).containsExactly(new float[] {tree, third, third}, within(1e-6f));
        assertThat(credits.get(1).advantages()).containsExactly(new float[] {0, third}, within(1e-6f));
        assertThat(credits.get(2).advantages()).containsExactly(new float[] {0, -2 * third, -2 * third}, within(1e-6f));
        assertThat(credits.get(3).advantages()).containsExactly(-0.5f, -0.5f);
    }

    @Test
    void theQualityOfStepsIsReproduced() throws IOException {
        JsonNode vector = vector("rest-mcts-value");
        double[] distances = row(vector.at("/inputs/remaining_steps_plus1"));
        double[] expected = row(vector.at("/expected/values"));
        double[] wrong = row(vector.at("/expected/values_with_wrong_second"));
        double value = 0;
        double afterWrong = 0;
        for (int k = 0; k < 3; k++) {
            value = QualityValue.next(value, true, (int) distances[k]);
            afterWrong = QualityValue.next(afterWrong, k == 0, (int) distances[k]);
            assertThat(value).isCloseTo(expected[k], CLOSE);
            assertThat(afterWrong).isCloseTo(wrong[k], CLOSE);
        }
    }

    /**
     * Response 0 is right, in three segments; 1 leaves it after the first, 2 after the second, both wrong. On the way of 0: 1/3,
     * 2/3, 1, gains of 1/3 each. 1 falls from 1/3 to max(0, 1/3 - 2/3), 2 from 2/3 to max(0, 2/3 - 1/3).
     */
    @Test
    void qualityRisesTowardsARightEnd() {
        List<Trajectory> responses = List.of(trunk(0, 3), branch(1, 2, 0, 1), branch(2, 3, 0, 2));
        List<Credit> credits = credit(config(Worth.QUALITY), responses, 1, 0, 0);
        float third = 1 / 3f;
        assertThat(credits.get(0).advantages()).containsExactly(new float[] {third, third, third}, within(1e-6f));
        assertThat(credits.get(1).advantages()).containsExactly(new float[] {0, -third}, within(1e-6f));
        assertThat(credits.get(2).advantages()).containsExactly(new float[] {0, 0, -third}, within(1e-6f));
    }

    /** Of two responses that end right, the nearer one counts. */
    @Test
    void qualityLooksToTheNearestRightEnd() {
        // 0 and 1 are right; after the first segment, 1 ends at once, 0 in two more segments, for 2 leaves it
        List<Trajectory> responses = List.of(trunk(0, 6), branch(1, 3, 0, 2), branch(2, 5, 0, 4));
        List<Credit> credits = credit(config(Worth.QUALITY), responses, 1, 1, 0);
        // m: 2 (one more segment, by 1), then 2 and 1 on the way of 0: 1/2; 1/2 + 1/4; 1
        assertThat(credits.get(0).advantages())
                .containsExactly(new float[] {0.5f, 0.5f, 0.25f, 0.25f, 0.25f, 0.25f}, within(1e-6f));
        assertThat(credits.get(1).advantages()).containsExactly(new float[] {0, 0, 0.5f}, within(1e-6f));
    }

    @Test
    void aGroupThatLostAForkIsLeftOutAndCounted() {
        assertThat(credit(TreeEdgeConfig.DEFAULTS, List.of(branch(1, 3, 0, 1), trunk(2, 2)), 1, 0))
                .isEmpty();
        assertThat(metrics.of("tree/incomplete_groups")).isEqualTo(1);
    }
}
