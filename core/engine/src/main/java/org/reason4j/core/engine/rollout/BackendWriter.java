package org.reason4j.core.engine.rollout;

import static org.reason4j.api.plugin.ConfigException.check;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.reason4j.api.backend.Generation;
import org.reason4j.api.backend.GenerationRequest;
import org.reason4j.api.data.SamplingParams;
import org.reason4j.api.plugin.PluginException;
import org.reason4j.core.engine.deadline.Faults;

/**
 * Writes sequences through a rollout backend: one request for each stretch of tokens that the policy writes without a break.
 *
 * <p>Core alone decides where a turn ends. Tokens that a backend returns beyond that end are dropped, and a sequence that
 * the backend ended earlier is requested on.
 */
final class BackendWriter implements SequenceWriter {

    /** Longest wait of one call, so that an interruption and the progress are noticed. */
    private static final long MOMENT_NANOS = Duration.ofSeconds(1).toNanos();

    private final BackendPolicy policy;
    private final long version;
    private final Duration answerTime;
    private final Deque<Sequence> waiting = new ArrayDeque<>();
    private final Set<Sequence> begun = new LinkedHashSet<>();
    private final Map<Sequence, CompletableFuture<Generation>> open = new LinkedHashMap<>();
    private final Set<Sequence> listening = new LinkedHashSet<>(); // to the environment
    private final List<Sequence> finished = new ArrayList<>();
    private final BlockingQueue<Runnable> events = new LinkedBlockingQueue<>(); // of any thread, run by this one
    private long lastAnswer;

    /**
     * Prepares to write.
     *
     * @param version version of the weights that every generation must have
     * @param answerTime longest time without any answer while requests are open
     */
    BackendWriter(BackendPolicy policy, long version, Duration answerTime) {
        this.policy = policy;
        this.version = version;
        this.answerTime = answerTime;
    }

    /** Opens writers of one version of the weights. */
    static SequenceWriter.Factory factory(BackendPolicy policy, long version, Duration answerTime) {
        return new SequenceWriter.Factory() {
            @Override
            public SequenceWriter open() {
                return new BackendWriter(policy, version, answerTime);
            }

            @Override
            public long version() {
                return version;
            }

            @Override
            public int maxPositions() {
                return policy.maxPositions();
            }

            @Override
            public String source() {
                return policy.name();
            }
        };
    }

    @Override
    public void add(Sequence sequence) {
        SamplingParams params = sequence.params();
        check(
                policy.capabilities().sampledLogprobs()
                        || (params.topK() == 0 && params.topP() == 1 && params.minP() == 0),
                "%s gives no log-probabilities after top-k, top-p and min-p, but %s is drawn with %s. Turn the filters off or"
                        + " take another backend.",
                policy.name(),
                sequence,
                params);
        check(
                policy.lowersEntropy() || params.entropyMinimization().isEmpty(),
                "%s draws %s with %s, but only the decoder of this process lowers the entropy of tokens. Take it out, or do"
                        + " without the backend.",
                policy.name(),
                sequence,
                params);
        waiting.add(sequence);
    }

    /** Opens a plan; caching what its sequences share is the backend's business. */
    @Override
    public Plan openPlan() {
        return new Plan() {
            @Override
            public void add(List<Sequence> round) {
                round.forEach(BackendWriter.this::add);
            }

            @Override
            public long cachedTokens() {
                return 0;
            }

            @Override
            public void close() {} // there is no cache to free
        };
    }

    @Override
    public boolean isEmpty() {
        return waiting.isEmpty() && open.isEmpty() && listening.isEmpty();
    }

    /** Sends requests and waits until the backend or the environment has answered one, for a second at most. */
    @Override
    public List<Sequence> advance() {
        while (!waiting.isEmpty() && open.size() < policy.capabilities().maxOpenRequests()) {
            send(waiting.remove());
        }
        await();
        for (Sequence sequence : List.copyOf(listening)) {
            sequence.listen();
            sort(sequence);
        }
        List<Sequence> ended = List.copyOf(finished);
        finished.clear();
        return ended;
    }

