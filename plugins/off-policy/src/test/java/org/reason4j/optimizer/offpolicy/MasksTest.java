package org.reason4j.optimizer.offpolicy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.reason4j.optimizer.offpolicy.Credits.credit;
import static org.reason4j.optimizer.offpolicy.Credits.credits;
import static org.reason4j.testkit.Vectors.matrix;
import static org.reason4j.testkit.Vectors.vector;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.reason4j.api.data.Credit;
import org.reason4j.api.data.Prompt;
import org.reason4j.api.data.TokenStream;
import org.reason4j.api.data.Trajectory;
import org.reason4j.api.plugin.ConfigException;
import org.reason4j.optimizer.offpolicy.ImportanceSamplingConfig.Level;
import org.reason4j.optimizer.offpolicy.RolloutRejectionConfig.Estimate;
import org.reason4j.optimizer.offpolicy.RolloutRejectionConfig.Rule;
import org.reason4j.testkit.RecordedMetrics;

/** Weights of 0 and rejection, against published code and sums by hand. */
class MasksTest {

    private final RecordedMetrics metrics = new RecordedMetrics();

    private List<Credit> masked(List<Credit> credits, Level level, double low, double high) {
        return new MaskedImportanceSampling(new MaskedImportanceSamplingConfig(level, low, high), metrics)
                .shape(credits);
    }

    private List<Credit> rejected(List<Credit> credits, Rule... rules) {
        return new RolloutRejection(new RolloutRejectionConfig(List.of(rules)), metrics).shape(credits);
    }

    private void assertMetric(String name, double expected) {
        List<Double> values = metrics.means().get(name);
        assertThat(values.get(values.size() - 1)).as(name).isCloseTo(expected, within(1e-6));
    }

    @Test
    void tokensOutsideTheRangeGetNoWeight() throws IOException {
        JsonNode vector = vector("mis-token");
        float[][] weights = matrix(vector.at("/expected/weights"));
        List<Credit> masked = masked(credits(vector), Level.TOKEN, 0.5, 2);
        for (int i = 0; i < masked.size(); i++) {
            float[] advantages = masked.get(i).advantages();
            assertThat(advantages).containsExactly(Arrays.copyOf(weights[i], advantages.length), within(1e-5f));
            assertThat(masked.get(i).trajectory().learnedTokens()).isEqualTo(advantages.length);
        }
        assertMetric("mismatch/masked_share", 1 / 7.0);
    }

    @Test
    void responsesOutsideTheRangeGetNoWeight() throws IOException {
        List<Credit> masked = masked(credits(vector("mis-sequence")), Level.SEQUENCE, 0, 3);
        assertThat(masked.get(0).advantages()).containsOnly(new float[] {1.221403f}, within(1e-5f));
        assertThat(masked.get(1).advantages()).containsOnly(0);
        assertMetric("mismatch/masked_share", 0.5);
    }

    @Test
    void aStepWhoseWeightsAreAllZeroIsReportedAsSuch() {
        List<Credit> masked = masked(List.of(credit(1, new float[] {3, 3}, true, true)), Level.TOKEN, 0.5, 5);
        assertThat(masked.get(0).advantages()).containsExactly(0, 0);
        assertMetric("mismatch/ess", 0);
        assertMetric("mismatch/masked_share", 1);
    }

    @ParameterizedTest
    @CsvSource({
        // verl bounds exp(k1) = sampled / old: low and high change places and are inverted
        "token_k1, RATIO, TOKEN, 0.625, 4",
        "token_k2, K2, TOKEN, 1, 0.5",
        "token_k3, K3, TOKEN, 1, 0.2",
        "seq_sum_k1, RATIO, SUM, 0.5, 4",
        "seq_sum_k2, K2, SUM, 1, 0.5",
        "seq_sum_k3, K3, SUM, 1, 0.25",
        "seq_mean_k1, RATIO, MEAN, 0.8, 1.6666666666666667",
        "seq_mean_k2, K2, MEAN, 1, 0.2",
        "seq_mean_k3, K3, MEAN, 1, 0.09",
        "seq_max_k2, K2, MAX, 1, 0.6",
        "seq_max_k3, K3, MAX, 1, 0.35",
    })
    void rejectionIsThatOfVerl(
            String option, Estimate estimate, RolloutRejectionConfig.Level level, double low, double high)
            throws IOException {
        JsonNode vector = vector("rollout-rs");
        List<Credit> rejected = rejected(ofLogRatios(vector), new Rule(estimate, level, low, high));
        assertKept(rejected, matrix(vector.at("/expected/kept_mask/" + option)));
    }

    @Test
    void aTokenKeepsAllRules() throws IOException {
        JsonNode vector = vector("rollout-rs");
        List<Credit> rejected = rejected(
                ofLogRatios(vector),
                new Rule(Estimate.RATIO, RolloutRejectionConfig.Level.TOKEN, 0.625, 4),
                new Rule(Estimate.K3, RolloutRejectionConfig.Level.MEAN, 1, 0.09));
        assertKept(rejected, matrix(vector.at("/expected/combined_token_k1_and_seq_mean_k3")));
        assertMetric("mismatch/rejected_tokens", 6 / 11.0);
        assertMetric("mismatch/rejected_responses", 0.5);
    }

