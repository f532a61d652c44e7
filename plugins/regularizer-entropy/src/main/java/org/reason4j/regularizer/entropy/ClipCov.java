package org.reason4j.regularizer.entropy;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntToDoubleFunction;
import org.reason4j.api.data.Credit;
import org.reason4j.api.data.Requirements;
import org.reason4j.api.data.TokenStream;
import org.reason4j.api.data.Trajectory;
import org.reason4j.api.random.SplitMix64;
import org.reason4j.api.regularizer.Regularizer;
import org.reason4j.api.track.Metrics;

/**
 * Clip-Cov: takes a few tokens of high covariance out of the update. Of the learned tokens whose {@link
 * TokenCovariance} is between {@code low} and {@code high}, {@code max(1, floor(ratio * N))} are drawn uniformly, and
 * their advantage becomes 0. With a loss that is proportional to the advantage, value and gradient are then 0; such a
 * token still counts in every denominator, and terms of other regularizers still apply to it.
 *
 * <p>The draw is a function of the seed, the policy's version, the prompt's id, the sample and the token's place.
 *
 * <p>Deviations: tokens are chosen once per step, over all of it, from the log-probabilities at the step's start; verl
 * chooses in every micro-batch, from those of the policy in training, and passes over tokens that PPO clips. At the
 * step's start it clips none.
 *
 * <p>Metrics: {@code regularizer/clip_cov_candidates} and {@code regularizer/clip_cov_clipped}, numbers of tokens.
 *
 * @see <a href="https://arxiv.org/abs/2505.22617">The Entropy Mechanism of Reinforcement Learning, section 4.2</a>
 */
public final class ClipCov implements Regularizer {

    private final ClipCovConfig config;
    private final Metrics metrics;

    public ClipCov(ClipCovConfig config, Metrics metrics) {
        this.config = config;
        this.metrics = metrics;
    }

    @Override
    public Requirements requirements() {
        return Requirements.streams(TokenStream.OLD_LOGPROBS);
    }

    @Override
    public List<Credit> shapeCredits(List<Credit> credits) {
        LearnedTokens tokens = new LearnedTokens(credits);
        List<float[]> clipped = tokens.perCredit(choose(tokens));
        List<Credit> shaped = new ArrayList<>();
        for (int i = 0; i < credits.size(); i++) {
            shaped.add(without(clipped.get(i), credits.get(i)));
        }
        return shaped;
    }

    /** Returns true for each token that is taken out, {@code [N]}. */
    boolean[] choose(LearnedTokens tokens) {
        double[] covariances = tokens.covariances();
        double[] draws = tokens.values(credit -> draws(credit.trajectory()));
        int candidates = 0;
        for (int i = 0; i < draws.length; i++) {
            boolean candidate = config.low() < covariances[i] && covariances[i] < config.high();
            candidates += candidate ? 1 : 0;
            draws[i] = candidate ? draws[i] : -1; // below every draw
        }
        int count = Math.min(candidates, Largest.count(config.ratio(), draws.length));
        metrics.add("regularizer/clip_cov_candidates", candidates);
        metrics.add("regularizer/clip_cov_clipped", count);
        return Largest.of(draws, count);
    }

    /** The draw for each place of a response, in [0, 1). */
    private IntToDoubleFunction draws(Trajectory one) {
        long key = SplitMix64.key(config.seed(), one.policyVersion().orElse(0), one.sample());
        long response = SplitMix64.number(SplitMix64.extend(key, one.prompt().id()), 0);
        return t -> SplitMix64.uniform(SplitMix64.number(response, t));
    }

    private static Credit without(float[] clipped, Credit credit) {
        float[] advantages = credit.advantages().clone();
        for (int t = 0; t < advantages.length; t++) {
            advantages[t] = clipped[t] > 0 ? 0 : advantages[t];
        }
        return Credit.of(credit.trajectory(), advantages);
    }
}
