package org.reason4j.sampler.tree.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.reason4j.testkit.Vectors.row;
import static org.reason4j.testkit.Vectors.vector;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class UctTest {

    private static final Offset<Double> CLOSE = within(1e-6);

    @Test
    void treeRlsScoreIsReproduced() throws IOException {
        JsonNode vector = vector("uct-treerl");
        Uct score = new Uct.Treerl(vector.at("/params/c").asDouble());
        assertScores(vector, score, row(vector.at("/inputs/value")));
        assertThat(score).isEqualTo(Uct.Treerl.DEFAULTS);
    }

    @Test
    void restMctsScoreIsReproduced() throws IOException {
        JsonNode vector = vector("uct-rest-mcts");
        Uct score = new Uct.RestMcts(vector.at("/params/c").asDouble(), 1);
        assertScores(vector, score, row(vector.at("/inputs/value")));
        assertThat(score.of(0.5, 0, 5))
                .isCloseTo(vector.at("/expected/unvisited_child_with_value_0.5").asDouble(), CLOSE);
        assertThat(score).isEqualTo(Uct.RestMcts.DEFAULTS);
    }

    @Test
    void rStarsScoreIsReproduced() throws IOException {
        JsonNode vector = vector("puct-rstar");
        Uct score = new Uct.Rstar(vector.at("/params/c").asDouble());
        double[] sums = row(vector.at("/inputs/q_sum"));
        double[] visits = row(vector.at("/inputs/visits"));
        assertScores(vector, score, new double[] {sums[0] / visits[0], sums[1] / visits[1]});
        assertThat(score.of(0, 0, 5)).isEqualTo(vector.at("/expected/unvisited").asDouble());
        assertThat(score).isEqualTo(Uct.Rstar.DEFAULTS);
    }

    private static void assertScores(JsonNode vector, Uct score, double[] values) {
        double[] visits = row(vector.at("/inputs/visits"));
        double parent = vector.at("/inputs/parent_visits").asDouble();
        double[] scores = {score.of(values[0], visits[0], parent), score.of(values[1], visits[1], parent)};
        assertThat(scores).containsExactly(row(vector.at("/expected/score")), CLOSE);
    }

    @Test
    void backUpAndMixAreReproduced() throws IOException {
        JsonNode vector = vector("mcts-backup");
        double[] first = row(vector.at("/inputs/children/0"));
        double[] second = row(vector.at("/inputs/children/1"));
        assertThat(Backup.ofChildren(new double[] {first[0], second[0]}, new double[] {first[1], second[1]}))
                .isCloseTo(vector.at("/expected/parent_value").asDouble(), CLOSE);
        double mixed = Backup.mixed(
                vector.at("/inputs/node_value").asDouble(),
                vector.at("/inputs/rollout_best").asDouble(),
                vector.at("/params/alpha").asDouble());
        assertThat(mixed).isCloseTo(vector.at("/expected/value_after_rollout").asDouble(), CLOSE);
        assertThat(MctsConfig.REST_MCTS.mix())
                .isEqualTo(vector.at("/params/alpha").asDouble());
    }

    @Test
    void aNegativeWeightIsRefused() {
        assertThatThrownBy(() -> new Uct.Treerl(-1)).hasMessage("treerl.c must be at least 0, got -1.0");
        assertThatThrownBy(() -> new Uct.RestMcts(-1, 1)).hasMessage("rest-mcts.c must be at least 0, got -1.0");
        assertThatThrownBy(() -> new Uct.RestMcts(1, -1)).hasMessage("rest-mcts.untried must be at least 0, got -1.0");
        assertThatThrownBy(() -> new Uct.Rstar(Double.NaN)).hasMessage("rstar.c must be at least 0, got NaN");
    }
}
