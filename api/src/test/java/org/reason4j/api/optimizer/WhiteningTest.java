package org.reason4j.api.optimizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.reason4j.api.data.Credit;
import org.reason4j.api.data.Finish;
import org.reason4j.api.data.Prompt;
import org.reason4j.api.data.SamplingParams;
import org.reason4j.api.data.Trajectory;

class WhiteningTest {

    @Test
    void meanAndSampleVarianceAreOverAllRowsTogether() {
        // mean 2; squares 4 + 0 + 4, divisor 2: deviation 2
        List<double[]> whitened = Whitening.of(List.of(new double[] {0, 2}, new double[] {4}));
        assertThat(whitened.get(0)).containsExactly(new double[] {-1, 0}, within(1e-8));
        assertThat(whitened.get(1)).containsExactly(new double[] {1}, within(1e-8));
    }

    @Test
    void tokensThatAreNotLearnedCountNowhereAndGetZero() {
        // as above, around 7 and what is not a number
        List<double[]> whitened = Whitening.of(
                List.of(new double[] {0, 7, 2}, new double[] {Double.NaN, 4}),
                List.of(new boolean[] {true, false, true}, new boolean[] {false, true}));
        assertThat(whitened.get(0)).containsExactly(new double[] {-1, 0, 0}, within(1e-8));
        assertThat(whitened.get(1)).containsExactly(new double[] {0, 1}, within(1e-8));
    }

    @Test
    void aTinyDeviationIsBoundedByEpsilon() {
        // deviation 1e-4 and sqrt(1e-8 + 1e-8): 0.707107e-4 either side of the mean, over 1.414214e-4
        List<double[]> whitened = Whitening.of(List.of(new double[] {0, 1.414214e-4}));
        assertThat(whitened.get(0)).containsExactly(new double[] {-0.5, 0.5}, within(1e-6));
    }

    @Test
    void aSingleNumberAndEqualNumbersBecomeExactlyZero() {
        assertThat(Whitening.of(List.of(new double[] {3})).get(0)).containsExactly(0);
        assertThat(Whitening.of(List.of(new double[] {3, 7}), List.of(new boolean[] {true, false}))
                        .get(0))
                .containsExactly(0, 0);
        // the mean of three times 0.1 is not 0.1 in binary
        assertThat(Whitening.of(List.of(new double[] {0.1, 0.1, 0.1})).get(0)).containsExactly(0, 0, 0);
    }

    @Test
    void nothingIsNoTrouble() {
        assertThat(Whitening.of(List.of())).isEmpty();
        assertThat(Whitening.of(List.of(new double[0])).get(0)).isEmpty();
        assertThat(Whitening.of(List.of(new double[] {3}), List.of(new boolean[] {false}))
                        .get(0))
                .containsExactly(0);
        assertThat(Whitening.ofCredits(List.of())).isEmpty();
    }

    @Test
    void creditsKeepTheirTrajectoriesAndTheirOrder() {
        Credit first = credit(new float[] {0, 9, 2}, true, false, true);
        Credit second = credit(new float[] {4}, true);
        List<Credit> whitened = Whitening.ofCredits(List.of(first, second));
        assertThat(whitened.get(0).trajectory()).isSameAs(first.trajectory());
        assertThat(whitened.get(0).advantages()).containsExactly(new float[] {-1, 0, 0}, within(1e-6f));
        assertThat(whitened.get(1).advantages()).containsExactly(new float[] {1}, within(1e-6f));
        assertThat(first.advantages()).containsExactly(0, 9, 2);
    }

    private static Credit credit(float[] advantages, boolean... learned) {
        Prompt prompt = Prompt.of("p", List.of(), new int[] {1});
        return Credit.of(
                Trajectory.sampled(prompt, 0, new int[learned.length], "", Finish.STOP, 0, SamplingParams.of(64))
                        .withLearned(learned),
                advantages);
    }
}
