package org.reason4j.core.engine.rollout;

import java.util.List;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.reason4j.core.engine.model.decoding.DecodingSession;

/** Reads prompts into slots, several of them in one pass. */
final class PromptReader {

    /** Most tokens of one pass, padding included. */
    private static final int PASS_TOKENS = 8192;

    private final DecodingSession session;
    private final Consumer<Unread> read;

    /**
     * Prepares to read.
     *
     * @param read is told of every prompt whose keys and values are in its slots
     */
    PromptReader(DecodingSession session, Consumer<Unread> read) {
        this.session = session;
        this.read = read;
    }

    /** A prompt without its last token, which decoding reads, and the slots of the sequences that begin with it. */
    record Unread(Tokens tokens, List<Integer> slots) {}

    /** Reads prompts: one kind of pass after the other, by {@linkplain DecodingSession#passWidth width}. */
    void read(List<Unread> prompts) {
        prompts.stream()
                .collect(Collectors.groupingBy(
                        prompt -> session.passWidth(prompt.tokens().count()), TreeMap::new, Collectors.toList()))
                .values()
                .forEach(this::readInPasses);
    }

    private void readInPasses(List<Unread> all) {
        for (int from = 0, to; from < all.size(); from = to) {
            int width = 0;
            for (to = from; to < all.size(); to++) {
                width = Math.max(width, all.get(to).tokens().count());
                if (to > from && (to - from + 1) * width > PASS_TOKENS) {
                    break;
                }
            }
            pass(all.subList(from, to));
        }
    }

    private void pass(List<Unread> batch) {
        session.prefill(
                batch.stream().map(prompt -> prompt.tokens().ids()).toList(),
                IntStream.range(0, batch.size())
                        .flatMap(row -> batch.get(row).slots().stream().mapToInt(slot -> row))
                        .toArray(),
                batch.stream()
                        .flatMap(prompt -> prompt.slots().stream())
                        .mapToInt(Integer::intValue)
                        .toArray());
        batch.forEach(read);
    }
}
