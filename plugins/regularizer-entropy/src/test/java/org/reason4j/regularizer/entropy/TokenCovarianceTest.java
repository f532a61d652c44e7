package org.reason4j.regularizer.entropy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.reason4j.testkit.Vectors.floats;
import static org.reason4j.testkit.Vectors.row;
import static org.reason4j.testkit.Vectors.vector;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.reason4j.api.data.Credit;

class TokenCovarianceTest {

    @Test
    void thePublishedExampleIsReproduced() throws IOException {
        JsonNode vector = vector("token-covariance");
        double[] covariances =
                TokenCovariance.of(row(vector.at("/inputs/logp/0")), row(vector.at("/inputs/advantages/0")));
        assertThat(covariances).containsExactly(row(vector.at("/expected/cov/0")), within(1e-9));
    }

    @Test
    void meansAreOverTheWholeStepAndOverLearnedTokensAlone() throws IOException {
        JsonNode vector = vector("token-covariance");
        float[] logprobs = floats(vector.at("/inputs/logp/0"));
        float[] advantages = floats(vector.at("/inputs/advantages/0"));
        Credit first = Credits.of(
                "p", 0, new boolean[] {true, false, true}, new float[] {logprobs[0], -50, logprobs[1]}, new float[] {
                    advantages[0], 99, advantages[1]
                });
        Credit second =
                Credits.learned(new float[] {logprobs[2], logprobs[3]}, new float[] {advantages[2], advantages[3]});
        assertThat(new LearnedTokens(List.of(first, second)).covariances())
                .containsExactly(row(vector.at("/expected/cov/0")), within(1e-6));
    }

    @Test
    void aStepWithoutLearnedTokensHasNone() {
        assertThat(new LearnedTokens(List.of()).covariances()).isEmpty();
    }

    @Test
    void theLargestAreMarkedAndOfEqualOnesTheFirst() {
        assertThat(Largest.of(new double[] {1, 3, 2, 2, 2}, 3)).containsExactly(false, true, true, true, false);
        assertThat(Largest.of(new double[] {1, 3}, 0)).containsExactly(false, false);
        assertThat(Largest.of(new double[] {1, 3}, 5)).containsExactly(true, true);
    }

    @Test
    void aShareOfFewTokensIsStillOne() {
        assertThat(Largest.count(2e-4, 4)).isEqualTo(1);
        assertThat(Largest.count(2e-4, 14_999)).isEqualTo(2);
    }
}
