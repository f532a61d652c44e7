package org.reason4j.core.engine.rollout;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongConsumer;
import org.reason4j.api.data.Trajectory;
import org.reason4j.api.model.Tokenizer;
import org.reason4j.api.plugin.ConfigException;
import org.reason4j.api.plugin.PluginException;
import org.reason4j.api.sampler.RolloutEngine;
import org.reason4j.api.sampler.RolloutPlan;
import org.reason4j.api.sampler.RolloutRequest;
import org.reason4j.core.engine.model.LanguageModel;
import org.reason4j.core.engine.rollout.draft.DraftUse;
import org.reason4j.core.engine.rollout.partial.AnsweredTurn;
import org.reason4j.core.engine.rollout.partial.PartialResponse;
import org.reason4j.core.engine.rollout.partial.PartialWriter;

/**
 * Writes responses in the slots of this process, or through a rollout backend. Locally a fixed number of slots decode
 * together; a finished response leaves its slot, and a waiting one enters. A prompt is read once, however many responses to
 * it are wanted.
 *
 * <p>A trajectory depends on its request, the weights, the seed, the step and the environment's answers alone. A thread that
 * is interrupted, such as that of a reward past its deadline, stops decoding within a chunk of 16 tokens.
 */
public final class Decoder implements RolloutEngine, PartialWriter {

    private final SequenceWriter.Factory writers;
    private final Tokenizer tokenizer;
    private final DecoderSettings settings;
    private final long seed;
    private final long step;
    private final LongConsumer finished;
    private Optional<LongConsumer> written = Optional.empty();

    /**
     * Prepares to decode in this process.
     *
     * @param seed the run's seed
     * @param step the step, part of every draw's key
     * @param finished is told the number of finished responses as it grows
     */
    public Decoder(
            LanguageModel model,
            Tokenizer tokenizer,
            DecoderSettings settings,
            long seed,
            long step,
            LongConsumer finished) {
        this(
                LocalWriter.factory(model, settings.slots(), settings.drafts()),
                tokenizer,
                settings,
                seed,
                step,
                finished);
    }

    /**
     * Prepares to write through a backend.
     *
     * @param version version of the weights that the backend has, which every generation must name
     * @param seed the run's seed
     * @param step the step, part of every draw's key
     * @param finished is told the number of finished responses as it grows
     */
    public Decoder(
            BackendPolicy policy,
            long version,
            Tokenizer tokenizer,
            DecoderSettings settings,
            long seed,
            long step,
            LongConsumer finished) {
        this(BackendWriter.factory(policy, version, settings.answerTime()), tokenizer, settings, seed, step, finished);
    }

    /** Prepares to write with any writers. */
    Decoder(
            SequenceWriter.Factory writers,
            Tokenizer tokenizer,
            DecoderSettings settings,
            long seed,
            long step,
            LongConsumer finished) {
        this.writers = writers;
        this.tokenizer = tokenizer;
        this.settings = settings;
        this.seed = seed;
        this.step = step;
        this.finished = finished;
    }

    /**
     * Tells how many tokens the responses of a {@link #generate} have so far, those under way included, before {@code finished} is
     * told their number.
     */
    public Decoder tellingTokens(LongConsumer tokens) {
        written = Optional.of(tokens);
        return this;
    }

    @Override
    public List<Trajectory> generate(List<RolloutRequest> requests) {
        try (Work work = new Work()) {
            List<Sequence> sequences = requests.stream()
                    .map(request -> work.sequence(request, List.of(), false))
                    .toList();
            sequences.forEach(work::add);
            while (!work.writer.isEmpty()) {
                work.advance();
            }
            work.report();
            return sequences.stream()
                    .map(sequence -> sequence.trajectory(writers.version()))
                    .toList();
        }
    }

    @Override
    public List<List<Trajectory>> generatePlans(List<? extends RolloutPlan> plans) {
        plans.forEach(this::checkRoom);
        Deque<RolloutPlan> waiting = new ArrayDeque<>(plans);
        List<PlanRun> begun = new ArrayList<>(); // in the order of the plans
        List<PlanRun> running = new ArrayList<>();
        try (Work work = new Work()) {
            while (!waiting.isEmpty() || !running.isEmpty()) {
                while (!waiting.isEmpty() && hasRoom(running, waiting.getFirst())) {
                    PlanRun run = work.begin(waiting.removeFirst());
                    begun.add(run);
                    running.add(run);
                }
                running.removeIf(run -> !run.proceed());
                if (!work.writer.isEmpty()) {
                    work.advance();
                }
            }
            List<List<Trajectory>> written =
                    begun.stream().map(PlanRun::written).toList();
            work.report();
            return written;
        }
    }

    @Override
    public List<PartialResponse> write(List<PartialResponse> responses, int tokens) {
        List<PartialResponse> written = new ArrayList<>(responses);
        Map<Integer, Sequence> parts = new LinkedHashMap<>(); // by the index of the response
        try (Work work = new Work()) {
            for (int i = 0; i < responses.size(); i++) {
                if (!responses.get(i).finished()) {
                    parts.put(i, work.part(responses.get(i), tokens));
                }
            }
            parts.values().forEach(work::add);
            while (!work.writer.isEmpty()) {
                work.advance();
            }
            work.report();
        }
        parts.forEach((i, part) -> written.set(i, part.response(responses.get(i), writers.version())));
        return written;
    }

