package org.reason4j.core.rollout;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.reason4j.core.model.DecodingSession;
import org.reason4j.core.model.LanguageModel;

/**
 * Which response is in which slot: waiting ones enter as soon as others leave.
 *
 * <p>There are as many slots as responses, up to a limit. Not safe for use by several threads.
 */
final class Schedule implements AutoCloseable {

    /** Tokens per native call; between calls finished responses leave and waiting ones enter. */
    private static final int STRETCH = 16;

    /** Tokens of prompts read in one pass. */
    private static final int PREFILL_TOKENS = 8192;

    private final LanguageModel model;
    private final int limit;
    private final Deque<Response> waiting = new ArrayDeque<>();
    private @Nullable DecodingSession session; // while there are responses
    private @Nullable Response[] slots = new Response[0];

    /**
     * Opens a schedule.
     *
     * @param limit most responses decoded together
     */
    Schedule(LanguageModel model, int limit) {
        this.model = model;
        this.limit = limit;
    }

    /** Queues a response. */
    void add(Response response) {
        waiting.add(response);
    }

    /** Forgets a response, wherever it is. */
    void remove(Response response) {
        waiting.remove(response);
        for (int slot = 0; slot < slots.length; slot++) {
            if (slots[slot] == response) {
                slots[slot] = null;
            }
        }
        closeIfEmpty();
    }

    boolean isEmpty() {
        return waiting.isEmpty() && busy().length == 0;
    }

    /** Decodes a stretch of all that have a slot; returns those that it finished. The schedule is not empty. */
    List<Response> advance() {
        if (session == null) {
            session = new DecodingSession(
                    model, Math.min(limit, waiting.size()), model.config().maxPositions());
            slots = new Response[session.slots()];
        }
        resize(session);
        admit(session);
        decode(session);
        return release();
    }

    private int[] busy() {
        return IntStream.range(0, slots.length)
                .filter(slot -> slots[slot] != null)
                .toArray();
    }

    /** Has more slots where responses wait for one, and fewer once half of them would do. */
    private void resize(DecodingSession open) {
        int[] busy = busy();
        int wanted = DecodingSession.roundUp(Math.min(limit, busy.length + waiting.size()), DecodingSession.SLOT_BLOCK);
        if (wanted > slots.length || wanted <= slots.length / 2) {
            open.resize(busy, wanted);
            @Nullable Response[] kept = new Response[wanted];
            for (int i = 0; i < busy.length; i++) {
                kept[i] = slots[busy[i]];
            }
            slots = kept;
        }
    }

    /** Fills free slots. */
    private void admit(DecodingSession open) {
        Map<Tokens, List<Integer>> readers = new LinkedHashMap<>();
        for (int slot = 0; slot < slots.length && !waiting.isEmpty(); slot++) {
            if (slots[slot] == null) {
                Response response = waiting.remove();
                slots[slot] = response;
                readers.computeIfAbsent(response.prompt(), key -> new ArrayList<>())
                        .add(slot);
            }
        }
        List<Prompt> prompts = readers.entrySet().stream()
                .filter(entry -> entry.getKey().count() > 0)
                .map(entry -> new Prompt(entry.getKey(), entry.getValue()))
                .toList();
        prefill(open, prompts, false);
        prefill(open, prompts, true);
    }

    /** A prompt but for its last token, which decoding reads, and the slots of those that continue it. */
    private record Prompt(Tokens tokens, List<Integer> slots) {}

    /** Reads the prompts that are long, or those that are not: the two go through the model in different ways. */
    private void prefill(DecodingSession open, List<Prompt> prompts, boolean areLong) {
        List<Prompt> all = prompts.stream()
                .filter(prompt -> open.isLong(prompt.tokens().count()) == areLong)
                .toList();
        for (int from = 0, to; from < all.size(); from = to) {
            int width = 0;
            for (to = from; to < all.size(); to++) {
                width = Math.max(width, all.get(to).tokens().count());
                if (to > from && (to - from + 1) * width > PREFILL_TOKENS) {
                    break;
                }
            }
            prefill(open, all.subList(from, to));
        }
    }

    private void prefill(DecodingSession open, List<Prompt> batch) {
        open.prefill(
                batch.stream().map(prompt -> prompt.tokens().ids()).toList(),
                IntStream.range(0, batch.size())
                        .flatMap(row -> batch.get(row).slots().stream().mapToInt(slot -> row))
                        .toArray(),
                batch.stream()
                        .flatMap(prompt -> prompt.slots().stream())
                        .mapToInt(Integer::intValue)
                        .toArray());
        for (Prompt prompt : batch) {
            for (int slot : prompt.slots()) {
                Objects.requireNonNull(slots[slot]).read(prompt.tokens().count());
            }
        }
    }

    private void decode(DecodingSession open) {
        int count = slots.length;
        int longest = Arrays.stream(slots)
                .mapToInt(response -> response == null ? 0 : response.left())
                .max()
                .orElseThrow();
        int steps = Math.min(STRETCH, longest);
        int[] token = new int[count];
        int[] position = new int[count];
        int[] left = new int[count];
        int[] forced = new int[count * steps];
        float[] uniforms = new float[count * steps];
        float[] temperature = new float[count];
        float[] limits = new float[count * 3];
        Arrays.fill(forced, -1);
        for (int slot = 0; slot < count; slot++) {
            limits[3 * slot + 1] = 1;
            Response response = slots[slot];
            if (response != null) {
                token[slot] = response.next();
                position[slot] = response.read();
                left[slot] = response.left();
                temperature[slot] = (float) response.params().temperature();
                limits[3 * slot] = response.params().topK();
                limits[3 * slot + 1] = (float) response.params().topP();
                limits[3 * slot + 2] = (float) response.params().minP();
                response.force(forced, slot * steps, steps);
                response.draw(uniforms, slot * steps, steps);
            }
        }
        DecodingSession.Stretch stretch = open.decode(
                steps,
                new DecodingSession.Start(token, position, left, forced, uniforms, temperature, limits, stopIds()));
        for (int slot = 0; slot < count; slot++) {
            Response response = slots[slot];
            if (response != null) {
                response.append(stretch, slot);
            }
        }
    }

    private int[] stopIds() {
        return Arrays.stream(slots)
                .filter(Objects::nonNull)
                .flatMapToInt(Response::stop)
                .distinct()
                .toArray();
    }

    /** Lets finished responses go. */
    private List<Response> release() {
        List<Response> finished = new ArrayList<>();
        for (int slot = 0; slot < slots.length; slot++) {
            Response response = slots[slot];
            if (response != null && response.finished()) {
                slots[slot] = null;
                finished.add(response);
            }
        }
        closeIfEmpty();
        return finished;
    }

    private void closeIfEmpty() {
        if (isEmpty()) {
            close();
        }
    }

    /** Gives the slots back. What was in them is lost. */
    @Override
    public void close() {
        if (session != null) {
            session.close();
            session = null;
            slots = new Response[0];
        }
    }
}
