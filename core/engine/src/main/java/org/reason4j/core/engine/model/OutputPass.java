package org.reason4j.core.engine.model;

import ai.djl.ndarray.NDArray;
import java.util.function.Consumer;

/**
 * A forward pass of a model with one number per scored token, whose backward pass is still to come.
 *
 * @param output the numbers, {@code [M]}
 * @param backward adds to the gradients of the weights; takes the gradient with respect to the output, {@code [M]}
 */
public record OutputPass(float[] output, Consumer<NDArray> backward) {}
