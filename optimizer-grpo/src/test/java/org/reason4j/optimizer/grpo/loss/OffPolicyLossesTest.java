package org.reason4j.optimizer.grpo.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.reason4j.testkit.Vectors.matrix;
import static org.reason4j.testkit.Vectors.vector;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.reason4j.api.data.LossAggregation;
import org.reason4j.api.data.TokenStream;
import org.reason4j.api.plugin.ConfigException;
import org.reason4j.optimizer.grpo.tokens.Anchor;
import org.reason4j.testkit.Batch;
import org.reason4j.testkit.Batch.Result;

/** Losses for responses of another policy than that in training, against published code and sums by hand. */
class OffPolicyLossesTest {

    private static final Offset<Double> CLOSE = within(2e-6);

    private static Batch batch(JsonNode vector, Map<TokenStream, String> anchors) {
        Map<TokenStream, float[][]> streams = new HashMap<>();
        streams.put(TokenStream.LOGPROBS, matrix(vector.at("/inputs/logp")));
        streams.put(TokenStream.ADVANTAGES, matrix(vector.at("/inputs/advantages")));
        anchors.forEach((stream, name) -> streams.put(stream, matrix(vector.at("/inputs/" + name))));
        return Batch.whole(TokenStream.LOGPROBS, streams, matrix(vector.at("/inputs/mask")));
    }

    private static Result evaluate(Batch batch, PolicyLoss loss) {
        return batch.evaluate((tokens, leaf) -> loss.loss(tokens, LossAggregation.TOKEN_MEAN));
    }

    private static Result reproduces(JsonNode vector, Batch batch, PolicyLoss loss) {
        Result result = evaluate(batch, loss);
        assertThat(result.loss()).isCloseTo(vector.at("/expected/loss").asDouble(), CLOSE);
        float[][] expected = matrix(vector.at("/expected/dloss_dlogp"));
        for (int i = 0; i < expected.length; i++) {
            assertThat(result.gradient()[i]).containsExactly(expected[i], within(2e-6f));
        }
        return result;
    }

    @Test
    void rolloutImportanceSamplingOfGlm5IsReproduced() throws IOException {
        JsonNode vector = vector("glm5-rollout-is");
        Batch batch = batch(vector, Map.of(TokenStream.BEHAVIOUR_LOGPROBS, "behaviour_logp"));
        Result result = reproduces(vector, batch, new RolloutIs(0.4, 0.5));
        assertThat(result.metrics().get("policy/masked_share"))
                .isCloseTo(vector.at("/expected/dropped_fraction").asDouble(), CLOSE);
    }

    @Test
    void toprOfRollIsReproduced() throws IOException {
        JsonNode vector = vector("topr");
        Batch batch = batch(vector, Map.of(TokenStream.OLD_LOGPROBS, "old_logp"));
        reproduces(vector, batch, new Topr(Topr.Level.TOKEN, 1, Anchor.OLD));
    }

    /** The ratio of the second response is {@code exp(-0.6 + 0.4 + 0) = 0.818731}, and its advantage -0.5. */
    @Test
    void toprOfThePaperWeighsAResponseWithItsOwnRatio() throws IOException {
        JsonNode vector = vector("topr");
        Batch batch = batch(vector, Map.of(TokenStream.OLD_LOGPROBS, "old_logp"));
        float[][] gradient =
                evaluate(batch, new Topr(Topr.Level.SEQUENCE, 1, Anchor.OLD)).gradient();
        double weight = vector("topr-sequence").at("/expected/weight").asDouble();
        assertThat(gradient[0]).containsOnly(new float[] {-1 / 7f}, within(2e-6f));
        float tapered = (float) (0.5 * weight / 7);
        assertThat(gradient[1]).containsExactly(new float[] {tapered, tapered, tapered, 0}, within(2e-6f));
    }

    @Test
    void decoupledPpoOfArealIsReproduced() throws IOException {
        JsonNode vector = vector("decoupled-ppo");
        Batch batch = batch(
                vector, Map.of(TokenStream.OLD_LOGPROBS, "prox_logp", TokenStream.BEHAVIOUR_LOGPROBS, "behav_logp"));
        Result result = reproduces(vector, batch, DecoupledPpo.DEFAULTS);
        assertThat(result.metrics().get("policy/masked_share")).isCloseTo(1 / 7.0, CLOSE);
    }

    /** The second response has a negative advantage and a divergence of 0.066667 nats per token. */
    @Test
    void aBadResponseThatBecameUnlikelyIsDropped() throws IOException {
        JsonNode vector = vector("opsm");
        Batch batch = batch(vector, Map.of(TokenStream.OLD_LOGPROBS, "old_logp"));
        double delta = vector.at("/params/delta").asDouble();
        Result dropped = evaluate(batch, new Opsm(0.2, 0.2, delta, Anchor.OLD));
        assertThat(dropped.gradient()[1]).containsOnly(0);
        assertThat(dropped.metrics().get("policy/masked_share")).isCloseTo(3 / 7.0, CLOSE);
        Result kept = evaluate(batch, new Opsm(0.2, 0.2, 0.07, Anchor.OLD));
        Result clipped = evaluate(batch, new Clip(0.2, 0.2, 0, 0, 20));
        assertThat(kept.loss()).isCloseTo(clipped.loss(), CLOSE);
        assertThat(dropped.gradient()[0]).containsExactly(clipped.gradient()[0]);
    }

    @Test
    void impossibleSettingsAreRefused() {
        assertThatThrownBy(() -> new RolloutIs(1.2, 0.5))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("rollout-is.low must be in (0, 1], got 1.2");
        assertThatThrownBy(() -> new Topr(Topr.Level.TOKEN, 0, Anchor.OLD))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("topr.maxWeight must be positive");
        assertThatThrownBy(() -> new DecoupledPpo(0.2, 0.2, 0.5))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("decoupled-ppo.maxWeight must be at least 1");
        assertThatThrownBy(() -> new Opsm(0.2, 0.2, 0, Anchor.OLD))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("opsm.delta must be positive");
    }
}
