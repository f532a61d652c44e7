package org.reason4j.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.reason4j.api.data.BatchTotals;
import org.reason4j.api.data.TokenBatch;
import org.reason4j.api.data.TokenStream;
import org.reason4j.api.regularizer.Regularizer;

/** Each check passes what is right and finds what is wrong. */
class LossChecksTest {

    private static final Loss REINFORCE = (batch, leaf) -> {
        batch.metric("weight", batch.learned(batch.advantages()));
        return batch.tokenMean(
                batch.learned(leaf).mul(batch.learned(batch.advantages())).neg());
    };

    /** Responses of 2, 0 and 1 learned tokens. */
    private static final Batch THREE = Batch.policy(
            new float[][] {{-1, -2, 0}, {0, 0, 0}, {-0.5f, 0, 0}},
            new float[3][3],
            new float[][] {{1, 2, 0}, {0, 0, 0}, {-3, 0, 0}},
            new float[][] {{1, 1, 0}, {0, 0, 0}, {1, 0, 0}});

    @Test
    void aRightLossPasses() {
        LossChecks.gradientAgreesWithFiniteDifferences(THREE, REINFORCE, 0.125f, 1e-6);
        LossChecks.microBatchesAndPaddingChangeNothing(THREE, REINFORCE, 1e-6);
        LossChecks.tokensOutsideTheMaskChangeNothing(THREE, REINFORCE);
        Batch.Result result = THREE.evaluate(REINFORCE);
        assertThat(result.loss()).isCloseTo(3.5 / 3, within(1e-6)); // (1 + 4 - 1.5) / 3
        assertThat(result.gradient()[0]).containsExactly(new float[] {-1 / 3f, -2 / 3f, 0}, within(1e-6f));
        assertThat(result.metrics()).containsExactly(Map.entry("weight", 0.0));
    }

    @Test
    void aGradientThatIsNotThatOfTheLossIsFound() {
        Loss constantWeight =
                (batch, leaf) -> batch.tokenMean(leaf.stopGradient().mul(leaf));
        // x²: slope 2 * -1 / 3, gradient -1 / 3
        assertThatThrownBy(() -> LossChecks.gradientAgreesWithFiniteDifferences(THREE, constantWeight, 0.125f, 1e-4))
                .isInstanceOf(AssertionError.class)
                .hasMessageMatching(
                        "Gradient at token 0 of response 0 is -0\\.333.*, expected -0\\.666.* within 1\\.0E-4");
    }

    @Test
    void aMeanOverTheMicroBatchIsFound() {
        Loss own = (batch, leaf) -> batch.learned(leaf).sum().div(batch.mask().sum());
        assertThatThrownBy(() -> LossChecks.microBatchesAndPaddingChangeNothing(THREE, own, 1e-4))
                .isInstanceOf(AssertionError.class);
        Loss overThePadding = (batch, leaf) ->
                batch.learned(leaf).mean().mul(batch.mask().getShape().get(0)).div(3);
        assertThatThrownBy(() -> LossChecks.microBatchesAndPaddingChangeNothing(THREE, overThePadding, 1e-4))
                .isInstanceOf(AssertionError.class);
    }

    @Test
    void aMetricThatDoesNotAddUpIsFound() {
        Loss ones = (batch, leaf) -> {
            batch.share("ones", batch.mask().max());
            return batch.tokenMean(leaf);
        };
        assertThatThrownBy(() -> LossChecks.microBatchesAndPaddingChangeNothing(THREE, ones, 1e-4))
                .isInstanceOf(AssertionError.class)
                .hasMessage("ones, split [1x4, 1x1, 1x6] is 2.0, expected 1.0 within 1.0E-4");
    }

    @Test
    void aMaskThatMultipliesIsFound() {
        Loss multiplied = (batch, leaf) -> leaf.mul(batch.mask()).sum();
        assertThatThrownBy(() -> LossChecks.tokensOutsideTheMaskChangeNothing(THREE, multiplied))
                .isInstanceOf(AssertionError.class)
                .hasMessageStartingWith("Loss is NaN");
    }

    @Test
    void aBatchThatPassesEverythingIsRefused() {
        Batch nothing = Batch.policy(new float[1][2], new float[1][2], new float[1][2], new float[1][2]);
        assertThatThrownBy(() -> LossChecks.tokensOutsideTheMaskChangeNothing(nothing, REINFORCE))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aRegularizerWithoutATermAddsNothing() {
        Batch.Result result = THREE.evaluate(Loss.of(new Regularizer() {}));
        assertThat(result.loss()).isZero();
        assertThat(result.gradient()).isDeepEqualTo(new float[3][3]);
        Regularizer sum = new Regularizer() {
            @Override
            public Optional<NDArray> loss(TokenBatch batch) {
                return Optional.of(batch.logprobs().sum());
            }
        };
        assertThat(THREE.evaluate(Loss.of(sum)).loss()).isCloseTo(-3.5, within(1e-6));
    }

    @Test
    void partsOfABatchKeepTheTotalsAndThoseThatStandAloneDoNot() {
        assertThat(THREE.totals()).isEqualTo(BatchTotals.of(3, 2, 3, 3));
        Batch part = THREE.rows(1, 3, 2);
        assertThat(part.mask()).isDeepEqualTo(new float[][] {{0, 0}, {1, 0}});
        assertThat(part.values(TokenStream.ADVANTAGES)).isDeepEqualTo(new float[][] {{0, 0}, {-3, 0}});
        assertThat(part.totals()).isEqualTo(THREE.totals());
        assertThat(THREE.row(2).totals()).isEqualTo(BatchTotals.of(1, 1, 1, 3));
        assertThat(THREE.token(0, 1).values(TokenStream.LOGPROBS)).isDeepEqualTo(new float[][] {{-2}});
        assertThat(THREE.moved(0, 1, 0.5f).values(TokenStream.LOGPROBS)[0]).containsExactly(-1, -1.5f, 0);
        assertThat(THREE.values(TokenStream.LOGPROBS)[0]).containsExactly(-1, -2, 0);
    }

    @Test
    void theOutputOfAModelIsALeafBesideTheStreams() {
        Batch batch = Batch.ofOutput(
                new float[][] {{3}}, Map.of(TokenStream.VALUES, new float[][] {{1}}), new float[][] {{1}});
        Batch.Result result = batch.evaluate((tokens, output) ->
                output.sub(tokens.stream(TokenStream.VALUES)).square().sum());
        assertThat(result.loss()).isEqualTo(4); // (3 - 1)²
        assertThat(result.gradient()[0]).containsExactly(4);
    }

    @Test
    void shapesThatDoNotAgreeAreRefused() {
        assertThatThrownBy(() -> Batch.policy(new float[1][2], new float[1][2], new float[1][2], new float[1][3]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("has rows of [2] tokens but mask has [3]");
        assertThatThrownBy(() -> Batch.whole(TokenStream.ENTROPY, Map.of(), new float[1][1]))
                .hasMessageStartingWith("The leaf 'entropy' is none of the streams");
    }
}
