package org.reason4j.optimizer.offpolicy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.reason4j.api.data.Credit;
import org.reason4j.api.data.Requirements;
import org.reason4j.api.data.TokenStream;
import org.reason4j.api.optimizer.CreditShaper;
import org.reason4j.api.track.Metrics;

/**
 * Gives the tokens of a step with the largest squared log-ratio an advantage of 0, until the mean of the others is at most a
 * threshold: few extreme tokens carry most of the second moment, and a stale batch is used but for them (M2PO). With {@code d =
 * oldLogprob - sampledLogprob}: {@code M2 = mean d²} over the tokens that are kept. They stay in the denominators of the loss. Of
 * equal ones the earlier is kept.
 *
 * <p>Metrics: {@code mismatch/second_moment} before, {@code mismatch/second_moment_kept} after, and {@code mismatch/masked_share} of
 * tokens.
 *
 * @see <a href="https://arxiv.org/abs/2510.01161">Prosperity before Collapse: M2PO, section 4.1</a>
 */
public final class SecondMomentMask implements CreditShaper {

    private final SecondMomentMaskConfig config;
    private final Metrics metrics;

    public SecondMomentMask(SecondMomentMaskConfig config, Metrics metrics) {
        this.config = config;
        this.metrics = metrics;
    }

    @Override
    public Requirements requirements() {
        return Requirements.streams(TokenStream.OLD_LOGPROBS, TokenStream.SAMPLED_LOGPROBS);
    }

    @Override
    public List<Credit> shape(List<Credit> credits) {
        double[] squares = credits.stream()
                .flatMapToDouble(credit -> Arrays.stream(ImportanceWeights.logRatios(credit.trajectory())))
                .map(d -> d * d)
                .toArray();
        if (squares.length == 0) {
            return credits;
        }
        int[] ascending = IntStream.range(0, squares.length)
                .boxed()
                .sorted(Comparator.comparingDouble(i -> squares[i]))
                .mapToInt(Integer::intValue)
                .toArray();
        double all = Arrays.stream(squares).sum();
        double sum = 0;
        int count = 0;
        boolean[] kept = new boolean[squares.length];
        while (count < squares.length && sum + squares[ascending[count]] <= config.threshold() * (count + 1)) {
            sum += squares[ascending[count]];
            kept[ascending[count++]] = true;
        }
        metrics.mean("mismatch/second_moment", all / squares.length);
        metrics.mean("mismatch/second_moment_kept", sum / Math.max(1, count));
        metrics.mean("mismatch/masked_share", 1 - (double) count / squares.length);
        return masked(credits, kept);
    }

    private static List<Credit> masked(List<Credit> credits, boolean[] kept) {
        List<Credit> masked = new ArrayList<>();
        int next = 0;
        for (Credit credit : credits) {
            float[] advantages = credit.advantages();
            int tokens = ImportanceWeights.logRatios(credit.trajectory()).length;
            for (int t = 0; tokens > 0 && t < advantages.length; t++) {
                if (credit.trajectory().isLearned(t) && !kept[next++]) {
                    advantages[t] = 0;
                }
            }
            masked.add(credit.withAdvantages(advantages));
        }
        return masked;
    }
}
