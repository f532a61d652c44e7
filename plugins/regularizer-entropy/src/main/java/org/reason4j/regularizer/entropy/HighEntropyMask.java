package org.reason4j.regularizer.entropy;

import java.util.ArrayList;
import java.util.List;
import org.reason4j.api.data.Credit;
import org.reason4j.api.data.Requirements;
import org.reason4j.api.data.TokenStream;
import org.reason4j.api.data.Trajectory;
import org.reason4j.api.optimizer.CreditShaper;
import org.reason4j.api.track.Metrics;

/**
 * Learns from forking tokens alone: those learned tokens whose entropy at the step's start is at least the {@link Quantile}
 * {@code 1 - share} of the step. Where all entropies are equal, all tokens are kept.
 *
 * <p>Deviation: the threshold is that of all tokens of the step, before its updates; the paper and TRL take it per
 * micro-batch, from the policy in training.
 *
 * <p>Metrics: {@code regularizer/high_entropy_kept}, the share of learned tokens that are kept, and {@code
 * regularizer/high_entropy_threshold}, in nats.
 *
 * @see <a href="https://arxiv.org/abs/2506.01939">Beyond the 80/20 rule</a>
 */
public final class HighEntropyMask implements CreditShaper {

    private final HighEntropyMaskConfig config;
    private final Metrics metrics;

    public HighEntropyMask(HighEntropyMaskConfig config, Metrics metrics) {
        this.config = config;
        this.metrics = metrics;
    }

    @Override
    public Requirements requirements() {
        return Requirements.streams(TokenStream.ENTROPY);
    }

    @Override
    public List<Credit> shape(List<Credit> credits) {
        LearnedTokens tokens = new LearnedTokens(credits);
        double[] entropies = tokens.values(credit -> {
            float[] own = credit.trajectory().stream(TokenStream.ENTROPY);
            return t -> own[t];
        });
        if (entropies.length == 0) {
            return credits;
        }
        double threshold = Quantile.of(entropies, 1 - config.share());
        boolean[] kept = new boolean[entropies.length];
        for (int i = 0; i < kept.length; i++) {
            kept[i] = entropies[i] >= threshold;
            metrics.mean("regularizer/high_entropy_kept", kept[i] ? 1 : 0);
        }
        metrics.mean("regularizer/high_entropy_threshold", threshold);
        return masked(credits, tokens.perCredit(kept));
    }

    private List<Credit> masked(List<Credit> credits, List<float[]> kept) {
        List<Credit> masked = new ArrayList<>();
        for (int i = 0; i < kept.size(); i++) {
            masked.add(
                    switch (config.denominator()) {
                        case ALL -> withoutAdvantages(credits.get(i), kept.get(i));
                        case KEPT -> unlearned(credits.get(i), kept.get(i));
                    });
        }
        return masked;
    }

    private static Credit withoutAdvantages(Credit credit, float[] kept) {
        float[] advantages = credit.advantages();
        for (int t = 0; t < advantages.length; t++) {
            advantages[t] = kept[t] > 0 ? advantages[t] : 0;
        }
        return credit.withAdvantages(advantages);
    }

    private static Credit unlearned(Credit credit, float[] kept) {
        Trajectory trajectory = credit.trajectory();
        boolean[] learned = trajectory.learned();
        for (int t = 0; t < learned.length; t++) {
            learned[t] = kept[t] > 0;
        }
        return credit.withTrajectory(trajectory.withLearned(learned));
    }
}
