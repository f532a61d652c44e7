package org.reason4j.core.engine.serve;

import java.util.List;
import java.util.Optional;
import org.reason4j.api.sampler.RolloutRequest;

/**
 * A client's request, ready to be decoded.
 *
 * @param model name of the model that answers
 * @param chat true for a conversation, false for a text
 * @param responses the responses to write; those to the same prompt stand together
 * @param stream true to send them piece by piece
 * @param usage true to end a stream with the numbers of tokens
 * @param logprobs true to send log-probabilities
 * @param echo true to repeat the prompt before its responses
 * @param scoring prompts to be scored, in place of responses
 * @param details what is asked about tokens
 */
record CompletionRequest(
        String model,
        boolean chat,
        List<RolloutRequest> responses,
        boolean stream,
        boolean usage,
        boolean logprobs,
        boolean echo,
        Optional<PromptScoring> scoring,
        TokenDetails details) {

    /** A request for the log-probabilities of prompts. */
    static CompletionRequest of(String model, PromptScoring scoring) {
        return new CompletionRequest(
                model, false, List.of(), false, false, true, true, Optional.of(scoring), TokenDetails.NONE);
    }
}
