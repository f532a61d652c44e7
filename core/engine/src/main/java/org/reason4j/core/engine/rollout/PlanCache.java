package org.reason4j.core.engine.rollout;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Keys and values of a plan's sequences, cached until the plan is closed, and references to its prompts. */
final class PlanCache {

    private final PromptCache prompts;
    private final Set<Tokens> retained = new LinkedHashSet<>();
    private final List<CachedPrefix> prefixes = new ArrayList<>();

    /** Opens an empty cache that takes prompts from {@code prompts}. */
    PlanCache(PromptCache prompts) {
        this.prompts = prompts;
    }

    /** Keeps a prompt cached until the plan is closed. */
    void retain(Tokens prompt) {
        if (retained.add(prompt)) {
            prompts.retain(prompt);
        }
    }

    /** The cached prefix that shares most tokens with a sequence; empty if these are no more than its prompt. */
    Optional<CachedPrefix> closest(Sequence sequence) {
        return prefixes.stream()
                .filter(prefix -> prefix.shared(sequence) > sequence.prompt().count())
                .max(Comparator.comparingInt(prefix -> prefix.shared(sequence)));
    }

    /** Number of tokens that a sequence need not read. */
    int shared(Sequence sequence) {
        return closest(sequence)
                .map(prefix -> prefix.shared(sequence))
                .orElse(sequence.prompt().count());
    }

    /** Caches keys and values. */
    void add(CachedPrefix prefix) {
        prefixes.add(prefix);
    }

    /** Number of response tokens in the cache. */
    long tokens() {
        return prefixes.stream()
                .mapToLong(prefix -> prefix.tokens().count() - prefix.first())
                .sum();
    }

    /** Frees keys and values, and releases the prompts. */
    void close() {
        prefixes.forEach(prefix -> prefix.keyValues().close());
        retained.forEach(prompts::release);
    }
}
