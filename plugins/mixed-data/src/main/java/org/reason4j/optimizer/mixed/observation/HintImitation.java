package org.reason4j.optimizer.mixed.observation;

import static org.reason4j.api.plugin.ConfigException.check;

import ai.djl.ndarray.NDArray;
import java.util.List;
import java.util.Optional;
import org.reason4j.api.data.Credit;
import org.reason4j.api.data.Requirements;
import org.reason4j.api.data.TokenBatch;
import org.reason4j.api.data.TokenStream;
import org.reason4j.api.data.Trajectory;
import org.reason4j.api.regularizer.Regularizer;

/**
 * Imitates the hints of the sampler {@code uft}: adds {@code coefficient} times their mean negative log-probability to the loss,
 * which reinforces what the policy wrote after them.
 *
 * <p>Metric: {@code uft/hint_nll}.
 *
 * @see <a href="https://arxiv.org/abs/2505.16984">UFT, equation 3</a>
 */
public record HintImitation(Config config) implements Regularizer {

    private static final TokenStream WEIGHT = TokenStream.of("mixed-data", "hintWeight");
    private static final ObservedTokens HINTS = new ObservedTokens(WEIGHT);

    /**
     * Settings of the imitation of hints.
     *
     * @param coefficient of the negative log-probability, at least 0
     */
    public record Config(double coefficient) {

        /** The authors' coefficient. */
        public static final Config DEFAULTS = new Config(0.001);

        public Config {
            check(
                    coefficient >= 0 && Double.isFinite(coefficient),
                    "uft.coefficient must be at least 0, got %s",
                    coefficient);
        }
    }

    @Override
    public List<Credit> shapeCredits(List<Credit> credits) {
        return HINTS.weighted(credits, HintImitation::hint);
    }

    private static float[] hint(Trajectory one) {
        float[] hint = one.stream(HintedSampler.HINT);
        for (int t = 0; t < hint.length; t++) {
            hint[t] = hint[t] > 0 && !one.isLearned(t) ? 1 : 0;
        }
        return hint;
    }

    @Override
    public Optional<NDArray> loss(TokenBatch batch) {
        Optional<NDArray> hints = HINTS.crossEntropy(batch);
        hints.ifPresent(share -> batch.share("uft/hint_nll", share));
        return hints.map(share -> share.mul(batch.constant(config.coefficient())));
    }

    @Override
    public Requirements requirements() {
        return Requirements.lossStreams(TokenStream.OBSERVED_LOGPROBS)
                .and(Requirements.streamsOf("the sampler 'uft'", HintedSampler.HINT));
    }
}
