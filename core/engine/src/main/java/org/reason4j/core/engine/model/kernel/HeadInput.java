package org.reason4j.core.engine.model.kernel;

import ai.djl.ndarray.NDArray;

/**
 * Tokens whose log-probabilities a language head computes.
 *
 * @param target the token after each position, {@code [N]}
 * @param further other tokens at the same place, {@code [N, K]}; empty for none
 * @param temperature divisor of the logits of each position, {@code [N]}; 1 for padding
 * @param chunk positions whose logits exist at a time
 */
public record HeadInput(NDArray target, NDArray further, NDArray temperature, int chunk) {}
