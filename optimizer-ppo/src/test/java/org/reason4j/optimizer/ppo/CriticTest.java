package org.reason4j.optimizer.ppo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.reason4j.testkit.Vectors.matrix;
import static org.reason4j.testkit.Vectors.vector;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.reason4j.api.data.LossAggregation;
import org.reason4j.api.data.TokenStream;
import org.reason4j.api.model.AuxiliaryModel;
import org.reason4j.testkit.Batch;
import org.reason4j.testkit.Batch.Result;
import org.reason4j.testkit.Loss;
import org.reason4j.testkit.LossChecks;

class CriticTest {

    private static final Offset<Double> CLOSE = within(2e-6);
    private static final float[][] MASK = {{1, 1, 1}, {1, 0, 0}, {0, 0, 0}};

    /** Values that moved by 0.1, -0.4, 0.4 and 0.3, two of them beyond a clip of 0.2 and away from their return. */
    private static final Batch FOUR = Batch.ofOutput(
            new float[][] {{0.5f, 0.2f, 0.9f}, {-0.2f, 3, 4}, {5, 6, 7}},
            Map.of(
                    TokenStream.VALUES, new float[][] {{0.4f, 0.6f, 0.5f}, {-0.5f, 5, 5}, {5, 5, 5}},
                    Critic.RETURNS, new float[][] {{1, 0, 1}, {-1, 6, 6}, {6, 6, 6}}),
            MASK);

    @Test
    void theWorkedExampleIsReproduced() throws IOException {
        JsonNode vector = vector("value-loss-clip");
        Batch batch = Batch.ofOutput(
                matrix(vector.at("/inputs/values")),
                Map.of(
                        TokenStream.VALUES, matrix(vector.at("/inputs/old_values")),
                        Critic.RETURNS, matrix(vector.at("/inputs/returns"))),
                matrix(vector.at("/inputs/mask")));
        Result result = batch.evaluate(Loss.of(critic(0.2, LossAggregation.TOKEN_MEAN)));
        assertThat(result.loss()).isCloseTo(vector.at("/expected/loss").asDouble(), CLOSE);
        assertThat(result.metrics().get("critic/clip_fraction"))
                .isCloseTo(vector.at("/expected/clipfrac").asDouble(), CLOSE);
    }

    @Test
    void withoutAClipItIsHalfTheSquaredError() {
        Result result = FOUR.evaluate(Loss.of(critic(0, LossAggregation.TOKEN_MEAN)));
        assertThat(result.loss()).isCloseTo((0.25 + 0.04 + 0.01 + 0.64) / 8, CLOSE);
        // (v - R) / 4 tokens
        assertThat(result.gradient()[0]).containsExactly(new float[] {-0.125f, 0.05f, -0.025f}, within(1e-6f));
        assertThat(result.gradient()[1]).containsExactly(new float[] {0.2f, 0, 0}, within(1e-6f));
        assertThat(result.metrics()).isEmpty();
    }

    @Test
    void aValueBeyondTheClipStopsLearning() {
        Result result = FOUR.evaluate(Loss.of(critic(0.2, LossAggregation.TOKEN_MEAN)));
        // the second and third went more than 0.2 towards their returns; the fourth went away from its own
        assertThat(result.gradient()[0]).containsExactly(new float[] {-0.125f, 0, 0}, within(1e-6f));
        assertThat(result.gradient()[1]).containsExactly(new float[] {0.2f, 0, 0}, within(1e-6f));
    }

    @Test
    void noValueThatMovedLessThanTheClipCountsAsClipped() {
        // fp32 rounds 0.03 + (0.21 - 0.03) to another number than 0.21: of these 9900 tokens 1000 and more are like it
        float[][] values = new float[100][99];
        float[][] old = new float[100][99];
        float[][] returns = new float[100][99];
        float[][] mask = new float[100][99];
        for (int i = 0; i < 100; i++) {
            for (int t = 0; t < 99; t++) {
                old[i][t] = i / 100f;
                values[i][t] = old[i][t] + (t - 49) / 250f; // at most 0.196
                returns[i][t] = t % 2;
                mask[i][t] = 1;
            }
        }
        Result result = Batch.ofOutput(values, Map.of(TokenStream.VALUES, old, Critic.RETURNS, returns), mask)
                .evaluate(Loss.of(critic(0.2, LossAggregation.TOKEN_MEAN)));
        assertThat(result.metrics().get("critic/clip_fraction")).isZero();
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, 0.2})
    void theGradientAgreesWithFiniteDifferences(double clip) {
        Critic critic = critic(clip, LossAggregation.TOKEN_MEAN);
        LossChecks.gradientAgreesWithFiniteDifferences(FOUR, Loss.of(critic), 1e-2f, 1e-4);
    }

    @ParameterizedTest
    @EnumSource(LossAggregation.class)
    void microBatchesPaddingAndOtherTokensChangeNothing(LossAggregation aggregation) {
        Critic critic = critic(0.2, aggregation);
        LossChecks.microBatchesAndPaddingChangeNothing(FOUR, Loss.of(critic), 2e-6);
        LossChecks.tokensOutsideTheMaskChangeNothing(FOUR, Loss.of(critic));
    }

    @Test
    void notANumberOutsideTheMaskReachesNeitherLossNorGradient() {
        float nan = Float.NaN;
        Result result = Batch.ofOutput(
                        new float[][] {{0.5f, nan}},
                        Map.of(
                                TokenStream.VALUES, new float[][] {{0.5f, nan}},
                                Critic.RETURNS, new float[][] {{1, nan}}),
                        new float[][] {{1, 0}})
                .evaluate(Loss.of(critic(0.2, LossAggregation.TOKEN_MEAN)));
        assertThat(result.loss()).isCloseTo(0.125, CLOSE);
        assertThat(result.gradient()[0]).containsExactly(-0.5f, 0);
    }

    @Test
    void itIsAModelOfValuesThatLearnsAsConfigured() {
        CriticConfig config = new CriticConfig(Optional.of("models/critic"), 2e-6, 3, 0.5, 0.2, 50, 5, 12, 40, true);
        Critic critic = new Critic(config, LossAggregation.TOKEN_MEAN, new Pretraining(config));
        assertThat(critic.name()).isEqualTo("critic");
        assertThat(critic.stream()).isEqualTo(TokenStream.VALUES);
        assertThat(critic.output()).isEqualTo(AuxiliaryModel.Output.VALUES);
        assertThat(critic.learning())
                .isEqualTo(AuxiliaryModel.Learning.of(2e-6)
                        .withPath(Optional.of("models/critic"))
                        .withEpochs(3)
                        .withClipNorm(0.5)
                        .withSoloSteps(50)
                        .withMiniBatches(12)
                        .withWarmupUpdates(40)
                        .withRewardHead(true));
        assertThat(critic.learnsAlone(50)).isTrue();
        assertThat(critic.learnsAlone(51)).isFalse();
    }

    private static Critic critic(double valueClip, LossAggregation aggregation) {
        CriticConfig config = new CriticConfig(Optional.empty(), 1e-5, 1, 1, valueClip, 0, 0, 0, 0, false);
        return new Critic(config, aggregation, new Pretraining(config));
    }
}
