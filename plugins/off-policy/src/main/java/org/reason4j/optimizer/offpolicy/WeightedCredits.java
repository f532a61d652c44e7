package org.reason4j.optimizer.offpolicy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import org.reason4j.api.data.Credit;
import org.reason4j.api.data.Requirements;
import org.reason4j.api.data.TokenStream;
import org.reason4j.api.optimizer.CreditShaper;
import org.reason4j.api.track.Metrics;
import org.reason4j.optimizer.offpolicy.ImportanceSamplingConfig.Level;

/**
 * Multiplies each advantage by an importance weight that was bounded in some way.
 *
 * <p>Only learned tokens count; a response without any keeps its advantages, and so does one whose sampling distribution is not
 * known, such as a demonstration. In a tree, tokens shared with an earlier response do not count.
 */
final class WeightedCredits implements CreditShaper {

    private final Level level;
    private final DoubleUnaryOperator bound;
    private final boolean normalised;
    private final String changed;
    private final Metrics metrics;

    /**
     * Prepares weights.
     *
     * @param level unit of a weight
     * @param bound what is made of a weight, at least 0
     * @param normalised true to divide bounded weights by their mean over the step
     * @param changed metric of the share of weights that the bound changes
     */
    WeightedCredits(Level level, DoubleUnaryOperator bound, boolean normalised, String changed, Metrics metrics) {
        this.level = level;
        this.bound = bound;
        this.normalised = normalised;
        this.changed = changed;
        this.metrics = metrics;
    }

    @Override
    public Requirements requirements() {
        return Requirements.streams(TokenStream.OLD_LOGPROBS, TokenStream.SAMPLED_LOGPROBS)
                .withSamplingCorrection();
    }

    @Override
    public List<Credit> shape(List<Credit> credits) {
        List<double[]> logRatios = credits.stream()
                .map(credit -> ImportanceWeights.logRatios(credit.trajectory()))
                .toList();
        List<double[]> raw = logRatios.stream()
                .map(ratios -> ImportanceWeights.of(ratios, level))
                .toList();
        double[] all = all(raw);
        if (all.length == 0) { // no learned tokens in this step
            return credits;
        }
        WeightSpread bounded = WeightSpread.of(bounded(all));
        report(WeightSpread.of(all), bounded, share(all), MismatchDivergence.of(all(logRatios)));
        double scale = normalised && bounded.mean() > 0 ? 1 / bounded.mean() : 1;
        List<Credit> weighted = new ArrayList<>();
        for (int i = 0; i < credits.size(); i++) {
            weighted.add(
                    raw.get(i).length == 0 ? credits.get(i) : weighted(credits.get(i), bounded(raw.get(i)), scale));
        }
        return weighted;
    }

    private static double[] all(List<double[]> parts) {
        return parts.stream().flatMapToDouble(Arrays::stream).toArray();
    }

    private double[] bounded(double[] weights) {
        return Arrays.stream(weights).map(bound).toArray();
    }

    private double share(double[] weights) {
        return (double) Arrays.stream(weights)
                        .filter(w -> bound.applyAsDouble(w) != w)
                        .count()
                / weights.length;
    }

    private Credit weighted(Credit credit, double[] weights, double scale) {
        float[] advantages = credit.advantages();
        int next = 0;
        for (int t = 0; t < advantages.length; t++) {
            if (credit.trajectory().isLearned(t)) {
                advantages[t] *= (float) (scale * weights[level == Level.TOKEN ? next++ : 0]);
            }
        }
        return credit.withAdvantages(advantages);
    }

    private void report(WeightSpread raw, WeightSpread bounded, double share, MismatchDivergence divergence) {
        metrics.mean("mismatch/raw_weight_mean", raw.mean());
        metrics.mean("mismatch/raw_weight_max", raw.max());
        metrics.mean("mismatch/raw_ess", raw.effectiveShare());
        metrics.mean("mismatch/weight_mean", bounded.mean());
        metrics.mean("mismatch/weight_max", bounded.max());
        metrics.mean("mismatch/ess", bounded.effectiveShare());
        metrics.mean(changed, share);
        metrics.mean("mismatch/kl_k1", divergence.k1());
        metrics.mean("mismatch/kl_k3", divergence.k3());
        metrics.mean("mismatch/kl_k3_max", divergence.k3Max());
    }
}
