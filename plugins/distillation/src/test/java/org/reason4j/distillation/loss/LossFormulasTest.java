package org.reason4j.distillation.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.reason4j.api.data.LossAggregation;
import org.reason4j.api.data.TokenBatch;
import org.reason4j.api.data.TokenStream;
import org.reason4j.api.plugin.ConfigException;
import org.reason4j.distillation.loss.Jsd.Remainder;
import org.reason4j.distillation.teacher.Support;
import org.reason4j.testkit.Batch;
import org.reason4j.testkit.Loss;
import org.reason4j.testkit.LossChecks;

class LossFormulasTest {

    private static final Attached STREAMS = Attached.of("test");
    private static final float[] NOISE = {Float.NaN, Float.NEGATIVE_INFINITY, 7, Float.POSITIVE_INFINITY};

    /** Three responses of which one is not learned at all, one has a token without a teacher and one a tool token. */
    private static final float[][] MASK = {{1, 1, 1, 1}, {1, 0, 1, 0}, {0, 0, 0, 0}};

    private static final float[][] ACTIVE = {{1, 1, 1, 0}, {1, 1, 1, 1}, {1, 1, 1, 1}};

    static Stream<DistillationLoss> losses() {
        return Stream.of(
                new K2(),
                K3.DEFAULTS,
                new Abs(),
                RefKl.DEFAULTS,
                SampledToken.DEFAULTS,
                new ForwardKl(2, false),
                new ForwardKl(2, true),
                new Jsd(2, 0.3, Remainder.TAIL),
                new Jsd(2, 0, Remainder.TAIL),
                new Jsd(2, 1, Remainder.RENORMALISED),
                new SoftTargets(2, 1));
    }

    private static Batch batch() {
        return Batch.whole(
                TokenStream.LOGPROBS,
                Map.of(
                        TokenStream.LOGPROBS,
                        new float[][] {{-1.1f, -0.4f, -2.3f, -0.9f}, {-0.7f, -5, -1.6f, 0}, {-3, -3, -3, -3}},
                        TokenStream.OLD_LOGPROBS,
                        new float[][] {{-1.3f, -0.5f, -1.9f, -0.9f}, {-0.6f, -5, -1.8f, 0}, {-3, -3, -3, -3}},
                        TokenStream.BEHAVIOUR_LOGPROBS,
                        new float[][] {{-1.2f, -0.5f, -2.1f, -0.8f}, {-0.65f, -5, -1.7f, 0}, {-3, -3, -3, -3}},
                        STREAMS.teacher(),
                        new float[][] {{-0.5f, -1.7f, -1.4f, 0}, {-1.5f, -4, -0.3f, 0}, {-1, -1, -1, -1}},
                        STREAMS.active(),
                        ACTIVE),
                MASK);
    }

    /** A loss whose most likely tokens are the sampled one and another one, which the student has the rest of its mass on. */
    private static Loss loss(DistillationLoss form) {
        return (batch, leaf) -> {
            Signal plain = STREAMS.signal(batch, 0);
            NDArray student = pair(batch, plain.student());
            NDArray teacher = pair(batch, plain.teacher());
            Signal signal = new Signal(
                    batch, plain.student(), plain.teacher(), Optional.of(new TokenBatch.Top(teacher, student)));
            return batch.aggregate(STREAMS.where(batch, form.perToken(signal)), LossAggregation.SEQ_MEAN_TOKEN_MEAN);
        };
    }

    /** Log-probabilities of a token and of another one that has a third of the rest, {@code [B, T, 2]}. */
    private static NDArray pair(TokenBatch batch, NDArray logprobs) {
        NDArray bounded = logprobs.minimum(-1e-3); // 0 where nothing is learned
        NDArray rest = bounded.exp().neg().add(1).div(3).log();
        return bounded.expandDims(2).concat(rest.expandDims(2), 2);
    }

    @ParameterizedTest
    @MethodSource("losses")
    void gradientsAgreeWithFiniteDifferences(DistillationLoss form) {
        LossChecks.gradientAgreesWhereConstantsAreHeld(batch(), loss(form), 1e-3f, 2e-3);
    }

    @ParameterizedTest
    @MethodSource("losses")
    void microBatchesAndPaddingChangeNothing(DistillationLoss form) {
        LossChecks.microBatchesChangeNothing(batch(), loss(form), new int[] {1, 2}, 1e-6);
    }

    @ParameterizedTest
    @MethodSource("losses")
    void tokensOutsideTheMaskChangeNothing(DistillationLoss form) {
        LossChecks.tokensOutsideTheMaskChangeNothing(batch(), loss(form), NOISE);
    }

    @ParameterizedTest
    @MethodSource("losses")
    void tokensWithoutATeacherHaveNoGradient(DistillationLoss form) {
        assertThat(batch().evaluate(loss(form)).gradient()[0][3]).isZero();
    }

    @Test
    void estimatesOfOneTokenCanBeDoneByHand() {
        // l = -1, lt = -1.5: d = lt - l = -0.5; k2 = 0.125, k3 = e^-0.5 + 0.5 - 1 = 0.106531, abs = 0.5
        try (NDManager manager = NDManager.newBaseManager()) {
            NDArray student = manager.create(new float[] {-1});
            NDArray teacher = manager.create(new float[] {-1.5f});
            assertThat(K2.of(student, teacher).getFloat(0)).isCloseTo(0.125f, within(1e-6f));
            assertThat(K3.DEFAULTS.of(student, teacher).getFloat(0)).isCloseTo(0.106531f, within(1e-6f));
            assertThat(Abs.of(student, teacher).getFloat(0)).isCloseTo(0.5f, within(1e-6f));
        }
    }

    @Test
    void aTeacherThatAgreesLeavesNothingToLearn() {
        try (NDManager manager = NDManager.newBaseManager()) {
            NDArray same = manager.create(new float[] {-0.2f, -2.1f}).reshape(1, 1, 2);
            assertThat(new Jsd(2, 0.5, Remainder.TAIL).of(same, same).getFloat(0))
                    .isCloseTo(0, within(1e-6f));
            assertThat(new ForwardKl(2, true).of(same, same).getFloat(0)).isZero();
        }
    }

    @Test
    void settingsOutOfTheirRangeAreRefused() {
        assertThatThrownBy(() -> new ForwardKl(0, true))
                .isInstanceOf(ConfigException.class)
                .hasMessage("k must be at least 1, got 0");
        assertThatThrownBy(() -> new Jsd(4, 1.5, Remainder.TAIL))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("in [0, 1], got 1.5");
        assertThatThrownBy(() -> new Jsd(1, 0.5, Remainder.RENORMALISED))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("always 0");
        assertThatThrownBy(() -> new LossTerm(new K2(), 1, LossAggregation.TOKEN_MEAN, true, Support.TEACHER))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("choose a loss with k");
    }
}
