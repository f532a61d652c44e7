package org.reason4j.optimizer.offpolicy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.reason4j.api.data.Credit;
import org.reason4j.api.data.Requirements;
import org.reason4j.api.data.TokenStream;
import org.reason4j.api.optimizer.CreditShaper;
import org.reason4j.api.track.Metrics;
import org.reason4j.optimizer.offpolicy.ImportanceSamplingConfig.Level;

/**
 * Corrects for responses that were sampled from another distribution than that of the policy at the step's start: by
 * other kernels, by older weights, or after top-k, top-p and min-p. Multiplies each advantage by {@code min(w, cap)},
 * with {@code w} from {@link ImportanceWeights}.
 *
 * <p>The weight is a constant factor of the loss. It may be applied to the advantage instead if the loss scales with a
 * token's advantage, as do PPO's clip with all its bounds, GSPO in its token form and CISPO. RLOO and GMPO have one
 * advantage per response, the mean over its tokens; with weights per token a response is weighted by their mean, so
 * choose {@code level: SEQUENCE} there. Losses that read only the sign of an advantage, or add to it, are not
 * corrected.
 *
 * <p>Only learned tokens count; a response without any keeps its advantages. In a tree, tokens shared with an earlier
 * response do not count.
 *
 * <p>Metrics; weights are those of tokens or of responses, by {@code level}:
 *
 * <ul>
 *   <li>{@code mismatch/raw_weight_mean}, {@code raw_weight_max}, {@code raw_ess}: of weights before truncation; the last is
 *       the effective sample size as a share
 *   <li>{@code mismatch/weight_mean}, {@code weight_max}, {@code ess}: after truncation, before normalisation
 *   <li>{@code mismatch/truncated_share}: share of weights above the cap
 *   <li>{@code mismatch/kl_k1}, {@code kl_k3}, {@code kl_k3_max}: {@link MismatchDivergence} over learned tokens
 * </ul>
 *
 * @see <a href="https://fengyao.notion.site/off-policy-rl">Your efficient RL framework secretly brings you off-policy RL
 *     training: truncated importance sampling</a>
 */
public final class TruncatedImportanceSampling implements CreditShaper {

    private final ImportanceSamplingConfig config;
    private final Metrics metrics;

    public TruncatedImportanceSampling(ImportanceSamplingConfig config, Metrics metrics) {
        this.config = config;
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
                .map(ratios -> ImportanceWeights.of(ratios, config.level()))
                .toList();
        double[] all = all(raw);
        if (all.length == 0) { // no learned tokens in this step
            return credits;
        }
        WeightSpread truncated = WeightSpread.of(truncated(all));
        report(WeightSpread.of(all), truncated, share(all), MismatchDivergence.of(all(logRatios)));
        double scale = config.normalised() ? 1 / truncated.mean() : 1;
        List<Credit> weighted = new ArrayList<>();
        for (int i = 0; i < credits.size(); i++) {
            weighted.add(weighted(credits.get(i), truncated(raw.get(i)), scale));
        }
        return weighted;
    }

    private static double[] all(List<double[]> parts) {
        return parts.stream().flatMapToDouble(Arrays::stream).toArray();
    }

    private double[] truncated(double[] weights) {
        return Arrays.stream(weights).map(w -> Math.min(w, config.cap())).toArray();
    }

    private double share(double[] weights) {
        return (double) Arrays.stream(weights).filter(w -> w > config.cap()).count() / weights.length;
    }

    private Credit weighted(Credit credit, double[] weights, double scale) {
        float[] advantages = credit.advantages().clone();
        int next = 0;
        for (int t = 0; t < advantages.length; t++) {
            if (credit.trajectory().isLearned(t)) {
                advantages[t] *= (float) (scale * weights[config.level() == Level.TOKEN ? next++ : 0]);
            }
        }
        return Credit.of(credit.trajectory(), advantages);
    }

    private void report(WeightSpread raw, WeightSpread truncated, double share, MismatchDivergence divergence) {
        metrics.mean("mismatch/raw_weight_mean", raw.mean());
        metrics.mean("mismatch/raw_weight_max", raw.max());
        metrics.mean("mismatch/raw_ess", raw.effectiveShare());
        metrics.mean("mismatch/weight_mean", truncated.mean());
        metrics.mean("mismatch/weight_max", truncated.max());
        metrics.mean("mismatch/ess", truncated.effectiveShare());
        metrics.mean("mismatch/truncated_share", share);
        metrics.mean("mismatch/kl_k1", divergence.k1());
        metrics.mean("mismatch/kl_k3", divergence.k3());
        metrics.mean("mismatch/kl_k3_max", divergence.k3Max());
    }
}