    private void checkRoom(RolloutPlan plan) {
        ConfigException.check(
                plan.maxTokens() <= settings.cacheTokens(),
                "A plan of rollouts holds up to %s response tokens, but rollout.cacheTokens keeps %s. Raise"
                        + " rollout.cacheTokens, or lower rollout.maxTokens or the size of the sampler's plans.",
                plan.maxTokens(),
                settings.cacheTokens());
    }

    private boolean hasRoom(List<PlanRun> running, RolloutPlan next) {
        return running.stream().mapToLong(PlanRun::room).sum() + next.maxTokens() <= settings.cacheTokens();
    }

    private void checkLength(RolloutRequest request, Sequence sequence) {
        int longest = sequence.longest() - sequence.promptLength();
        if (settings.longestResponse() > 0 && longest > settings.longestResponse()) {
            throw new PluginException("The request for " + sequence + " asks for a response of up to " + longest
                    + " tokens, " + request.prefix().length + " of a prefix and "
                    + request.params().maxTokens() + " new ones, but rollout.maxTokens allows "
                    + settings.longestResponse() + ". A sampler must lower maxTokens by the length of the prefix.");
        }
        ConfigException.check(
                sequence.longest() <= writers.maxPositions(),
                "A prompt with its longest response has %s tokens, but %s allows %s positions. Lower rollout.maxTokens or"
                        + " leave out long prompts.",
                sequence.longest(),
                writers.source(),
                writers.maxPositions());
    }

    /** State of one call: its writer, its episodes and its counters. */
    private final class Work implements AutoCloseable {

        private final SequenceWriter writer = writers.open();
        private final Optional<Episodes> episodes = settings.environment()
                .map(environment -> new Episodes(
                        environment, tokenizer, settings.maxTurns(), settings.turnTime(), 2 * settings.slots()));
        private final DistinctTokens distinct = new DistinctTokens();
        private final List<Sequence> given = new ArrayList<>();
        private long done;

        PlanRun begin(RolloutPlan plan) {
            return new PlanRun(
                    plan, plan.maxTokens(), writer.openPlan(), this::sequence, distinct::begin, writers.version());
        }

        Sequence sequence(RolloutRequest request, List<AnsweredTurn> turns, boolean kept) {
            return checked(new Sequence(request, key(request, step), turns(request, turns), kept));
        }

        /** The next part of a response, with so many new tokens. */
        Sequence part(PartialResponse response, int tokens) {
            RolloutRequest rest = response.rest();
            return checked(Sequence.part(rest, key(rest, response.batch()), turns(rest, response.turns()), tokens));
        }

        private long key(RolloutRequest request, long batch) {
            return Draws.key(seed, batch, request.prompt().id(), request.sample());
        }

        private Turns turns(RolloutRequest request, List<AnsweredTurn> answered) {
            return new Turns(tokenizer, episodes, request.params(), answered);
        }

        private Sequence checked(Sequence sequence) {
            checkLength(sequence.request(), sequence);
            return sequence;
        }

        void add(Sequence sequence) {
            writer.add(sequence);
            distinct.begin(sequence);
            given.add(sequence);
        }

        void advance() {
            if (Thread.currentThread().isInterrupted()) {
                throw new IllegalStateException("interrupted after " + done + " responses were written");
            }
            List<Sequence> ended = writer.advance();
            done += ended.size();
            ended.forEach(distinct::end);
            ended.forEach(this::reportTurns);
            written.ifPresent(told ->
                    told.accept(given.stream().mapToLong(Sequence::written).sum()));
            finished.accept(done);
        }

        private void reportTurns(Sequence sequence) {
            if (episodes.isPresent() && !sequence.isPaused()) {
                settings.metrics().mean("rollout/turns", sequence.turns().begun());
                settings.metrics().add("rollout/failed", sequence.isFailed() ? 1 : 0);
            }
        }

        void report() {
            writer.tokensRead().ifPresent(read -> settings.metrics().add("rollout/tokens_computed", read));
            settings.metrics().add("rollout/tokens_unique", distinct.count());
            writer.slotsUsed().ifPresent(used -> settings.metrics().mean("rollout/slots_used", used));
            writer.drafts().ifPresent(this::reportDrafts);
        }

        private void reportDrafts(DraftUse use) {
            settings.metrics().add("rollout/drafted", use.drafted());
            settings.metrics().add("rollout/accepted", use.accepted());
            if (use.drafts() > 0) {
                settings.metrics().mean("rollout/accepted_length", (double) use.accepted() / use.drafts());
            }
        }

        /** Closes episodes first, which takes as long as they let it, then frees the writer. */
        @Override
        public void close() {
            try {
                episodes.ifPresent(Episodes::close);
            } finally {
                writer.close();
            }
        }
    }
}
