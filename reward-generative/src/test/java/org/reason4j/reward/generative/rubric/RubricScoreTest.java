package org.reason4j.reward.generative.rubric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.reason4j.testkit.Vectors.row;
import static org.reason4j.testkit.Vectors.vector;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.reason4j.reward.generative.rubric.Criterion.Category;

class RubricScoreTest {

    @Test
    void theWeightedShareIsReproduced() throws IOException {
        JsonNode vector = vector("rar-explicit");
        JsonNode weights = vector.at("/params/weights");
        var configured = new RubricConfig.Weights(
                weights.get("Essential").asDouble(),
                weights.get("Important").asDouble(),
                weights.get("Optional").asDouble(),
                weights.get("Pitfall").asDouble());
        assertThat(configured).isEqualTo(RubricConfig.Weights.DEFAULTS);
        List<Double> ofCriteria = new ArrayList<>();
        vector.at("/inputs/category")
                .forEach(category -> ofCriteria.add(configured.of(new Criterion(
                        "c", Category.valueOf(category.asText().toUpperCase(Locale.ROOT)), Optional.empty(), false))));
        assertThat(RubricScore.weighted(
                        ofCriteria.stream().mapToDouble(Double::doubleValue).toArray(),
                        row(vector.at("/inputs/criteria_met"))))
                .isCloseTo(vector.at("/expected/reward").asDouble(), within(1e-5));
    }

    @Test
    void meanAndMajorityOfJudgmentsAreReproduced() throws IOException {
        JsonNode vector = vector("genrm-vote");
        for (int i = 0; i < vector.at("/inputs/scores").size(); i++) {
            List<double[]> judgments = new ArrayList<>();
            for (double score : row(vector.at("/inputs/scores").get(i))) {
                judgments.add(new double[] {score});
            }
            assertThat(RubricScore.mean(judgments)[0])
                    .isCloseTo(vector.at("/expected/mean").get(i).asDouble(), within(1e-9));
            assertThat(RubricScore.majority(judgments)[0])
                    .isEqualTo(vector.at("/expected/majority").get(i).asDouble());
        }
    }

    @Test
    void anEvenSplitIsOneHalf() {
        assertThat(RubricScore.majority(List.of(new double[] {1, 0}, new double[] {0, 0})))
                .containsExactly(0.5, 0);
    }
}
