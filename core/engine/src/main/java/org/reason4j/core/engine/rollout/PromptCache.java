package org.reason4j.core.engine.rollout;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Keys and values of prompts, with reference counts: a prompt is cached while a sequence may still begin with it. */
final class PromptCache {

    /** References to a prompt, and its keys and values once it was read. */
    private static final class Entry {
        private int references;
        private @Nullable CachedPrefix prefix;
    }

    private final Map<Tokens, Entry> entries = new HashMap<>();

    /** Increments the prompt's reference count. */
    void retain(Tokens prompt) {
        entries.computeIfAbsent(prompt, key -> new Entry()).references++;
    }

    /** Decrements the prompt's reference count; at zero its keys and values are freed. */
    void release(Tokens prompt) {
        Entry entry = entry(prompt);
        if (--entry.references == 0) {
            entries.remove(prompt);
            if (entry.prefix != null) {
                entry.prefix.keyValues().close();
            }
        }
    }

    /** The prompt's reference count. */
    int references(Tokens prompt) {
        Entry entry = entries.get(prompt);
        return entry == null ? 0 : entry.references;
    }

    /** Caches a prompt that was read; its reference count is positive. */
    void put(CachedPrefix prompt) {
        entry(prompt.tokens()).prefix = prompt;
    }

    Optional<CachedPrefix> find(Tokens prompt) {
        return Optional.ofNullable(entries.get(prompt)).map(entry -> entry.prefix);
    }

    /** Drops keys and values whose memory was freed with the slots; reference counts stay. */
    void clear() {
        entries.values().forEach(entry -> entry.prefix = null);
    }

    private Entry entry(Tokens prompt) {
        Entry entry = entries.get(prompt);
        if (entry == null) {
            throw new IllegalStateException("the prompt of " + prompt.count() + " tokens has no reference");
        }
        return entry;
    }
}
