package org.reason4j.core.engine.model.kernel;

import ai.djl.ndarray.NDArray;

/**
 * Inputs of {@code S} slots that decode a chunk of tokens.
 *
 * @param steps most tokens to decode per slot
 * @param token the token that each slot feeds first, {@code [S]}
 * @param position its position, {@code [S]}
 * @param left tokens that each slot may still write, {@code [S]}
 * @param forced known tokens, {@code [S, steps]}; -1 where one is drawn
 * @param uniforms draws in [0, 1), {@code [S, steps]}
 * @param temperature of each slot, {@code [S, 1]}; 0 for the most likely token
 * @param filtered numbers of the slots that have top-k, top-p or min-p, {@code [F]}
 * @param limits their top-k, top-p and min-p, {@code [F, 3]}
 * @param calmed numbers of the slots whose tokens' entropy is lowered, {@code [M]}
 * @param calming how, {@code [M, 5]}: threshold, share, steps, rate and divergence
 * @param stop ids of tokens that end a response, {@code [E]}
 */
public record DecodeInput(
        int steps,
        NDArray token,
        NDArray position,
        NDArray left,
        NDArray forced,
        NDArray uniforms,
        NDArray temperature,
        NDArray filtered,
        NDArray limits,
        NDArray calmed,
        NDArray calming,
        NDArray stop) {}
