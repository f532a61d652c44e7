package org.reason4j.regularizer.kl;

import static org.reason4j.api.plugin.ConfigException.check;

import ai.djl.ndarray.NDArray;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.reason4j.api.data.Requirements;
import org.reason4j.api.data.ScoredGroup;
import org.reason4j.api.data.ScoredTrajectory;
import org.reason4j.api.data.TokenBatch;
import org.reason4j.api.data.TokenStream;
import org.reason4j.api.data.Trajectory;
import org.reason4j.api.plugin.Stateful;
import org.reason4j.api.regularizer.Regularizer;
import org.reason4j.regularizer.kl.KlConfig.Estimator;
import org.reason4j.regularizer.kl.KlConfig.Place;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A penalty on the divergence from the reference policy: {@link KlEstimate} times a coefficient, which may adapt by
 * {@link AdaptiveCoefficient} or follow a {@link CoefficientSchedule}.
 *
 * <p>In the loss the term is computed from the policy in training, at every update. In the reward it is computed once
 * per step, from the policy at the step's start: {@code r_t = r_t - beta * k(oldLogprobs_t, refLogprobs_t)} on learned
 * tokens.
 *
 * <p>Metrics: {@code regularizer/kl}, the mean of the estimate over learned tokens, and
 * {@code regularizer/kl_coefficient}. An adaptive coefficient follows the first of them; it stays as it is after a step
 * without updates.
 */
public final class Kl implements Regularizer, Stateful {

    private static final Logger LOG = LoggerFactory.getLogger(Kl.class);
    private static final String METRIC = "regularizer/kl";
    private static final String COEFFICIENT = "coefficient";
    private static final String STEPS = "steps";

    private final KlConfig config;
    private double coefficient;
    private int samples;
    private long done;

    public Kl(KlConfig config) {
        this.config = config;
        this.coefficient = config.coefficient();
        if (config.place() == Place.LOSS && config.estimator() == Estimator.K1 && !config.importanceWeighted()) {
            LOG.warn("kl.estimator K1 in the loss has an expected gradient of zero and restrains nothing; "
                    + "use K2 or K3_PLUS, or set kl.place to REWARD");
        }
    }

    @Override
    public Requirements requirements() {
        if (config.place() == Place.REWARD) {
            return Requirements.streams(TokenStream.REFERENCE_LOGPROBS, TokenStream.OLD_LOGPROBS);
        }
        return config.importanceWeighted()
                ? Requirements.lossStreams(TokenStream.REFERENCE_LOGPROBS, TokenStream.OLD_LOGPROBS)
                : Requirements.lossStreams(TokenStream.REFERENCE_LOGPROBS);
    }

    @Override
    public List<ScoredGroup> shape(List<ScoredGroup> groups) {
        samples = groups.stream().mapToInt(ScoredGroup::size).sum();
        check(
                config.target() == 0 || AdaptiveCoefficient.isStable(samples, config.horizon()),
                "kl.horizon must exceed a fifth of the samples of a step, %s / 5, got %s; a shorter one could turn the "
                        + "coefficient negative",
                samples,
                config.horizon());
        return config.place() == Place.LOSS
                ? groups
                : groups.stream().map(group -> group.map(this::charge)).toList();
    }

    private ScoredTrajectory charge(ScoredTrajectory scored) {
        Trajectory trajectory = scored.trajectory();
        float[] old = trajectory.stream(TokenStream.OLD_LOGPROBS);
        float[] reference = trajectory.stream(TokenStream.REFERENCE_LOGPROBS);
        float[] rewards = scored.tokenRewards().clone();
        for (int t = 0; t < rewards.length; t++) {
            if (trajectory.isLearned(t)) {
                rewards[t] -= (float) (coefficient() * KlEstimate.of(old[t], reference[t], config));
            }
        }
        return scored.withTokenRewards(rewards);
    }

    @Override
    public Optional<NDArray> loss(TokenBatch batch) {
        NDArray policy = config.place() == Place.LOSS ? batch.logprobs() : batch.oldLogprobs();
        NDArray logprobs = batch.learned(policy);
        NDArray reference = batch.learned(batch.stream(TokenStream.REFERENCE_LOGPROBS));
        NDArray kl = KlEstimate.perToken(logprobs, reference, config);
        batch.metric(METRIC, kl);
        batch.metric("regularizer/kl_coefficient", batch.mask().zerosLike().add(coefficient()));
        if (config.place() == Place.REWARD) {
            return Optional.empty();
        }
        NDArray term = config.importanceWeighted() ? kl.mul(ratio(batch, logprobs)) : kl;
        return Optional.of(batch.aggregate(term.mul(batch.constant(coefficient())), config.aggregation()));
    }

    private static NDArray ratio(TokenBatch batch, NDArray logprobs) {
        return logprobs.sub(batch.learned(batch.oldLogprobs())).clip(-20, 20).exp();
    }

    @Override
    public void stepCompleted(Map<String, Double> metrics) {
        done++;
        Double kl = metrics.get(METRIC);
        if (config.target() == 0 || kl == null) {
            return;
        }
        if (!Double.isFinite(kl)) {
            throw new IllegalStateException(METRIC + " is " + kl + ", so the coefficient can't adapt to it");
        }
        coefficient = AdaptiveCoefficient.next(coefficient, kl, samples, config.target(), config.horizon());
    }

    /** The coefficient of the present step. */
    private double coefficient() {
        return CoefficientSchedule.at(done, coefficient, config);
    }

    @Override
    public Map<String, Object> state() {
        return Map.of(COEFFICIENT, coefficient, STEPS, done);
    }

    /** Version 1 had no number of steps. */
    @Override
    public int stateVersion() {
        return 2;
    }

    @Override
    public void restore(Map<String, Object> state) {
        coefficient = Saved.number(state, "kl", COEFFICIENT).doubleValue();
        done = Saved.number(state, "kl", STEPS).longValue();
    }
}
