package org.reason4j.reward.unsupervised.confidence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.reason4j.reward.unsupervised.Responses.response;
import static org.reason4j.testkit.Vectors.vector;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.training.GradientCollector;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.reason4j.api.data.BatchTotals;
import org.reason4j.api.data.Credit;
import org.reason4j.api.data.ScoredGroup;
import org.reason4j.api.data.ScoredTrajectory;
import org.reason4j.api.data.TokenBatch;
import org.reason4j.api.data.TokenStream;
import org.reason4j.api.data.Trajectory;
import org.reason4j.testkit.Vectors;

class EntropyMinimisationTest {

    private final EntropyMinimisation optimizer = new EntropyMinimisation(EntropyMinimisationConfig.DEFAULTS);

    @Test
    void lossAndGradientInTheLogitsAreThePublishedOnes() throws IOException {
        JsonNode vector = vector("one-shot-em");
        double tau = vector.at("/params/temperature").asDouble();
        assertThat(EntropyMinimisationConfig.DEFAULTS.temperature()).isEqualTo(tau);
        try (NDManager manager = NDManager.newBaseManager();
                GradientCollector collector = Engine.getInstance().newGradientCollector()) {
            NDArray logits = manager.create(Vectors.matrix(vector.at("/inputs/logits/0"))); // [T, V]
            logits.setRequiresGradient(true);
            NDArray logprobs = logits.div(tau).logSoftmax(1);
            NDArray entropy =
                    logprobs.exp().mul(logprobs).sum(new int[] {1}).neg().reshape(1, 3);
            assertThat(entropy.toFloatArray())
                    .containsExactly(Vectors.floats(vector.at("/expected/token_entropy")), within(1e-5f));
            TokenBatch batch = TokenBatch.of(
                    manager.create(Vectors.matrix(vector.at("/inputs/mask"))),
                    Map.of(TokenStream.ENTROPY, entropy),
                    BatchTotals.of(3, 1, 1, 3));
            NDArray loss = optimizer.loss(batch);
            collector.backward(loss);
            assertThat((double) loss.getFloat())
                    .isCloseTo(vector.at("/expected/loss").asDouble(), within(1e-5));
            float[] ofToken = logits.getGradient().get(0).mul(3).toFloatArray(); // the loss is a mean over three tokens
            assertThat(ofToken)
                    .containsExactly(Vectors.floats(vector.at("/expected/dH_dlogits_token0")), within(1e-5f));
        }
    }

    @Test
    void creditsAskForTheTemperatureOfTheLossAndHaveNoAdvantage() {
        Trajectory one = response("p", 0, "x", 3);
        List<Credit> credits =
                optimizer.credit(List.of(ScoredGroup.of(one.prompt(), List.of(ScoredTrajectory.of(one, 7)))));
        assertThat(credits).singleElement().satisfies(credit -> {
            assertThat(credit.trajectory().temperature()).isEqualTo(0.5);
            assertThat(credit.advantage(0)).isZero();
        });
    }
}
