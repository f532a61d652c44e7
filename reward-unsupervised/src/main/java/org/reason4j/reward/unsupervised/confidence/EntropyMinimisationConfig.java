package org.reason4j.reward.unsupervised.confidence;

import static org.reason4j.api.plugin.ConfigException.check;

import org.reason4j.api.data.LossAggregation;

/**
 * Settings of entropy minimisation.
 *
 * @param temperature divisor of the logits before the entropy is taken, in (0, 100]; it need not be that of sampling
 * @param aggregation mean over tokens that the loss is
 */
public record EntropyMinimisationConfig(double temperature, LossAggregation aggregation) {

    /** One-shot EM: temperature 0.5, mean over learned tokens. */
    public static final EntropyMinimisationConfig DEFAULTS =
            new EntropyMinimisationConfig(0.5, LossAggregation.TOKEN_MEAN);

    public EntropyMinimisationConfig {
        check(
                temperature > 0 && temperature <= 100,
                "entropy-minimisation.temperature must be in (0, 100], got %s",
                temperature);
    }
}
