package org.reason4j.optimizer.grpo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.reason4j.testkit.Vectors.matrix;
import static org.reason4j.testkit.Vectors.row;
import static org.reason4j.testkit.Vectors.vector;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.reason4j.api.data.LossAggregation;
import org.reason4j.api.optimizer.PolicyOptimizer;
import org.reason4j.optimizer.grpo.advantage.Estimate;
import org.reason4j.optimizer.grpo.loss.Reinforce;
import org.reason4j.testkit.Batch;
import org.reason4j.testkit.Batch.Result;
import org.reason4j.testkit.Loss;

/** Worked examples of the losses that are not a clip per token. */
class LossVectorsTest {

    private static final Offset<Double> CLOSE = within(1e-5);

    @ParameterizedTest
    @ValueSource(strings = {"gspo-clipped", "gspo-wide"})
    void gspoIsReproduced(String id) throws IOException {
        JsonNode vector = vector(id);
        GspoOptimizer gspo = new GspoOptimizer(new GspoConfig(
                vector.at("/params/eps_low").asDouble(),
                vector.at("/params/eps_high").asDouble(),
                Estimate.DEFAULTS,
                LossAggregation.SEQ_MEAN_TOKEN_MEAN));
        reproduces(vector, gspo);
        double[] ratios = row(vector.at("/expected/sequence_ratio"));
        for (int i = 0; i < ratios.length; i++) {
            Batch alone = batch(vector).row(i);
            // all tokens of a response have its ratio, so their mean is the ratio
            assertThat(alone.evaluate(Loss.of(gspo)).metrics().get("policy/ratio_mean"))
                    .isCloseTo(ratios[i], CLOSE);
        }
    }

    @Test
    void gmpoIsReproduced() throws IOException {
        JsonNode vector = vector("gmpo");
        GmpoOptimizer gmpo = new GmpoOptimizer(new GmpoConfig(
                vector.at("/params/eps_low_log").asDouble(),
                vector.at("/params/eps_high_log").asDouble(),
                Estimate.DEFAULTS));
        reproduces(vector, gmpo);
        double[] losses = row(vector.at("/expected/sequence_loss"));
        for (int i = 0; i < losses.length; i++) {
            assertThat(batch(vector).row(i).evaluate(Loss.of(gmpo)).loss()).isCloseTo(losses[i], CLOSE);
        }
    }

    @Test
    void cispoIsReproduced() throws IOException {
        JsonNode vector = vector("cispo");
        assertThat(vector.at("/params/eps_low").asDouble()).isEqualTo(1); // a lower bound of 1 - 1 = 0
        double most = 1 + vector.at("/params/eps_high").asDouble();
        assertThat(most).isEqualTo(CispoConfig.VERL.maxWeight());
        reproduces(vector, new CispoOptimizer(CispoConfig.VERL));
        reproducesTokens(vector, new CispoOptimizer(CispoConfig.VERL));
    }

    @Test
    void cispoWithAnAbsoluteBoundIsReproduced() throws IOException {
        JsonNode vector = vector("cispo-trl");
        assertThat(vector.at("/params/weight_max").asDouble()).isEqualTo(CispoConfig.TRL.maxWeight());
        reproduces(vector, new CispoOptimizer(CispoConfig.TRL));
        reproducesTokens(vector, new CispoOptimizer(CispoConfig.TRL));
    }

    @Test
    void reinforceIsReproduced() throws IOException {
        JsonNode vector = vector("reinforce-loss");
        PolicyGradient reinforce = new PolicyGradient(
                new PolicyGradientConfig(Estimate.DEFAULTS, new Reinforce(), LossAggregation.TOKEN_MEAN));
        reproduces(vector, reinforce);
        reproducesTokens(vector, reinforce);
        assertThat(reinforce.requirements().singleUpdate()).isTrue();
        assertThat(reinforce.requirements().lossStreams()).isEmpty();
    }

    private static void reproduces(JsonNode vector, PolicyOptimizer optimizer) {
        Result result = batch(vector).evaluate(Loss.of(optimizer));
        assertThat(result.loss()).isCloseTo(vector.at("/expected/loss").asDouble(), CLOSE);
        float[][] expected = matrix(vector.at("/expected/dloss_dlogp"));
        for (int i = 0; i < expected.length; i++) {
            assertThat(result.gradient()[i]).containsExactly(expected[i], within(1e-5f));
        }
    }

    /** The loss of each token, as a batch of its own. */
    private static void reproducesTokens(JsonNode vector, PolicyOptimizer optimizer) {
        float[][] expected = matrix(vector.at("/expected/token_loss_masked"));
        for (int i = 0; i < expected.length; i++) {
            for (int t = 0; t < expected[i].length; t++) {
                assertThat(batch(vector)
                                .token(i, t)
                                .evaluate(Loss.of(optimizer))
                                .loss())
                        .isCloseTo(expected[i][t], CLOSE);
            }
        }
    }

    private static Batch batch(JsonNode vector) {
        return Batch.policy(
                matrix(vector.at("/inputs/logp")),
                matrix(vector.at("/inputs/old_logp")),
                matrix(vector.at("/inputs/advantages")),
                matrix(vector.at("/inputs/mask")));
    }
}
