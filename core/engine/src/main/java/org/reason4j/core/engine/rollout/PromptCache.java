package org.reason4j.core.engine.rollout;

import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Keys and values of prompts, with reference counts: a prompt is cached while a sequence may still begin with it, and the last ones
 * after that as far as they are to be reused.
 */
final class PromptCache {

    /** References to a prompt, and its keys and values once it was read. */
    private static final class Entry {
        private int references;
        private @Nullable CachedPrefix prefix;
    }

    private final PromptReuse reuse;
    private final Map<Tokens, Entry> entries = new HashMap<>();
    private final Map<Tokens, CachedPrefix> unused = new LinkedHashMap<>(); // the one of the longest time ago first
    private int unusedTokens;

    PromptCache(PromptReuse reuse) {
        this.reuse = reuse;
    }

    /** Increments the prompt's reference count. */
    void retain(Tokens prompt) {
        Entry entry = entries.computeIfAbsent(prompt, key -> new Entry());
        entry.references++;
        CachedPrefix kept = unused.remove(prompt);
        if (kept != null) {
            unusedTokens -= prompt.count();
            entry.prefix = kept;
        }
    }

    /** Decrements the prompt's reference count; at zero its keys and values are freed, or kept for later requests. */
    void release(Tokens prompt) {
        Entry entry = entry(prompt);
        if (--entry.references == 0) {
            entries.remove(prompt);
            if (entry.prefix != null) {
                leave(entry.prefix);
            }
        }
    }

    private void leave(CachedPrefix prefix) {
        int count = prefix.tokens().count();
        if (!reuse.keeps(count)) {
            prefix.keyValues().close();
            return;
        }
        unused.put(prefix.tokens(), prefix);
        unusedTokens += count;
        Iterator<CachedPrefix> oldest = unused.values().iterator();
        while (unusedTokens > reuse.tokens()) {
            CachedPrefix old = oldest.next();
            unusedTokens -= old.tokens().count();
            old.keyValues().close();
            oldest.remove();
        }
    }

    /** The prompt's reference count. */
    int references(Tokens prompt) {
        Entry entry = entries.get(prompt);
        return entry == null ? 0 : entry.references;
    }

    /** True if a prompt that {@code readers} sequences begin with is to be cached: further ones do, or may. */
    boolean isWanted(Tokens prompt, int readers) {
        return references(prompt) > readers || reuse.keeps(prompt.count());
    }

    /** True if it holds prompts that no sequence begins with. */
    boolean keepsUnused() {
        return !unused.isEmpty();
    }

    /** Counts tokens of a prompt that are not read for a sequence, because they are cached. */
    void reused(int tokens) {
        reuse.reused().add(tokens);
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
        unused.clear();
        unusedTokens = 0;
    }

    private Entry entry(Tokens prompt) {
        Entry entry = entries.get(prompt);
        if (entry == null) {
            throw new IllegalStateException("the prompt of " + prompt.count() + " tokens has no reference");
        }
        return entry;
    }
}
