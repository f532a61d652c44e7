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
 * Learns to predict what the environment says: adds {@code coefficient} times the mean cross entropy of its tokens.
 *
 * <p>Those are the tokens that are not learned after a response's first learned one. The terms' means are apart, so that long
 * observations do not weaken reinforcement. Responses without an advantage count as well; a filter that drops their groups takes
 * this term away, too.
 *
 * <p>Metric: {@code echo/cross_entropy}.
 *
 * @see <a href="https://arxiv.org/abs/2605.24517">ECHO</a>
 */
public record Echo(Config config) implements Regularizer {

    private static final TokenStream WEIGHT = TokenStream.of("mixed-data", "observedWeight");
    private static final ObservedTokens OBSERVED = new ObservedTokens(WEIGHT);

    /**
     * Settings of ECHO.
     *
     * @param coefficient of the cross entropy, at least 0
     * @param before number of tokens at the beginning of each observation that only frame it, such as a template's marks, and are
     *     left out, at least 0
     * @param after number of such tokens at its end, at least 0
     */
    public record Config(double coefficient, int before, int after) {

        /** A tenth of the mean over whole observations. */
        public static final Config DEFAULTS = new Config(0.1, 0, 0);

        public Config {
            check(
                    coefficient >= 0 && Double.isFinite(coefficient),
                    "echo.coefficient must be at least 0, got %s",
                    coefficient);
            check(before >= 0, "echo.before must be at least 0, got %s", before);
            check(after >= 0, "echo.after must be at least 0, got %s", after);
        }
    }

    @Override
    public List<Credit> shapeCredits(List<Credit> credits) {
        return OBSERVED.marked(credits, this::observed);
    }

    /** Tokens of observations without their frames, {@code [L]}. */
    private boolean[] observed(Trajectory one) {
        boolean[] marks = new boolean[one.length()];
        int t = 0;
        while (!one.isLearned(t)) {
            t++; // a shared beginning or a hint is no observation
        }
        while (t < marks.length) {
            int from = t;
            while (t < marks.length && one.isLearned(t) == one.isLearned(from)) {
                t++;
            }
            for (int i = from + config.before(); !one.isLearned(from) && i < t - config.after(); i++) {
                marks[i] = true;
            }
        }
        return marks;
    }

    @Override
    public Optional<NDArray> loss(TokenBatch batch) {
        Optional<NDArray> entropy = OBSERVED.crossEntropy(batch);
        entropy.ifPresent(share -> batch.share("echo/cross_entropy", share));
        return entropy.map(share -> share.mul(batch.constant(config.coefficient())));
    }

    @Override
    public Requirements requirements() {
        return Requirements.lossStreams(TokenStream.OBSERVED_LOGPROBS);
    }
}
