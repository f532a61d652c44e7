package org.reason4j.core.engine.model.kernel;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;

/**
 * Inputs of a pass that feeds several tokens to a slot: {@code N} rows, of which the first {@code M} are rows of slots. Numbers
 * of rows stand where {@link DecodeInput} has numbers of slots.
 *
 * @param groups of the caches of each length that has rows here: their number of rows {@code n}, the most rows {@code w} of
 *     one of their slots, and the columns that are read
 * @param grid for each such length: the rows of its slots, {@code [m]}; the row of each in the caches, {@code [m]}; the rows of
 *     each row of the caches, {@code [n w]}, any row where it has fewer
 * @param token the token of each row, {@code [N]}
 * @param position its position, {@code [N]}
 * @param at its own column in the slot, {@code [M]}
 * @param cell the index of each row in the grids' last parts, one after the other, {@code [M]}
 * @param uniforms draws in [0, 1), {@code [N, 1]}
 * @param temperature of each row, {@code [N, 1]}; 0 for the most likely token
 * @param filtered rows with top-k, top-p or min-p, {@code [F]}
 * @param limits their top-k, top-p and min-p, {@code [F, 3]}
 * @param calmed rows whose tokens' entropy is lowered, {@code [E]}
 * @param calming how, {@code [E, 5]}
 * @param members rows that read a prefix, sorted by it; a row may be repeated
 * @param counts members of each prefix
 * @param holders rows with a prefix, {@code [P]}
 * @param found the index of each of them among the members, {@code [P]}
 * @param prefixes keys, then values of every layer, {@code [kv, columns, D]}, one prefix after the other
 */
public record VerifyInput(
        long[] groups,
        NDList grid,
        NDArray token,
        NDArray position,
        NDArray at,
        NDArray cell,
        NDArray uniforms,
        NDArray temperature,
        NDArray filtered,
        NDArray limits,
        NDArray calmed,
        NDArray calming,
        NDArray members,
        NDArray counts,
        NDArray holders,
        NDArray found,
        NDList prefixes) {}
