package org.reason4j.core.engine.rollout.draft;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The last responses to each prompt, which drafts of later responses are copied from (SPEC-RL and RhymeRL note how much epochs
 * share). Only a hint: what is lost when a run stops makes no difference to any response. The prompts that were answered
 * longest ago are forgotten. Safe for use by several threads.
 */
public final class DraftMemory {

    private static final long MOST_TOKENS = 1L << 23; // 32 MiB

    private final long most;
    private final Map<String, List<DraftSource>> responses = new LinkedHashMap<>();
    private long tokens;

    /** An empty memory of up to 8 Mi tokens. */
    public DraftMemory() {
        this(MOST_TOKENS);
    }

    /** An empty memory of up to {@code most} tokens. */
    DraftMemory(long most) {
        this.most = most;
    }

    /** Prompts with their last responses; none if there are none. */
    synchronized List<DraftSource> of(String prompt) {
        return responses.getOrDefault(prompt, List.of());
    }

    /** Replaces the responses to a prompt by copies. */
    synchronized void put(String prompt, List<? extends DraftSource> latest) {
        forget(prompt);
        List<DraftSource> copies = new ArrayList<>();
        for (DraftSource each : latest) {
            Written copy = new Written(Arrays.copyOf(each.tokens(), each.known()));
            copies.add(copy);
            tokens += copy.known();
        }
        responses.put(prompt, List.copyOf(copies));
        while (tokens > most) {
            forget(responses.keySet().iterator().next());
        }
    }

    private void forget(String prompt) {
        List<DraftSource> old = responses.remove(prompt);
        if (old != null) {
            tokens -= old.stream().mapToLong(DraftSource::known).sum();
        }
    }

    /** A sequence that has ended. */
    record Written(int[] tokens) implements DraftSource {

        @Override
        public int known() {
            return tokens.length;
        }
    }
}
