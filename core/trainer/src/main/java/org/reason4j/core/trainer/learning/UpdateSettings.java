package org.reason4j.core.trainer.learning;

import org.reason4j.core.engine.model.TrainedModel;

/**
 * Settings of the updates of a step.
 *
 * @param miniBatches updates per epoch, 1 at least
 * @param epochs passes over a step's rollouts, 1 at least
 * @param tokensPerMicroBatch most tokens of prompts and responses, padding included, in one pass
 * @param longestResponse most tokens of a response, the constant that some losses divide by
 * @param temperature of the rollouts, at which all log-probabilities are taken
 * @param recompute whether each layer's activations are computed again in the backward pass
 * @param adamW decays and epsilon of the gradient optimizer
 * @param clipNorm largest norm of the policy's gradient; 0 for no clipping
 * @param staleness most updates by which a rollout may be older than the weights that it trains
 */
public record UpdateSettings(
        int miniBatches,
        int epochs,
        int tokensPerMicroBatch,
        int longestResponse,
        double temperature,
        boolean recompute,
        TrainedModel.AdamW adamW,
        double clipNorm,
        int staleness) {}
