package org.reason4j.core.trainer.supervised;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class SupervisedLossTest {

    private static final double[] LOGPROBS = {-0.1, -1.0, -3.0};

    /** Three tokens of {@code yongliang-wu/DFT}: {@code -exp(l) / 3}. */
    @Test
    void dftWeighsTokensWithTheirProbability() {
        double weight = SupervisedLoss.DFT.weight(3);
        assertThat(SupervisedLoss.DFT.gradient(LOGPROBS[0], weight)).isCloseTo(-0.301612f, within(1e-6f));
        assertThat(SupervisedLoss.DFT.gradient(LOGPROBS[1], weight)).isCloseTo(-0.122626f, within(1e-6f));
        assertThat(SupervisedLoss.DFT.gradient(LOGPROBS[2], weight)).isCloseTo(-0.016596f, within(1e-6f));
    }

    @Test
    void nllWeighsTokensAlike() {
        for (double logprob : LOGPROBS) {
            assertThat(SupervisedLoss.NLL.gradient(logprob, SupervisedLoss.NLL.weight(3)))
                    .isCloseTo(-1 / 3f, within(1e-7f));
        }
    }

    /** REDI, equation 5, with alpha 0.8: {@code -(-0.2 - 0.4) / 2 + 0.8 (-0.5 - 0.7 - 0.9) / 3 = -0.26}. */
    @Test
    void rediTakesTheMeanOfAWrongResponseFromThatOfARightOne() {
        double loss = 0;
        for (double right : new double[] {-0.2, -0.4}) {
            loss += SupervisedLoss.REDI.gradient(right, SupervisedLoss.pairWeight(1, 2, true, 0.8)) * right;
        }
        for (double wrong : new double[] {-0.5, -0.7, -0.9}) {
            loss += SupervisedLoss.REDI.gradient(wrong, SupervisedLoss.pairWeight(1, 3, false, 0.8)) * wrong;
        }
        assertThat(loss)
                .isCloseTo(-0.26, within(1e-6)); // linear in the log-probabilities: the gradient gives the value
        assertThat(SupervisedLoss.pairWeight(4, 3, false, 0.8)).isCloseTo(-0.8 / 12, within(1e-12));
    }

    @Test
    void aTokensPartOfTheLossIsItsGradientTimesItsLogprob() {
        // N = 4 tokens: -1/4 ln 0.5; with dft -1/4 * 0.5 ln 0.5
        assertThat(SupervisedLoss.NLL.value(Math.log(0.5), 0.25)).isCloseTo(0.1733, within(1e-4));
        assertThat(SupervisedLoss.DFT.value(Math.log(0.5), 0.25)).isCloseTo(0.0866, within(1e-4));
        assertThat(SupervisedLoss.REDI.value(Math.log(0.5), -0.25)).isCloseTo(-0.1733, within(1e-4));
    }
}
