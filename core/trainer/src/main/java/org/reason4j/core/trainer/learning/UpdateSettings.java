package org.reason4j.core.trainer.learning;

import org.reason4j.core.engine.model.AdamW;

/**
 * Settings of the updates of a step.
 *
 * @param batching mini-batches and micro-batches
 * @param epochs passes over a step's rollouts, 1 at least
 * @param recompute whether each layer's activations are computed again in the backward pass
 * @param adamW decays and epsilon of the gradient optimizer
 * @param clipNorm largest norm of the policy's gradient; 0 for no clipping
 * @param staleness most updates by which a rollout may be older than the weights that it trains
 */
public record UpdateSettings(
        Batching batching, int epochs, boolean recompute, AdamW adamW, double clipNorm, int staleness) {}
