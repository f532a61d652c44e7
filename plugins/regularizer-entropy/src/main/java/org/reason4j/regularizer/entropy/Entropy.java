package org.reason4j.regularizer.entropy;

import ai.djl.ndarray.NDArray;
import java.util.Map;
import java.util.Optional;
import org.reason4j.api.data.Requirements;
import org.reason4j.api.data.TokenBatch;
import org.reason4j.api.data.TokenStream;
import org.reason4j.api.plugin.Stateful;
import org.reason4j.api.regularizer.Regularizer;
import org.reason4j.regularizer.entropy.EntropyConfig.Adaptation;

/**
 * Pays for entropy: adds {@code -coefficient * mean_t H_t} to the loss, with {@code H_t = -sum_v p_t(v) ln p_t(v)} over
 * the whole vocabulary, at the sampling temperature. The gradient per logit is {@code coefficient * p (ln p + H)}, over
 * the number of tokens.
 *
 * <p>With a target, the coefficient follows {@link AdaptiveCoefficient}. The entropy that it compares is that of the
 * step before, averaged over all updates, so the first step has no bonus where it adapts by steps, and a step without
 * updates changes nothing. Skywork-OR1 compares the entropy of the step itself, which costs a pass.
 *
 * <p>Metrics: {@code regularizer/entropy}, the mean over learned tokens, and {@code regularizer/entropy_coefficient}, the
 * coefficient that was applied, 0 in a step without a bonus.
 */
public final class Entropy implements Regularizer, Stateful {

    private static final String METRIC = "regularizer/entropy";
    private static final String COEFFICIENT = "coefficient";
    private static final String ACTIVE = "active";

    private final EntropyConfig config;
    private double coefficient;
    private boolean active;

    public Entropy(EntropyConfig config) {
        this.config = config;
        this.coefficient = config.coefficient();
        this.active = config.target() == 0 || config.adaptation() == Adaptation.LOGARITHM;
    }

    @Override
    public Requirements requirements() {
        return Requirements.lossStreams(TokenStream.ENTROPY);
    }

    @Override
    public Optional<NDArray> loss(TokenBatch batch) {
        NDArray entropy = batch.learned(batch.stream(TokenStream.ENTROPY));
        double applied = active ? coefficient : 0;
        batch.metric(METRIC, entropy);
        batch.metric("regularizer/entropy_coefficient", batch.mask().zerosLike().add(applied));
        return applied == 0
                ? Optional.empty()
                : Optional.of(batch.aggregate(entropy.mul(batch.constant(-applied)), config.aggregation()));
    }

    @Override
    public void stepCompleted(Map<String, Double> metrics) {
        Double entropy = metrics.get(METRIC);
        if (config.target() == 0 || entropy == null) {
            return;
        }
        if (!Double.isFinite(entropy)) {
            throw new IllegalStateException(METRIC + " is " + entropy + ", so the coefficient can't adapt to it");
        }
        coefficient = AdaptiveCoefficient.next(coefficient, entropy, config);
        active = AdaptiveCoefficient.isActive(entropy, config);
    }

    @Override
    public Map<String, Object> state() {
        return Map.of(COEFFICIENT, coefficient, ACTIVE, active);
    }

    @Override
    public void restore(Map<String, Object> state) {
        if (!(state.get(COEFFICIENT) instanceof Number saved) || !(state.get(ACTIVE) instanceof Boolean paid)) {
            throw new IllegalArgumentException("The saved state of regularizer 'entropy' has no number '" + COEFFICIENT
                    + "' or no boolean '" + ACTIVE + "': " + state);
        }
        coefficient = saved.doubleValue();
        active = paid;
    }
}
