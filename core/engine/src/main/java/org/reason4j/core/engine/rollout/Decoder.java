package org.reason4j.core.engine.rollout;

import static org.reason4j.api.plugin.ConfigException.check;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.LongConsumer;
import org.reason4j.api.data.Trajectory;
import org.reason4j.api.model.Tokenizer;
import org.reason4j.api.sampler.RolloutEngine;
import org.reason4j.api.sampler.RolloutPlan;
import org.reason4j.api.sampler.RolloutRequest;
import org.reason4j.core.engine.model.LanguageModel;

/**
 * Writes responses in this process: a fixed number of slots decode together; a finished response leaves its slot, and a
 * waiting one enters. A prompt is read once, however many responses to it are wanted.
 *
 * <p>A trajectory depends on its request, the weights, the seed, the step and the environment's answers alone. A thread that
 * is interrupted, such as that of a reward past its deadline, stops decoding within a stretch of 16 tokens.
 */
public final class Decoder implements RolloutEngine {

    private final LanguageModel model;
    private final Tokenizer tokenizer;
    private final DecoderSettings settings;
    private final long seed;
    private final long step;
    private final LongConsumer finished;

    /**
     * Prepares to decode.
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
        this.model = model;
        this.tokenizer = tokenizer;
        this.settings = settings;
        this.seed = seed;
        this.step = step;
        this.finished = finished;
    }

    @Override
    public List<Trajectory> generate(List<RolloutRequest> requests) {
        try (Work work = new Work()) {
            List<Response> responses = requests.stream()
                    .map(request -> work.response(request, Optional.empty()))
                    .toList();
            responses.forEach(work::add);
            while (!work.schedule.isEmpty()) {
                work.advance();
            }
            work.report();
            return responses.stream()
                    .map(response -> response.trajectory(model.version()))
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
                if (!work.schedule.isEmpty()) {
                    work.advance();
                }
            }
            List<List<Trajectory>> written =
                    begun.stream().map(PlanRun::written).toList();
            work.report();
            return written;
        }
    }

    private void checkRoom(RolloutPlan plan) {
        check(
                plan.maxTokens() <= settings.cacheTokens(),
                "A plan of rollouts holds up to %s response tokens, but rollout.cacheTokens keeps %s. Raise"
                        + " rollout.cacheTokens, or lower rollout.maxTokens or the size of the sampler's plans.",
                plan.maxTokens(),
                settings.cacheTokens());
    }

    private boolean hasRoom(List<PlanRun> running, RolloutPlan next) {
        return running.stream().mapToLong(PlanRun::room).sum() + next.maxTokens() <= settings.cacheTokens();
    }

    /** What a call of this decoder works with. */
    private final class Work implements AutoCloseable {

        private final Schedule schedule = new Schedule(model, settings.slots());
        private final Optional<Episodes> episodes = settings.environment()
                .map(environment -> new Episodes(
                        environment, tokenizer, settings.maxTurns(), settings.turnTime(), settings.slots()));
        private final DistinctTokens distinct = new DistinctTokens();
        private long done;

        PlanRun begin(RolloutPlan plan) {
            return new PlanRun(
                    plan,
                    plan.maxTokens(),
                    schedule,
                    (request, family) -> response(request, Optional.of(family)),
                    this::add,
                    model.version());
        }

        Response response(RolloutRequest request, Optional<Family> family) {
            long key = Draws.key(seed, step, request.prompt().id(), request.sample());
            Response response = new Response(request, key, tokenizer, episodes, family);
            check(
                    response.longest() <= model.config().maxPositions(),
                    "A prompt with its longest response has %s tokens, but %s allows %s positions. Lower rollout.maxTokens or"
                            + " leave out long prompts.",
                    response.longest(),
                    model.config().source(),
                    model.config().maxPositions());
            return response;
        }

        void add(Response response) {
            schedule.add(response);
            distinct.begin(response);
        }

        void advance() {
            if (Thread.currentThread().isInterrupted()) {
                throw new IllegalStateException("interrupted after " + done + " responses were written");
            }
            List<Response> ended = schedule.advance();
            done += ended.size();
            ended.forEach(distinct::end);
            ended.forEach(this::reportTurns);
            finished.accept(done);
        }

        private void reportTurns(Response response) {
            if (episodes.isPresent()) {
                settings.metrics().mean("rollout/turns", response.turnsBegun());
                settings.metrics().add("rollout/failed", response.failed() ? 1 : 0);
            }
        }

        void report() {
            settings.metrics().add("rollout/tokens_computed", schedule.tokensRead());
            settings.metrics().add("rollout/tokens_unique", distinct.count());
        }

        /** Closes episodes first, which takes as long as they let it, then frees the slots. */
        @Override
        public void close() {
            try {
                episodes.ifPresent(Episodes::close);
            } finally {
                schedule.close();
            }
        }
    }
}