    private void send(Sequence sequence) {
        if (begun.add(sequence)) {
            sequence.begin();
        }
        if (open.isEmpty()) {
            lastAnswer = System.nanoTime();
        }
        CompletableFuture<Generation> future;
        try {
            future = policy.backend().generate(request(sequence));
        } catch (RuntimeException | LinkageError e) {
            throw failed(sequence, e);
        }
        if (future == null) {
            throw new PluginException(policy.name() + " returned null from generate for " + sequence);
        }
        open.put(sequence, future);
        future.whenComplete((generation, problem) -> events.add(() -> take(sequence, generation, problem)));
    }

    private static GenerationRequest request(Sequence sequence) {
        Turns turns = sequence.turns();
        return GenerationRequest.of(
                Arrays.copyOf(sequence.tokens(), sequence.known()),
                sequence.promptLength(),
                sequence.params()
                        .withMaxTokens(sequence.limit() - sequence.known())
                        .withStopIds(turns.stopIds().boxed().toList())
                        .withStop(turns.stopStrings()),
                sequence.key());
    }

    private void await() {
        try {
            long left = open.isEmpty() ? MOMENT_NANOS : lastAnswer + answerTime.toNanos() - System.nanoTime();
            Runnable event = events.poll(Math.min(MOMENT_NANOS, left), TimeUnit.NANOSECONDS);
            if (event == null) {
                checkDeadline();
            }
            for (; event != null; event = events.poll()) {
                event.run();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while " + policy.name() + " wrote", e);
        }
    }

    private void checkDeadline() {
        if (!open.isEmpty() && System.nanoTime() - lastAnswer >= answerTime.toNanos()) {
            throw new PluginException(
                    policy.name() + " gave no answer for " + answerTime.toMillis() / 1000.0
                            + " s (rollout.answerSeconds); open requests: " + open.size() + ", the oldest for "
                            + open.keySet().iterator().next()
                            + ". Workers of a cluster answer whole tasks, of up to 8 responses: where those take longer, raise the limit.");
        }
    }

    private void take(Sequence sequence, @Nullable Generation generation, @Nullable Throwable problem) {
        open.remove(sequence);
        lastAnswer = System.nanoTime();
        if (problem != null) {
            throw failed(sequence, problem);
        }
        if (generation == null) {
            throw new PluginException(policy.name() + " completed its future with null for " + sequence);
        }
        if (generation.version() != version) {
            throw new PluginException(policy.name() + " wrote " + sequence + " with version " + generation.version()
                    + " of the weights, but version " + version + " was expected");
        }
        append(sequence, generation);
        sort(sequence);
    }

    private void append(Sequence sequence, Generation generation) {
        int[] tokens = generation.tokens();
        float[] logprobs = generation.logprobs();
        float[] sampledLogprobs = generation.sampledLogprobs();
        int most = sequence.limit() - sequence.known();
        if (tokens.length > most) {
            throw new PluginException(policy.name() + " wrote " + tokens.length + " tokens for " + sequence
                    + ", but maxTokens was " + most);
        }
        for (int i = 0; i < tokens.length && sequence.isOpen(); i++) {
            sequence.write(tokens[i], logprobs[i], sampledLogprobs[i]);
        }
    }

    /** Puts a sequence where it belongs: among the finished, those that listen, or those that a request goes on with. */
    private void sort(Sequence sequence) {
        if (sequence.isFinished()) {
            listening.remove(sequence);
            begun.remove(sequence);
            finished.add(sequence);
        } else if (sequence.isOpen()) {
            listening.remove(sequence);
            waiting.addFirst(sequence);
        } else if (listening.add(sequence)) {
            sequence.turns()
                    .awaited()
                    .ifPresent(dialogue -> dialogue.pending().whenComplete((answer, problem) -> events.add(() -> {})));
        }
    }

    private PluginException failed(Sequence sequence, Throwable problem) {
        Throwable cause = problem;
        while (cause instanceof CompletionException && cause.getCause() != null) {
            cause = cause.getCause();
        }
        cause = Faults.presentable(cause);
        return new PluginException(policy.name() + " could not write " + sequence + ": " + cause, cause);
    }

    @Override
    public OptionalLong tokensRead() {
        return OptionalLong.empty();
    }

    @Override
    public OptionalDouble slotsUsed() {
        return OptionalDouble.empty();
    }

    /** Cancels open requests. */
    @Override
    public void close() {
        List.copyOf(open.values()).forEach(future -> future.cancel(false));
        open.clear();
        waiting.clear();
        listening.clear();
    }
}
