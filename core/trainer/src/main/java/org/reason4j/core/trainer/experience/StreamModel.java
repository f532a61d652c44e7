package org.reason4j.core.trainer.experience;

import java.util.function.Function;
import org.reason4j.api.data.TokenStream;
import org.reason4j.core.engine.model.TokenRows;

/**
 * A model beside the policy that computes a stream.
 *
 * @param name of the model, and of the time that it takes in metrics
 * @param stream that it computes
 * @param output its numbers for the scored tokens, {@code [M]}
 */
public record StreamModel(String name, TokenStream stream, Function<TokenRows, float[]> output) {}
