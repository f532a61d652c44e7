package org.reason4j.optimizer.preference;

import ai.djl.ndarray.NDArray;
import ai.djl.nn.Activation;
import java.util.Arrays;
import java.util.List;
import org.reason4j.api.data.Credit;
import org.reason4j.api.data.ModelRef;
import org.reason4j.api.data.Requirements;
import org.reason4j.api.data.ScoredGroup;
import org.reason4j.api.data.ScoredTrajectory;
import org.reason4j.api.data.TokenBatch;
import org.reason4j.api.data.TokenStream;
import org.reason4j.api.data.Trajectory;
import org.reason4j.api.model.ScoringModels;
import org.reason4j.api.optimizer.PolicyOptimizer;
import org.reason4j.api.track.Metrics;

/**
 * Kahneman-Tversky optimization: {@code w_D (1 - sigmoid(beta (r - z)))} for desirable and {@code w_U (1 - sigmoid(beta (z - r)))} for
 * undesirable responses, with {@code r = log(pi / pi_ref)} of a whole response and the reference point {@code z}, {@link Divergence};
 * the mean over responses. Labels come with the data; rewards play no part.
 *
 * <p>The reference point is computed once per step, with the policy before its updates: with one update per step that of the paper.
 *
 * <p>Metrics: {@code kto/reference_point} ({@code z}); {@code preference/reward_chosen} and {@code preference/reward_rejected}, means of
 * {@code beta r} over desirable and undesirable responses, {@code preference/margin}, their difference, and {@code
 * preference/accuracy}, the share of responses on the right side of the reference point.
 *
 * @see <a href="https://arxiv.org/abs/2402.01306">KTO, equation 8</a>
 */
public record Kto(KtoConfig config, ScoringModels scoring, Metrics metrics) implements PolicyOptimizer {

    /** The reference point on every token. */
    private static final TokenStream POINT = TokenStream.of("optimizer-preference", "referencePoint");

    /** Responses of the step for each of a response's label, on every token: a mean over all becomes one over those. */
    private static final TokenStream BALANCE = TokenStream.of("optimizer-preference", "balance");

    @Override
    public Requirements requirements() {
        Requirements needs = Requirements.streamsOf(
                        "the sampler 'labelled-responses' or 'preference-pairs'", Labels.STREAM)
                .and(Requirements.lossStreams(TokenStream.REFERENCE_LOGPROBS))
                .withOwnSignal();
        return switch (config.referencePoint()) {
            case MISMATCHED -> needs.and(Requirements.models(ModelRef.POLICY, ModelRef.REFERENCE));
            case BATCH -> needs.and(Requirements.streams(TokenStream.OLD_LOGPROBS, TokenStream.REFERENCE_LOGPROBS));
            case ZERO -> needs;
        };
    }

    @Override
    public List<Credit> credit(List<ScoredGroup> groups) {
        List<Trajectory> responses = groups.stream()
                .flatMap(group -> group.trajectories().stream())
                .map(ScoredTrajectory::trajectory)
                .filter(one -> one.length() > 0)
                .toList();
        double point = point(responses);
        metrics.mean("kto/reference_point", point);
        double all = responses.size();
        long desirable = responses.stream().filter(Labels::isPositive).count();
        return responses.stream()
                .map(one -> Labels.isPositive(one)
                        ? credit(one, 1, point, all / desirable)
                        : credit(one, -1, point, all / (all - desirable)))
                .toList();
    }

    private double point(List<Trajectory> responses) {
        return switch (config.referencePoint()) {
            case MISMATCHED -> Divergence.ofMismatched(responses, scoring);
            case BATCH -> Divergence.ofBatch(responses);
            case ZERO -> 0;
        };
    }

    private static Credit credit(Trajectory one, int label, double point, double balance) {
        return Credit.constant(one.with(POINT, filled(one, point)).with(BALANCE, filled(one, balance)), label);
    }

    private static float[] filled(Trajectory one, double number) {
        float[] numbers = new float[one.length()];
        Arrays.fill(numbers, (float) number);
        return numbers;
    }

    @Override
    public NDArray loss(TokenBatch batch) {
        NDArray rewards = batch.rowSums(ImplicitReward.perToken(batch, config.beta()));
        NDArray signs = perRow(batch, TokenStream.ADVANTAGES).sign();
        NDArray gains = rewards.sub(perRow(batch, POINT).mul(config.beta())).mul(signs);
        report(batch, rewards.stopGradient(), gains.stopGradient(), signs);
        NDArray weights = signs.gt(0)
                .toType(rewards.getDataType(), false)
                .mul(config.desirableWeight())
                .add(signs.lt(0).toType(rewards.getDataType(), false).mul(config.undesirableWeight()));
        return mean(batch, Activation.sigmoid(gains.neg()).mul(weights)); // 1 - sigmoid(x) = sigmoid(-x)
    }

    /** The mean of a stream over the learned tokens of each response, which all have one number, {@code [B, 1]}. */
    private static NDArray perRow(TokenBatch batch, TokenStream stream) {
        return batch.rowSums(batch.learned(batch.stream(stream)))
                .div(batch.lengths().maximum(1));
    }

    private static void report(TokenBatch batch, NDArray rewards, NDArray gains, NDArray signs) {
        NDArray balanced = rewards.mul(perRow(batch, BALANCE));
        NDArray chosen = balanced.mul(signs.maximum(0));
        NDArray rejected = balanced.mul(signs.minimum(0)).neg();
        batch.share("preference/reward_chosen", mean(batch, chosen));
        batch.share("preference/reward_rejected", mean(batch, rejected));
        batch.share("preference/margin", mean(batch, chosen.sub(rejected)));
        batch.share(
                "preference/accuracy", mean(batch, ImplicitReward.wins(gains).mul(signs.abs())));
    }

    /** This micro-batch's share of the mean over responses of something per response, {@code [B, 1]}; a scalar. */
    private static NDArray mean(TokenBatch batch, NDArray perRow) {
        return perRow.sum().div(batch.constant(Math.max(1, batch.totals().responses())));
    }
}
