package org.reason4j.core.engine.rollout;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.reason4j.api.backend.Capabilities;
import org.reason4j.api.backend.Generation;
import org.reason4j.api.backend.GenerationRequest;
import org.reason4j.api.backend.PolicyWeights;
import org.reason4j.api.backend.RolloutBackend;
import org.reason4j.api.data.Finish;

/**
 * Writes the letters of a script in a thread of its own: token {@code t} of every response is letter {@code t}, with
 * log-probabilities -t and -t / 2. It knows no ends of turns.
 */
final class ScriptedBackend implements RolloutBackend {

    static final long VERSION = 3;

    final List<GenerationRequest> requests = Collections.synchronizedList(new ArrayList<>());
    final List<CompletableFuture<Generation>> futures = Collections.synchronizedList(new ArrayList<>());
    private final ExecutorService thread = Executors.newSingleThreadExecutor();
    private final String script;
    private final int most;
    private final Capabilities capabilities;
    int mostOpen;
    volatile long version = VERSION;

    /** Writes at most {@code most} tokens per request. */
    ScriptedBackend(String script, int most, Capabilities capabilities) {
        this.script = script;
        this.most = most;
        this.capabilities = capabilities;
    }

    ScriptedBackend(String script) {
        this(script, Integer.MAX_VALUE, Capabilities.all());
    }

    @Override
    public Capabilities capabilities() {
        return capabilities;
    }

    @Override
    public void update(PolicyWeights weights) {
        throw new UnsupportedOperationException();
    }

    @Override
    public CompletableFuture<Generation> generate(GenerationRequest request) {
        requests.add(request);
        CompletableFuture<Generation> future = new CompletableFuture<>();
        futures.add(future);
        mostOpen = Math.max(
                mostOpen, (int) futures.stream().filter(each -> !each.isDone()).count());
        thread.execute(() -> answer(request, future));
        return future;
    }

    private void answer(GenerationRequest request, CompletableFuture<Generation> future) {
        try {
            future.complete(written(request));
        } catch (RuntimeException e) {
            future.completeExceptionally(e);
        }
    }

    /** The next letters, as many as are wanted, written and allowed. */
    Generation written(GenerationRequest request) {
        int from = request.position();
        int to =
                Math.min(script.length(), from + Math.min(most, request.params().maxTokens()));
        float[] logprobs = new float[to - from];
        float[] sampled = new float[to - from];
        for (int i = 0; i < logprobs.length; i++) {
            logprobs[i] = -(from + i);
            sampled[i] = -(from + i) / 2f;
        }
        return Generation.of(script.substring(from, to).chars().toArray(), logprobs, sampled, Finish.LENGTH, version);
    }

    /** Response tokens that a request brings, as letters. */
    static String given(GenerationRequest request) {
        int[] tokens = request.tokens();
        int[] response = Arrays.copyOfRange(tokens, request.promptLength(), tokens.length);
        return Requests.letters().decode(response, true);
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
