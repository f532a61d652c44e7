package org.reason4j.core.rollout;

import static org.reason4j.api.plugin.ConfigException.check;

import java.util.ArrayList;
import java.util.List;
import java.util.function.LongConsumer;
import org.reason4j.api.data.Trajectory;
import org.reason4j.api.model.Tokenizer;
import org.reason4j.api.sampler.RolloutEngine;
import org.reason4j.api.sampler.RolloutPlan;
import org.reason4j.api.sampler.RolloutRequest;
import org.reason4j.core.model.LanguageModel;

/**
 * Writes responses in this process: a fixed number of slots decode together; a finished response leaves its slot, and a
 * waiting one enters. A prompt is read once, however many responses to it are wanted.
 *
 * <p>A trajectory depends on its request, the weights, the seed and the step alone.
 */
public final class Decoder implements RolloutEngine {

    private final LanguageModel model;
    private final Tokenizer tokenizer;
    private final int slots;
    private final long seed;
    private final long step;
    private final LongConsumer finished;

    /**
     * Prepares to decode.
     *
     * @param slots most responses decoded together
     * @param seed the run's seed
     * @param step the step, part of every draw's key
     * @param finished is told the number of finished responses as it grows
     */
    public Decoder(LanguageModel model, Tokenizer tokenizer, int slots, long seed, long step, LongConsumer finished) {
        this.model = model;
        this.tokenizer = tokenizer;
        this.slots = slots;
        this.seed = seed;
        this.step = step;
        this.finished = finished;
    }

    @Override
    public List<Trajectory> generate(List<RolloutRequest> requests) {
        if (requests.isEmpty()) {
            return List.of();
        }
        List<Response> responses = requests.stream().map(this::response).toList();
        int longest = responses.stream().mapToInt(Response::longest).max().orElseThrow();
        check(
                longest <= model.config().maxPositions(),
                "A prompt with its longest response has %s tokens, but %s allows %s positions. Lower rollout.maxTokens or"
                        + " leave out long prompts.",
                longest,
                model.config().source(),
                model.config().maxPositions());
        try (Schedule schedule = new Schedule(model, slots)) {
            responses.forEach(schedule::add);
            for (long done = 0; !schedule.isEmpty(); ) {
                done += schedule.advance().size();
                finished.accept(done);
            }
        }
        return responses.stream()
                .map(response -> response.trajectory(model.version()))
                .toList();
    }

    @Override
    public List<List<Trajectory>> generatePlans(List<? extends RolloutPlan> plans) {
        List<List<Trajectory>> written = new ArrayList<>();
        for (RolloutPlan plan : plans) {
            List<Trajectory> all = new ArrayList<>();
            List<RolloutRequest> next = plan.next(List.of());
            while (!next.isEmpty()) {
                List<Trajectory> round = generate(next);
                all.addAll(round);
                next = plan.next(round);
            }
            written.add(all);
        }
        return written;
    }

    private Response response(RolloutRequest request) {
        long key = Draws.key(seed, step, request.prompt().id(), request.sample());
        return new Response(request, key, tokenizer);
    }
}
