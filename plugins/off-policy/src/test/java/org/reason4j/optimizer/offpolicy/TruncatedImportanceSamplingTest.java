package org.reason4j.optimizer.offpolicy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.reason4j.optimizer.offpolicy.Credits.credit;
import static org.reason4j.optimizer.offpolicy.Credits.credits;
import static org.reason4j.testkit.Vectors.matrix;
import static org.reason4j.testkit.Vectors.row;
import static org.reason4j.testkit.Vectors.vector;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.reason4j.api.data.Credit;
import org.reason4j.api.data.TokenStream;
import org.reason4j.api.plugin.ConfigException;
import org.reason4j.optimizer.offpolicy.ImportanceSamplingConfig.Level;
import org.reason4j.testkit.RecordedMetrics;

class TruncatedImportanceSamplingTest {

    private final RecordedMetrics metrics = new RecordedMetrics();

    @Test
    void weightsOfTokensAreReproduced() throws IOException {
        JsonNode vector = vector("tis-token");
        List<Credit> credits = credits(vector);
        double cap = vector.at("/params/C").asDouble();
        assertRows(shape(credits, Level.TOKEN, cap, false), matrix(vector.at("/expected/weights")));
        assertMetric("mismatch/weight_mean", vector.at("/expected/mean_weight").asDouble());
        assertMetric("mismatch/ess", vector.at("/expected/ess_fraction").asDouble());
        assertMetric("mismatch/weight_max", cap);
        assertMetric("mismatch/raw_weight_max", 8.16617);
        assertMetric("mismatch/truncated_share", 1 / 7.0);
        assertRows(shape(credits, Level.TOKEN, cap, true), matrix(vector.at("/expected/batch_normalised")));
        float[][] raw = matrix(vector.at("/expected/raw"));
        for (int i = 0; i < raw.length; i++) {
            double[] weights = ImportanceWeights.of(
                    ImportanceWeights.logRatios(credits.get(i).trajectory()), Level.TOKEN);
            for (int t = 0; t < weights.length; t++) {
                assertThat(weights[t]).isCloseTo(raw[i][t], within(1e-5));
            }
        }
    }

    @Test
    void weightsOfResponsesAreReproduced() throws IOException {
        JsonNode vector = vector("tis-sequence");
        List<Credit> credits = credits(vector);
        double[] weight = row(vector.at("/expected/weight"));
        double[] raw = row(vector.at("/expected/raw_product"));
        List<Credit> shaped =
                shape(credits, Level.SEQUENCE, vector.at("/params/C").asDouble(), false);
        for (int i = 0; i < weight.length; i++) {
            float[] advantages = shaped.get(i).advantages();
            float[] expected = new float[advantages.length];
            Arrays.fill(expected, (float) weight[i]);
            assertThat(advantages).containsExactly(expected, within(1e-5f));
            double[] logRatios = ImportanceWeights.logRatios(credits.get(i).trajectory());
            assertThat(ImportanceWeights.of(logRatios, Level.SEQUENCE))
                    .containsExactly(new double[] {raw[i]}, within(1e-5));
        }
        assertMetric("mismatch/raw_weight_mean", (raw[0] + raw[1]) / 2);
        assertMetric("mismatch/truncated_share", 0.5);
    }

    @Test
    void weightsOfResponsesAreNormalisedOverResponses() {
        // weights e^0.5 and, capped, 2 of two responses, however long: mean 1.824361
        List<Credit> credits =
                List.of(credit(1, new float[] {0.5f}, true), credit(1, new float[] {1, 0.5f, 0}, true, true, true));
        List<Credit> shaped = shape(credits, Level.SEQUENCE, 2, true);
        assertThat(shaped.get(0).advantage(0)).isCloseTo(0.903725f, within(1e-5f));
        assertThat(shaped.get(1).advantage(2)).isCloseTo(1.096275f, within(1e-5f));
    }

    @Test
    void theDivergenceIsReproduced() throws IOException {
        JsonNode vector = vector("rollout-mismatch-kl");
        List<Credit> credits = credits(vector);
        for (int i = 0; i < credits.size(); i++) {
            MismatchDivergence divergence = MismatchDivergence.of(
                    ImportanceWeights.logRatios(credits.get(i).trajectory()));
            assertThat(divergence.k1())
                    .isCloseTo(vector.at("/expected/seq_mean_k1/" + i).asDouble(), within(2e-6));
            assertThat(divergence.k3())
                    .isCloseTo(vector.at("/expected/seq_mean_k3/" + i).asDouble(), within(2e-6));
            assertThat(divergence.k3Max())
                    .isCloseTo(vector.at("/expected/seq_max_k3/" + i).asDouble(), within(1e-5));
        }
        shape(credits, Level.TOKEN, 2, false);
        // over 7 tokens: k1 = (4 * -0.05 + 3 * -0.633333) / 7, k3 = (4 * 0.00785277 + 3 * 1.694967) / 7
        assertMetric("mismatch/kl_k1", -0.3);
        assertMetric("mismatch/kl_k3", 0.730902);
        assertMetric("mismatch/kl_k3_max", 5.06617);
    }

