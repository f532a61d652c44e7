package org.reason4j.core.rollout;

import static org.reason4j.api.plugin.ConfigException.check;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongConsumer;
import java.util.stream.IntStream;
import org.reason4j.api.data.Trajectory;
import org.reason4j.api.model.Tokenizer;
import org.reason4j.api.sampler.RolloutEngine;
import org.reason4j.api.sampler.RolloutPlan;
import org.reason4j.api.sampler.RolloutRequest;
import org.reason4j.core.model.DecodingSession;
import org.reason4j.core.model.LanguageModel;

/**
 * Writes responses in this process: a fixed number of slots decode together; a finished response leaves its slot, and a
 * waiting one enters. A prompt is read once, however many responses to it are wanted.
 *
 * <p>A trajectory depends on its request, the weights, the seed and the step alone.
 */
public final class Decoder implements RolloutEngine {

    /** Tokens per native call; between calls finished responses leave and waiting ones enter. */
    private static final int STRETCH = 16;

    /** Tokens of prompts read in one pass. */
    private static final int PREFILL_TOKENS = 8192;

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
        try (DecodingSession session = new DecodingSession(model, Math.min(slots, requests.size()), longest)) {
            new Schedule(session, responses).run();
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

    /** Which response is in which slot. */
    private final class Schedule {

        private final DecodingSession session;
        private final Deque<Response> waiting;
        private final int[] stop;
        private Response[] slots;
        private long done;

        Schedule(DecodingSession session, List<Response> responses) {
            this.session = session;
            waiting = new ArrayDeque<>(responses);
            slots = new Response[session.slots()];
            stop = responses.stream().flatMapToInt(Response::stop).distinct().toArray();
        }

        void run() {
            while (admit()) {
                decode();
                release();
            }
        }

        /** Fills free slots; returns whether any slot is in use. */
        private boolean admit() {
            List<Response> entering = new ArrayList<>();
            List<Integer> into = new ArrayList<>();
            for (int slot = 0; slot < slots.length && !waiting.isEmpty(); slot++) {
                if (slots[slot] == null) {
                    slots[slot] = waiting.remove();
                    entering.add(slots[slot]);
                    into.add(slot);
                }
            }
            prefill(entering, into);
            return Arrays.stream(slots).anyMatch(response -> response != null);
        }

        /** Reads every distinct prompt once, but for its last token, which decoding feeds. */
        private void prefill(List<Response> entering, List<Integer> into) {
            Map<Tokens, List<Integer>> readers = new LinkedHashMap<>();
            for (int i = 0; i < entering.size(); i++) {
                int[] before = entering.get(i).before();
                if (before.length > 0) {
                    readers.computeIfAbsent(new Tokens(before), key -> new ArrayList<>())
                            .add(into.get(i));
                }
            }
            prefill(readers, false);
            prefill(readers, true);
        }

        /** Reads the prompts that are long, or those that are not: the two go through the model in different ways. */
        private void prefill(Map<Tokens, List<Integer>> readers, boolean areLong) {
            List<Map.Entry<Tokens, List<Integer>>> all = readers.entrySet().stream()
                    .filter(entry -> session.isLong(entry.getKey().ids().length) == areLong)
                    .toList();
            for (int from = 0, to; from < all.size(); from = to) {
                int width = 0;
                for (to = from; to < all.size(); to++) {
                    width = Math.max(width, all.get(to).getKey().ids().length);
                    if (to > from && (to - from + 1) * width > PREFILL_TOKENS) {
                        break;
                    }
                }
                List<Map.Entry<Tokens, List<Integer>>> batch = all.subList(from, to);
                session.prefill(
                        batch.stream().map(entry -> entry.getKey().ids()).toList(),
                        IntStream.range(0, batch.size())
                                .flatMap(row ->
                                        batch.get(row).getValue().stream().mapToInt(slot -> row))
                                .toArray(),
                        batch.stream()
                                .flatMap(entry -> entry.getValue().stream())
                                .mapToInt(Integer::intValue)
                                .toArray());
            }
        }

        private void decode() {
            int count = slots.length;
            int longest = Arrays.stream(slots)
                    .filter(response -> response != null)
                    .mapToInt(Response::left)
                    .max()
                    .orElseThrow();
            int steps = Math.min(STRETCH, longest);
            int[] token = new int[count];
            int[] position = new int[count];
            int[] left = new int[count];
            float[] uniforms = new float[count * steps];
            float[] temperature = new float[count];
            float[] limits = new float[count * 3];
            for (int slot = 0; slot < count; slot++) {
                limits[3 * slot + 1] = 1;
                Response response = slots[slot];
                if (response != null) {
                    token[slot] = response.last();
                    position[slot] = response.position();
                    left[slot] = response.left();
                    temperature[slot] = (float) response.params().temperature();
                    limits[3 * slot] = response.params().topK();
                    limits[3 * slot + 1] = (float) response.params().topP();
                    limits[3 * slot + 2] = (float) response.params().minP();
                    response.draw(uniforms, slot * steps, steps);
                }
            }
            DecodingSession.Stretch stretch = session.decode(
                    steps, new DecodingSession.Start(token, position, left, uniforms, temperature, limits, stop));
            for (int slot = 0; slot < count; slot++) {
                if (slots[slot] != null) {
                    slots[slot].append(stretch, slot);
                }
            }
        }

        /** Lets finished responses go; once half of the slots have nothing to do, the others move together. */
        private void release() {
            for (int slot = 0; slot < slots.length; slot++) {
                if (slots[slot] != null && slots[slot].finished()) {
                    slots[slot] = null;
                    done++;
                }
            }
            finished.accept(done);
            int[] busy = IntStream.range(0, slots.length)
                    .filter(slot -> slots[slot] != null)
                    .toArray();
            if (waiting.isEmpty()
                    && busy.length > 0
                    && DecodingSession.roundUp(busy.length, DecodingSession.SLOT_BLOCK) <= slots.length / 2) {
                session.keep(busy);
                Response[] kept = new Response[session.slots()];
                for (int i = 0; i < busy.length; i++) {
                    kept[i] = slots[busy[i]];
                }
                slots = kept;
            }
        }
    }

    /** Token ids as a key. */
    private record Tokens(int[] ids) {

        @Override
        public boolean equals(Object other) {
            return other instanceof Tokens tokens && Arrays.equals(ids, tokens.ids);
        }

        @Override
        public int hashCode() {
            return Arrays.hashCode(ids);
        }
    }
}
