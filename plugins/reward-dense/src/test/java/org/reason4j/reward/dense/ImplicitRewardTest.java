package org.reason4j.reward.dense;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.reason4j.testkit.Vectors.matrix;
import static org.reason4j.testkit.Vectors.row;
import static org.reason4j.testkit.Vectors.vector;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.reason4j.api.data.TokenStream;
import org.reason4j.testkit.Batch;
import org.reason4j.testkit.Batch.Result;
import org.reason4j.testkit.Loss;
import org.reason4j.testkit.LossChecks;

class ImplicitRewardTest {

    private static final ImplicitRewardModel MODEL = new ImplicitRewardModel(PrimeConfig.DEFAULTS);
    private static final Loss LOSS = Loss.of(MODEL);

    private static Result evaluate(Batch batch) {
        return batch.evaluate(LOSS);
    }

    /** The worked example around reference log-probabilities of -1. */
    private static Batch example() throws IOException {
        JsonNode inputs = vector("prime-implicit-reward").get("inputs");
        float[][] output = matrix(inputs.get("prm_minus_ref_logp"));
        float[][] reference = new float[output.length][output[0].length];
        float[][] labels = new float[output.length][output[0].length];
        for (int i = 0; i < output.length; i++) {
            Arrays.fill(reference[i], -1);
            Arrays.fill(labels[i], (float) inputs.get("accuracy").get(i).asDouble());
            for (int t = 0; t < output[i].length; t++) {
                output[i][t] -= 1;
            }
        }
        return batch(output, reference, labels, matrix(inputs.get("mask")));
    }

    private static Batch batch(float[][] output, float[][] reference, float[][] labels, float[][] mask) {
        return Batch.ofOutput(
                output, Map.of(TokenStream.REFERENCE_LOGPROBS, reference, ImplicitRewardModel.LABELS, labels), mask);
    }

    @Test
    void tokenRewardsOfTheWorkedExampleAreReproduced() throws IOException {
        JsonNode vector = vector("prime-implicit-reward");
        float[][] output = matrix(vector.at("/inputs/prm_minus_ref_logp"));
        float[][] expected = matrix(vector.at("/expected/token_reward"));
        for (int i = 0; i < output.length; i++) {
            boolean[] learned = {true, true, i == 0};
            assertThat(ImplicitReward.perToken(output[i], new float[3], learned, 0.05))
                    .containsExactly(expected[i], within(1e-6f));
        }
    }

    @Test
    void theLossOfTheWorkedExampleIsReproduced() throws IOException {
        Result result = evaluate(example());
        assertThat(result.loss())
                .isCloseTo(
                        vector("prime-implicit-reward").at("/expected/ce_loss").asDouble(), within(2e-6));
        // logits 0.025 of a right and 0.02 of a wrong response: three of five tokens are on the right side
        assertThat(result.metrics().get("prime/accuracy")).isCloseTo(0.6, within(1e-6));
    }

    @Test
    void lossesOfSingleResponsesAreReproduced() throws IOException {
        double[] expected = row(vector("prime-implicit-reward").at("/expected/ce_loss_per_sequence"));
        for (int i = 0; i < expected.length; i++) {
            // a micro-batch of one response is half of the mini-batch's loss
            assertThat(2 * evaluate(example().rows(i, i + 1, 3)).loss()).isCloseTo(expected[i], within(2e-6));
        }
    }

    @Test
    void aModelThatKnowsNothingYetLearnsFromBothLabels() {
        // logit 0: loss ln 2; its derivative (1/2 - label) * beta / 2 responses, for every learned token
        Result result = evaluate(batch(
                new float[][] {{-1, -2}, {-3, -4}},
                new float[][] {{-1, -2}, {-3, -4}},
                new float[][] {{1, 1}, {0, 0}},
                new float[][] {{1, 1}, {1, 0}}));
        assertThat(result.loss()).isCloseTo(Math.log(2), within(1e-6));
        assertThat(result.gradient()[0]).containsExactly(new float[] {-0.0125f, -0.0125f}, within(1e-7f));
        assertThat(result.gradient()[1]).containsExactly(new float[] {0.0125f, 0}, within(1e-7f));
    }

    @Test
    void theGradientIsThatOfFiniteDifferences() throws IOException {
        LossChecks.gradientAgreesWithFiniteDifferences(example(), LOSS, 0.5f, 2e-6);
    }

    @Test
    void microBatchesAndPaddingChangeNothing() throws IOException {
        LossChecks.microBatchesAndPaddingChangeNothing(example(), LOSS, 1e-6);
    }

    @Test
    void aResponseWithoutLearnedTokensHasNoLoss() {
        // the other has logit 0: ln 2
        Result result = evaluate(batch(
                new float[][] {{-1}, {Float.NaN}}, new float[][] {{-1}, {0}}, new float[][] {{1}, {1}}, new float[][] {
                    {1}, {0}
                }));
        assertThat(result.loss()).isCloseTo(Math.log(2), within(1e-6));
        assertThat(result.gradient()[1]).containsExactly(0);
    }

    @Test
    void certaintyIsNotTooLargeForItsLogarithm() {
        // beta 0.05 * 20000 = 1000: a wrong response that the model is sure of costs 1000
        Result result = evaluate(
                batch(new float[][] {{0}}, new float[][] {{-20_000}}, new float[][] {{0}}, new float[][] {{1}}));
        assertThat(result.loss()).isCloseTo(1000, within(1e-3));
    }

    @Test
    void theModelStartsAsThePolicyUnlessAnotherOneIsNamed() {
        PrimeConfig config = new PrimeConfig(0.05, 0.5, false, Optional.of("models/prm"), 1e-6, 2, 5);
        assertThat(MODEL.learning().path()).isEmpty();
        assertThat(new ImplicitRewardModel(config).learning().path()).contains("models/prm");
        assertThat(new ImplicitRewardModel(config).learning().epochs()).isEqualTo(2);
        assertThat(MODEL.stream()).isEqualTo(TokenStream.of("reward-dense", "prime"));
    }
}