    @Test
    void masksOfSkyRlAreRules() throws IOException {
        JsonNode vector = vector("sequence-mask");
        List<Credit> credits = credits(vector);
        assertResponses(credits, new Rule(Estimate.RATIO, RolloutRejectionConfig.Level.MEAN, 0.99, 1.01), true, false);
        assertResponses(credits, new Rule(Estimate.RATIO, RolloutRejectionConfig.Level.SUM, 0.5, 2), true, false);
        Rule outlier = new Rule(Estimate.RATIO, RolloutRejectionConfig.Level.MAX, 0.5, 1.45);
        assertResponses(credits, outlier, true, false);
        Rule token = new Rule(Estimate.RATIO, RolloutRejectionConfig.Level.TOKEN, 0.5, 1.45);
        assertKept(rejected(credits, token), matrix(vector.at("/expected/token_mask")));
        assertThat(RolloutRejectionConfig.PRESETS.get("skyrl").rules()).hasSize(2);
    }

    private void assertResponses(List<Credit> credits, Rule rule, boolean... kept) {
        List<Credit> rest = rejected(credits, rule);
        for (int i = 0; i < kept.length; i++) {
            int all = credits.get(i).trajectory().learnedTokens();
            assertThat(rest.get(i).trajectory().learnedTokens()).isEqualTo(kept[i] ? all : 0);
        }
    }

    @Test
    void theLargestSquaresAreMaskedUntilTheMeanIsSmall() throws IOException {
        JsonNode vector = vector("m2po-mask");
        List<Credit> masked = new SecondMomentMask(SecondMomentMaskConfig.DEFAULTS, metrics).shape(credits(vector));
        assertThat(masked.get(0).advantages()).containsExactly(1, 1, 1, 1);
        assertThat(masked.get(1).advantages()).containsExactly(1, 1, 0);
        assertMetric(
                "mismatch/second_moment",
                vector.at("/expected/second_moment_before").asDouble());
        assertMetric(
                "mismatch/second_moment_kept",
                vector.at("/expected/second_moment_after").asDouble());
        assertMetric("mismatch/masked_share", 1 / 7.0);
    }

    @Test
    void aDemonstrationIsLeftAsItIs() {
        Trajectory shown = Trajectory.demonstration(Prompt.of("p", List.of(), new int[] {1}), 0, new int[] {2, 3}, "ab")
                .with(TokenStream.OLD_LOGPROBS, new float[] {-9, -9});
        List<Credit> credits = List.of(Credit.constant(shown, 2), credit(1, new float[] {0.1f}, true));
        assertThat(masked(credits, Level.TOKEN, 0.5, 5).get(0).advantages()).containsExactly(2, 2);
        assertThat(rejected(credits, Rule.DEFAULTS).get(0).trajectory().learnedTokens())
                .isEqualTo(2);
        assertThat(new SecondMomentMask(SecondMomentMaskConfig.DEFAULTS, metrics)
                        .shape(credits)
                        .get(0)
                        .advantages())
                .containsExactly(2, 2);
    }

    @Test
    void membersOfAPairStayMembers() {
        Credit one = credit(1, new float[] {0.1f}, true).withPair(4);
        assertThat(masked(List.of(one), Level.TOKEN, 0.5, 5).get(0).pair()).hasValue(4);
        assertThat(rejected(List.of(one), Rule.DEFAULTS).get(0).pair()).hasValue(4);
    }

    @Test
    void impossibleBoundsAreRefused() {
        assertThatThrownBy(() -> new MaskedImportanceSamplingConfig(Level.TOKEN, 1.5, 5))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("masked-importance-sampling.low must be in [0, 1], got 1.5");
        assertThatThrownBy(() -> new Rule(Estimate.RATIO, RolloutRejectionConfig.Level.SUM, 0.5, 0.9))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("high must be at least 1");
        assertThatThrownBy(() -> new RolloutRejectionConfig(List.of()))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("at least one rule");
        assertThatThrownBy(() -> new SecondMomentMaskConfig(0))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("m2po.threshold must be positive");
    }

    private static List<Credit> ofLogRatios(JsonNode vector) {
        float[][] logRatios = matrix(vector.at("/inputs/log_ratio_train_minus_rollout"));
        float[][] mask = matrix(vector.at("/inputs/mask"));
        List<Credit> credits = new ArrayList<>();
        for (int i = 0; i < mask.length; i++) {
            boolean[] learned = new boolean[mask[i].length];
            for (int t = 0; t < learned.length; t++) {
                learned[t] = mask[i][t] == 1;
            }
            credits.add(credit(1, logRatios[i], learned));
        }
        return credits;
    }

    private static void assertKept(List<Credit> credits, float[][] mask) {
        for (int i = 0; i < mask.length; i++) {
            Trajectory trajectory = credits.get(i).trajectory();
            for (int t = 0; t < trajectory.length(); t++) {
                assertThat(trajectory.isLearned(t))
                        .as("response %d, token %d", i, t)
                        .isEqualTo(mask[i][t] == 1);
            }
        }
    }
}
