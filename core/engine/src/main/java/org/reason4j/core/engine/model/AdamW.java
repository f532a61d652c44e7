package org.reason4j.core.engine.model;

/**
 * Settings of AdamW (arXiv 1711.05101).
 *
 * @param beta1 decay of the first moment, in [0, 1)
 * @param beta2 decay of the second moment, in [0, 1)
 * @param epsilon added to the root of the second moment
 * @param weightDecay decoupled weight decay of matrices; vectors have none
 */
public record AdamW(double beta1, double beta2, double epsilon, double weightDecay) {}
