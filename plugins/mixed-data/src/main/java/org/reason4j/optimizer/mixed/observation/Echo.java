package org.reason4j.optimizer.mixed.observation;

import static org.reason4j.api.plugin.ConfigException.check;

import ai.djl.ndarray.NDArray;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.reason4j.api.data.Credit;
import org.reason4j.api.data.Requirements;
import org.reason4j.api.data.TokenBatch;
import org.reason4j.api.data.TokenStream;
import org.reason4j.api.data.Trajectory;
import org.reason4j.api.model.Tokenizer;
import org.reason4j.api.regularizer.Regularizer;

/**
 * Learns to predict what the environment says: adds {@code coefficient} times the mean cross entropy of its tokens.
 *
 * <p>Those are the tokens that are not learned after a response's first learned one, all of them or the text of some roles.
 * The terms' means are apart, so that long observations do not weaken reinforcement. Responses without an advantage count as
 * well; a filter that drops their groups takes this term away, too.
 *
 * <p>Metric: {@code echo/cross_entropy}.
 *
 * @see <a href="https://arxiv.org/abs/2605.24517">ECHO</a>
 */
public record Echo(Config config, Tokenizer tokenizer) implements Regularizer {

    private static final TokenStream WEIGHT = TokenStream.of("mixed-data", "observedWeight");
    private static final ObservedTokens OBSERVED = new ObservedTokens(WEIGHT);

    /**
     * Settings of ECHO.
     *
     * @param coefficient of the cross entropy, at least 0
     * @param before number of tokens at the beginning of each observation that only frame it, such as a template's marks, and are
     *     left out, at least 0
     * @param after number of such tokens at its end, at least 0
     * @param roles kinds of text that alone are learned, by names of the recipe's choice; empty for whole observations
     */
    public record Config(double coefficient, int before, int after, Map<String, Role> roles) {

        /** A tenth of the mean over whole observations. */
        public static final Config DEFAULTS = new Config(0.1, 0, 0, Map.of());

        public Config {
            check(
                    coefficient >= 0 && Double.isFinite(coefficient),
                    "echo.coefficient must be at least 0, got %s",
                    coefficient);
            check(before >= 0, "echo.before must be at least 0, got %s", before);
            check(after >= 0, "echo.after must be at least 0, got %s", after);
            roles = Collections.unmodifiableMap(new LinkedHashMap<>(roles));
            check(
                    roles.isEmpty() || before == 0 && after == 0,
                    "echo.roles says where the text of an observation begins and ends, and so do echo.before and echo.after;"
                            + " leave those out");
            roles.forEach((name, role) -> {
                check(
                        !role.open().isEmpty(),
                        "echo.roles.%s.open is empty; give the mark that its text follows, such as <result>",
                        name);
                check(
                        role.weight() >= 0 && Double.isFinite(role.weight()),
                        "echo.roles.%s.weight must be at least 0, got %s",
                        name,
                        role.weight());
            });
        }
    }

    @Override
    public List<Credit> shapeCredits(List<Credit> credits) {
        return OBSERVED.weighted(credits, this::observed);
    }

    /** Factors of the tokens of observations, {@code [L]}; 0 elsewhere. */
    private float[] observed(Trajectory one) {
        float[] factors = new float[one.length()];
        int t = 0;
        while (!one.isLearned(t)) {
            t++; // a shared beginning or a hint is no observation
        }
        while (t < factors.length) {
            int from = t;
            while (t < factors.length && one.isLearned(t) == one.isLearned(from)) {
                t++;
            }
            if (!one.isLearned(from)) {
                float[] own = observation(Arrays.copyOfRange(one.response(), from, t));
                System.arraycopy(own, 0, factors, from, own.length);
            }
        }
        return factors;
    }

    /** Factors of the tokens of one observation, {@code [n]}. */
    private float[] observation(int[] tokens) {
        if (!config.roles().isEmpty()) {
            return new RoleWeights(tokenizer, tokens).of(config.roles().values());
        }
        float[] whole = new float[tokens.length];
        for (int i = config.before(); i < tokens.length - config.after(); i++) {
            whole[i] = 1;
        }
        return whole;
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