    @Test
    void policiesThatAgreeChangeNothing() {
        List<Credit> credits = List.of(credit(0.7, new float[] {0, 0}, true, true));
        for (Level level : Level.values()) {
            assertThat(shape(credits, level, 2, true).get(0).advantages()).containsExactly(0.7f, 0.7f);
        }
        assertMetric("mismatch/raw_ess", 1);
        assertMetric("mismatch/kl_k3", 0);
    }

    @Test
    void tokensThatAreNotLearnedHaveNoWeight() {
        // the middle token is tool output: e^0.5 on the others, and 1 product of e^1, capped at 2
        List<Credit> credits = List.of(credit(1, new float[] {0.5f, 9, 0.5f}, true, false, true));
        assertThat(shape(credits, Level.TOKEN, 2, false).get(0).advantages())
                .containsExactly(new float[] {1.648721f, 1, 1.648721f}, within(1e-5f));
        assertThat(shape(credits, Level.SEQUENCE, 2, false).get(0).advantages()).containsExactly(2, 1, 2);
    }

    @Test
    void aResponseWithoutLearnedTokensKeepsItsAdvantagesAndCountsNowhere() {
        Credit nothing = credit(1, new float[] {3}, false);
        Credit something = credit(1, new float[] {0.5f}, true);
        for (Level level : Level.values()) {
            List<Credit> shaped = shape(List.of(nothing, something), level, 2, false);
            assertThat(shaped.get(0).advantages()).containsExactly(1);
            assertMetric("mismatch/weight_mean", Math.exp(0.5));
        }
    }

    @Test
    void aStepWithoutLearnedTokensReportsNothing() {
        List<Credit> credits = List.of(credit(1, new float[] {3}, false));
        assertThat(shape(credits, Level.TOKEN, 2, true)).isSameAs(credits);
        assertThat(shape(List.of(), Level.SEQUENCE, 2, true)).isEmpty();
        assertThat(metrics.means()).isEmpty();
    }

    @Test
    void anAbsurdRatioStaysFinite() {
        List<Credit> credits = List.of(credit(1, new float[] {500, -500}, true, true));
        assertThat(shape(credits, Level.TOKEN, 2, false).get(0).advantage(0)).isEqualTo(2);
        assertMetric("mismatch/raw_weight_max", Math.exp(20));
        metrics.means()
                .values()
                .forEach(values ->
                        assertThat(values).allSatisfy(value -> assertThat(value).isFinite()));
    }

    @Test
    void bothLogProbabilitiesAreAskedForBeforeTheUpdates() {
        assertThat(new TruncatedImportanceSampling(ImportanceSamplingConfig.DEFAULTS, metrics)
                        .requirements()
                        .streams())
                .containsExactlyInAnyOrder(TokenStream.OLD_LOGPROBS, TokenStream.SAMPLED_LOGPROBS);
    }

    @Test
    void aCapBelowOneIsRefused() {
        assertThatThrownBy(() -> new ImportanceSamplingConfig(Level.TOKEN, 0.5, false))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("must be at least 1")
                .hasMessageContaining("got 0.5");
    }

    private List<Credit> shape(List<Credit> credits, Level level, double cap, boolean normalised) {
        metrics.clear();
        return new TruncatedImportanceSampling(new ImportanceSamplingConfig(level, cap, normalised), metrics)
                .shape(credits);
    }

    private void assertMetric(String name, double expected) {
        assertThat(metrics.means().get(name)).hasSize(1);
        assertThat(metrics.means().get(name).get(0)).as(name).isCloseTo(expected, within(Math.max(1, expected) * 1e-5));
    }

    private static void assertRows(List<Credit> credits, float[][] expected) {
        for (int i = 0; i < expected.length; i++) {
            float[] weights = credits.get(i).advantages();
            assertThat(weights).containsExactly(Arrays.copyOf(expected[i], weights.length), within(1e-5f));
        }
    }
}
