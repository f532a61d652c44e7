package org.reason4j.core.engine.model.kernel;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;

/**
 * Inputs of {@code S} slots that decode a chunk of tokens.
 *
 * @param steps most tokens to decode per slot
 * @param groups slots with rows in each of {@code G} caches, then the columns of each that are read, {@code [2 G]}; slots behind
 *     all of these are idle and have no row
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
 * @param first the position of each slot's first own column, {@code [S]}; those before it are in a prefix that slots share
 * @param members slots that read a prefix, sorted by it, {@code [R]}; a slot may be repeated
 * @param counts members of each prefix
 * @param holders slots with a prefix, {@code [P]}
 * @param found the index of each of them among the members, {@code [P]}
 * @param prefixes keys, then values of every layer, {@code [kv, columns, D]}, one prefix after the other
 */
public record DecodeInput(
        int steps,
        long[] groups,
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
        NDArray stop,
        NDArray first,
        NDArray members,
        NDArray counts,
        NDArray holders,
        NDArray found,
        NDList prefixes) {}
