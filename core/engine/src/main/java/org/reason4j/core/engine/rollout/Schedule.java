package org.reason4j.core.engine.rollout;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.reason4j.api.sampler.RolloutRequest;
import org.reason4j.core.engine.model.LanguageModel;
import org.reason4j.core.engine.model.decoding.Chunk;
import org.reason4j.core.engine.model.decoding.ChunkStart;
import org.reason4j.core.engine.model.decoding.DecodingSession;
import org.reason4j.core.engine.model.kernel.Sizes;

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
    private final KeptPrompts prompts = new KeptPrompts();
    private final Set<Family> families = new LinkedHashSet<>();
    private @Nullable DecodingSession session; // while there are responses
    private @Nullable Response[] slots = new Response[0];
    private long tokensRead;

    /**
     * Opens a schedule.
     *
     * @param limit most responses decoded together
     */
    Schedule(LanguageModel model, int limit) {
        this.model = model;
        this.limit = limit;
    }

    /** Opens a family; what those of its responses have read that it {@code keeps} is kept until it is closed. */
    Family openFamily(Predicate<RolloutRequest> keeps) {
        Family family = new Family(prompts, keeps);
        families.add(family);
        return family;
    }

    void closeFamily(Family family) {
        families.remove(family);
        family.close();
        closeIfEmpty();
    }

    /** Number of tokens of prompts and responses that the model has read. */
    long tokensRead() {
        return tokensRead;
    }

    /** Queues a response. */
    void add(Response response) {
        waiting.add(response);
        prompts.hold(response.prompt());
        response.family().ifPresent(family -> family.expect(response));
    }

    /** Forgets a response, wherever it is. */
    void remove(Response response) {
        if (waiting.remove(response)) {
            prompts.release(response.prompt());
        }
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

    /**
     * Decodes a stretch of all that have a slot, and lets those go on that the environment has answered; returns those that
     * are finished then. The schedule is not empty.
     */
    List<Response> advance() {
        if (session == null) {
            session = new DecodingSession(
                    model, Math.min(limit, waiting.size()), model.config().maxPositions());
            slots = new Response[session.slots()];
        }
        resize(session);
        admit(session);
        if (someoneDecodes()) {
            decode(session);
        } else {
            Episodes.awaitAny(awaited());
        }
        responses().forEach(Response::listen);
        return release(session);
    }

    private Stream<Response> responses() {
        return Arrays.stream(slots).filter(Objects::nonNull);
    }

    private boolean someoneDecodes() {
        return responses().anyMatch(response -> response.left() > 0);
    }

    private List<Dialogue> awaited() {
        return responses().map(Response::awaited).flatMap(Optional::stream).toList();
    }

    private int[] busy() {
        return IntStream.range(0, slots.length)
                .filter(slot -> slots[slot] != null)
                .toArray();
    }

    /** Has more slots where responses wait for one, and fewer once half of them would do. */
    private void resize(DecodingSession open) {
        int[] busy = busy();
        int wanted = Sizes.roundUp(Math.min(limit, busy.length + waiting.size()), DecodingSession.SLOT_BLOCK);
        if (wanted > slots.length || wanted <= slots.length / 2) {
            open.resize(busy, wanted);
            @Nullable Response[] kept = new Response[open.slots()];
            for (int i = 0; i < busy.length; i++) {
                kept[i] = slots[busy[i]];
            }
            slots = kept;
        }
    }

    /** Fills free slots. What others have read is copied; prompts that nobody has read are read now. */
    private void admit(DecodingSession open) {
        Map<Tokens, List<Integer>> readers = new LinkedHashMap<>();
        for (int slot = 0; slot < slots.length && !waiting.isEmpty(); slot++) {
            if (slots[slot] == null) {
                Response response = waiting.remove();
                slots[slot] = response;
                response.enter();
                Optional<Kept> kept = kept(response);
                if (kept.isPresent()) {
                    int shared = kept.get().shared(response);
                    kept.get().copyTo(open, slot, shared);
                    response.share(shared, kept);
                    prompts.release(response.prompt());
                } else if (response.prompt().count() > 0) {
                    readers.computeIfAbsent(response.prompt(), key -> new ArrayList<>())
                            .add(slot);
                } else {
                    prompts.release(response.prompt());
                }
            }
        }
        List<Prompt> unread = readers.entrySet().stream()
                .map(entry -> new Prompt(entry.getKey(), entry.getValue()))
                .toList();
        prefill(open, unread, false);
        prefill(open, unread, true);
    }

    private Optional<Kept> kept(Response response) {
        return response.family().flatMap(family -> family.closest(response)).or(() -> prompts.find(response.prompt()));
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
        batch.forEach(prompt -> share(open, prompt));
    }

    /** Hands over a prompt that was read, and keeps it where others will ask for it. */
    private void share(DecodingSession open, Prompt prompt) {
        Tokens tokens = prompt.tokens();
        tokensRead += tokens.count();
        List<Response> readers = prompt.slots().stream()
                .map(slot -> Objects.requireNonNull(slots[slot]))
                .toList();
        boolean wanted = prompts.holders(tokens) > readers.size();
        if (wanted) {
            prompts.keep(new Kept(
                    Optional.empty(), 0, tokens, open.take(prompt.slots().get(0), 0, tokens.count())));
        }
        for (Response response : readers) {
            response.share(tokens.count(), prompts.find(tokens));
            prompts.release(tokens);
        }
    }

    private void decode(DecodingSession open) {
        int longest = responses().mapToInt(Response::left).max().orElseThrow();
        int steps = Math.min(STRETCH, longest);
        Chunk chunk = open.decode(steps, start(steps));
        for (int slot = 0; slot < slots.length; slot++) {
            Response response = slots[slot];
            if (response != null) {
                tokensRead += response.append(chunk, slot);
                lend(open, slot, response);
            }
        }
    }

    /** Keeps the beginning of a response that others of its family wait for. */
    private static void lend(DecodingSession open, int slot, Response response) {
        response.lendable().ifPresent(count -> {
            Kept beginning = keep(open, slot, response, count);
            response.family().orElseThrow().keep(beginning);
            response.lent(beginning);
        });
    }

    /** Where every slot stands before a stretch; a free one has nothing to write. */
    private ChunkStart start(int steps) {
        int size = slots.length;
        int[] token = new int[size];
        int[] position = new int[size];
        int[] left = new int[size];
        int[] forced = new int[size * steps];
        float[] uniforms = new float[size * steps];
        float[] temperature = new float[size];
        float[] limits = new float[size * 3];
        Arrays.fill(forced, -1);
        for (int slot = 0; slot < size; slot++) {
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
        return new ChunkStart(token, position, left, forced, uniforms, temperature, limits, stopIds());
    }

    private int[] stopIds() {
        return responses().flatMapToInt(Response::stop).distinct().toArray();
    }

    /** Lets finished responses go; what they have read is kept for families that continue them. */
    private List<Response> release(DecodingSession open) {
        List<Response> finished = new ArrayList<>();
        for (int slot = 0; slot < slots.length; slot++) {
            Response response = slots[slot];
            if (response != null && response.finished()) {
                int from = slot;
                response.family()
                        .filter(family -> family.keeps(response))
                        .ifPresent(family -> family.add(response, keep(open, from, response, response.read())));
                slots[slot] = null;
                finished.add(response);
            }
        }
        closeIfEmpty();
        return finished;
    }

    private static Kept keep(DecodingSession open, int slot, Response response, int count) {
        return new Kept(
                response.origin(),
                response.shared(),
                new Tokens(Arrays.copyOf(response.sequence(), count)),
                open.take(slot, response.shared(), count));
    }

    private void closeIfEmpty() {
        if (isEmpty() && families.isEmpty()) {
            close();
        }
    }

    /** Gives the slots back. What was in them is lost. */
    @Override
    public void close() {
        if (session != null) {
            session.close();
            session = null;
            prompts.clear();
            slots = new Response[0];
        }
    }
}
