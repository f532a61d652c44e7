package org.reason4j.core.engine.rollout;

import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.reason4j.api.backend.Capabilities;
import org.reason4j.api.backend.Generation;
import org.reason4j.api.backend.GenerationRequest;
import org.reason4j.api.backend.PolicyWeights;
import org.reason4j.api.backend.RolloutBackend;
import org.reason4j.api.data.Prompt;
import org.reason4j.api.data.TokenStream;
import org.reason4j.api.data.Trajectory;
import org.reason4j.api.model.Tokenizer;
import org.reason4j.api.sampler.RolloutRequest;
import org.reason4j.core.engine.model.LanguageModel;

/**
 * A rollout backend in this process, with a thread of its own. Tokens and log-probabilities are bit for bit those of a
 * {@link Decoder} over the same model: draws are a function of the request's seed and the position in the response.
 */
public final class LocalBackend implements RolloutBackend {

    private final LanguageModel model;
    private final LiveDecoder decoder;

    /**
     * Starts the thread.
     *
     * @param model the policy, which its owner updates before {@link #update} and closes after {@link #close}
     * @param slots most sequences decoded together; further ones wait
     */
    public LocalBackend(LanguageModel model, Tokenizer tokenizer, int slots) {
        this.model = model;
        decoder = new LiveDecoder(model, tokenizer, slots, PromptReuse.none(), 0);
    }

    @Override
    public Capabilities capabilities() {
        return Capabilities.all();
    }

    /**
     * Checks that the model has the weights.
     *
     * @throws IllegalStateException if the model's version is another one
     */
    @Override
    public void update(PolicyWeights weights) {
        if (model.version() != weights.version()) {
            throw new IllegalStateException("the model has version " + model.version() + " of the weights, but version "
                    + weights.version() + " was announced");
        }
    }

    @Override
    public CompletableFuture<Generation> generate(GenerationRequest request) {
        int[] tokens = request.tokens();
        int[] prompt = Arrays.copyOf(tokens, request.promptLength());
        int[] prefix = Arrays.copyOfRange(tokens, request.promptLength(), tokens.length);
        LiveDecoder.Ticket ticket = decoder.submit(
                RolloutRequest.of(Prompt.of("a sequence", List.of(), prompt), 0, request.params())
                        .withPrefix(prefix),
                request.seed(),
                LiveDecoder.Listener.NONE);
        CompletableFuture<Generation> generation = new CompletableFuture<>();
        ticket.whenComplete((trajectory, problem) -> complete(generation, prefix.length, trajectory, problem));
        generation.whenComplete((result, problem) -> ticket.cancel());
        return generation;
    }

    private static void complete(
            CompletableFuture<Generation> generation,
            int from,
            @Nullable Trajectory trajectory,
            @Nullable Throwable problem) {
        if (trajectory == null) {
            generation.completeExceptionally(
                    problem == null ? new IllegalStateException("there is no trajectory") : problem);
            return;
        }
        int[] response = trajectory.response();
        generation.complete(Generation.of(
                Arrays.copyOfRange(response, from, response.length),
                added(trajectory, TokenStream.BEHAVIOUR_LOGPROBS, from),
                added(trajectory, TokenStream.SAMPLED_LOGPROBS, from),
                trajectory.finish(),
                trajectory.policyVersion().orElseThrow()));
    }

    private static float[] added(Trajectory trajectory, TokenStream stream, int from) {
        return Arrays.copyOfRange(trajectory.stream(stream), from, trajectory.length());
    }

    /** Cancels open requests and waits for the thread. */
    @Override
    public void close() {
        decoder.close();
    }
}
