package org.reason4j.core.engine.rollout;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Prompts that were read, for as long as somebody else may continue them. */
final class KeptPrompts {

    /** Who may still ask for a prompt, and its keys and values once it was read. */
    private static final class Entry {
        private int holders;
        private @Nullable Kept kept;
    }

    private final Map<Tokens, Entry> entries = new HashMap<>();

    /** Somebody will ask for a prompt. */
    void hold(Tokens prompt) {
        entries.computeIfAbsent(prompt, key -> new Entry()).holders++;
    }

    /** Somebody will ask no more; what nobody waits for is freed. */
    void release(Tokens prompt) {
        Entry entry = entry(prompt);
        if (--entry.holders == 0) {
            entries.remove(prompt);
            if (entry.kept != null) {
                entry.kept.columns().close();
            }
        }
    }

    /** Number of those who may still ask for a prompt. */
    int holders(Tokens prompt) {
        Entry entry = entries.get(prompt);
        return entry == null ? 0 : entry.holders;
    }

    void keep(Kept prompt) {
        entry(prompt.tokens()).kept = prompt;
    }

    Optional<Kept> find(Tokens prompt) {
        return Optional.ofNullable(entries.get(prompt)).map(entry -> entry.kept);
    }

    /** Forgets everything, as the slots' memory is gone. */
    void clear() {
        entries.values().forEach(entry -> entry.kept = null);
    }

    private Entry entry(Tokens prompt) {
        Entry entry = entries.get(prompt);
        if (entry == null) {
            throw new IllegalStateException("nobody holds this prompt of " + prompt.count() + " tokens");
        }
        return entry;
    }
}
