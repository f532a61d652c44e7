package org.reason4j.core.engine.model.kernel;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;

/**
 * Prompts to read, and where their keys and values go.
 *
 * @param ids the prompts, {@code [B, T]}, padded at the end
 * @param fused whether attention is fused
 * @param split the columns of each prompt that become a prefix, {@code [B]}
 * @param source for each write, the prompts whose columns it puts into slots
 * @param slots for each write, the slots
 * @param into for each write, the index of the slots' decode batch, {@code [W]}
 * @param first for each write, the first column to put, {@code [W]}
 */
public record PrefillInput(
        NDArray ids, boolean fused, NDArray split, NDList source, NDList slots, NDArray into, NDArray first) {}
