package org.reason4j.regularizer.kl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.reason4j.api.data.TokenStream;
import org.reason4j.api.model.ReferencePolicy;
import org.reason4j.api.plugin.ConfigException;
import org.reason4j.api.regularizer.Regularizer;
import org.reason4j.testkit.RecordedMetrics;

/** When the reference moves, and how. What a move does to weights, core's own tests show. */
class MovingReferenceTest {

    private final List<String> moves = new ArrayList<>();
    private final RecordedMetrics metrics = new RecordedMetrics();

    private final ReferencePolicy reference = new ReferencePolicy() {
        @Override
        public void reset(boolean moments) {
            moves.add(moments ? "reset with moments" : "reset");
        }

        @Override
        public void average(double share) {
            moves.add("average " + share);
        }
    };

    @Test
    void theReferenceIsResetEveryFewSteps() {
        RefReset reset = new RefReset(new RefResetConfig(3, 0, 0, true), reference, metrics);
        for (int step = 1; step <= 7; step++) {
            reset.stepCompleted(Map.of());
            assertThat(moves).as("after step %d", step).hasSize(step / 3);
        }
        assertThat(moves).containsOnly("reset with moments");
        assertThat(metrics.sums()).containsEntry("regularizer/reference_moved", 2.0);
    }

    @Test
    void theReferenceIsResetWhenTheDivergenceStalls() {
        RefReset reset = new RefReset(new RefResetConfig(0, 2, 0.1, false), reference, metrics);
        steps(reset, 0.1, 0.2, 0.3); // each exceeds the largest so far by more than a tenth
        steps(reset, 0.32); // 0.32 <= 1.1 * 0.3: the first that stalls
        steps(reset, 0.34); // a new largest one
        steps(reset, 0.35);
        assertThat(moves).isEmpty();
        steps(reset, 0.2);
        assertThat(moves).containsExactly("reset");
        steps(reset, 0); // the policy is the reference: stalls
        steps(reset, 0.01, 0.02);
        assertThat(moves).hasSize(1);
    }

    @Test
    void aStepWithoutUpdatesSaysNothingAboutTheDivergence() {
        RefReset reset = new RefReset(new RefResetConfig(0, 1, 0, true), reference, metrics);
        reset.stepCompleted(Map.of());
        assertThat(moves).isEmpty();
    }

    @Test
    void patienceNeedsADivergenceToWatch() {
        RefReset reset = new RefReset(new RefResetConfig(0, 1, 0, true), reference, metrics);
        assertThatThrownBy(() -> reset.stepCompleted(Map.of("policy/loss", 1.0)))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("no step has the metric 'regularizer/kl'. Add the regularizer 'kl'");
    }

    @Test
    void theReferenceFollowsByItsShare() {
        RefEma average = new RefEma(new RefEmaConfig(0.6, 2), reference, metrics);
        steps(average, 0, 0, 0, 0, 0);
        assertThat(moves).containsExactly("average 0.6", "average 0.6");
    }

    @Test
    void aResumedRunMovesItAtTheSameSteps() {
        RefReset reset = new RefReset(new RefResetConfig(5, 3, 0, true), reference, metrics);
        steps(reset, 0.1, 0.2, 0.2);
        RefReset resumedReset = new RefReset(new RefResetConfig(5, 3, 0, true), reference, metrics);
        resumedReset.restore(reset.state());
        assertThat(resumedReset.state()).isEqualTo(reset.state());
        steps(resumedReset, 0.15);
        assertThat(moves).isEmpty();
        steps(resumedReset, 0.15);
        assertThat(moves).hasSize(1);

        RefEma average = new RefEma(new RefEmaConfig(0.6, 2), reference, metrics);
        steps(average, 0);
        RefEma resumedAverage = new RefEma(new RefEmaConfig(0.6, 2), reference, metrics);
        resumedAverage.restore(average.state());
        steps(resumedAverage, 0);
        assertThat(moves).last().isEqualTo("average 0.6");
    }

    @Test
    void bothHaveTheReferenceLoaded() {
        assertThat(new RefReset(RefResetConfig.DEFAULTS, reference, metrics)
                        .requirements()
                        .lossStreams())
                .containsExactly(TokenStream.REFERENCE_LOGPROBS);
        assertThat(new RefEma(RefEmaConfig.DEFAULTS, reference, metrics)
                        .requirements()
                        .lossStreams())
                .containsExactly(TokenStream.REFERENCE_LOGPROBS);
    }

    @Test
    void aResetThatNeverComesIsRefused() {
        assertThatThrownBy(() -> new RefResetConfig(0, 0, 0, true))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("would never be reset");
    }

    private static void steps(Regularizer regularizer, double... divergences) {
        for (double kl : divergences) {
            regularizer.stepCompleted(Map.of("regularizer/kl", kl));
        }
    }
}
