package org.reason4j.core.engine.serve;

import java.util.List;
import org.reason4j.api.sampler.RolloutRequest;

/**
 * What a client wants, ready to be decoded.
 *
 * @param chat whether it is a conversation
 * @param responses the responses to write; those to the same prompt stand together
 * @param stream whether to tell them piece by piece
 * @param usage whether a stream ends with the number of tokens
 * @param logprobs whether to tell log-probabilities
 * @param echo whether to repeat the prompt before its responses
 */
record CompletionRequest(
        boolean chat, List<RolloutRequest> responses, boolean stream, boolean usage, boolean logprobs, boolean echo) {}
