package org.reason4j.core.engine.serve;

import java.util.List;
import org.reason4j.api.sampler.RolloutRequest;

/**
 * A client's request, ready to be decoded.
 *
 * @param chat true for a conversation, false for a text
 * @param responses the responses to write; those to the same prompt stand together
 * @param stream true to send them piece by piece
 * @param usage true to end a stream with the numbers of tokens
 * @param logprobs true to send log-probabilities
 * @param echo true to repeat the prompt before its responses
 */
record CompletionRequest(
        boolean chat, List<RolloutRequest> responses, boolean stream, boolean usage, boolean logprobs, boolean echo) {}
