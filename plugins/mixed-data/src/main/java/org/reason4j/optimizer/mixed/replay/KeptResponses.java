package org.reason4j.optimizer.mixed.replay;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.reason4j.api.random.SplitMix64;

/** Responses by the id of their prompt, the oldest first. No two of a prompt have the same tokens. */
final class KeptResponses {

    private final Map<String, List<Kept>> byPrompt = new TreeMap<>();

    /** Keeps a response, and drops the oldest of its prompt beyond {@code capacity}. */
    void add(String prompt, Kept kept, int capacity) {
        List<Kept> own = byPrompt.computeIfAbsent(prompt, any -> new ArrayList<>());
        if (own.stream().noneMatch(other -> Arrays.equals(other.response(), kept.response()))) {
            own.add(kept);
            if (own.size() > capacity) {
                own.remove(0);
            }
        }
    }

    /** Responses to a prompt, the oldest first. */
    List<Kept> of(String prompt) {
        return List.copyOf(byPrompt.getOrDefault(prompt, List.of()));
    }

    /** Drops the responses to a prompt. */
    void remove(String prompt) {
        byPrompt.remove(prompt);
    }

    /** Number of responses. */
    int size() {
        return byPrompt.values().stream().mapToInt(List::size).sum();
    }

    /**
     * Draws responses to a prompt: different ones as long as there are any, then the same again in the same order.
     *
     * @param key of the draw
     */
    List<Kept> draw(String prompt, int count, long key) {
        List<Kept> left = new ArrayList<>(of(prompt));
        List<Kept> order = new ArrayList<>();
        for (int i = 0; !left.isEmpty(); i++) {
            order.add(left.remove((int) SplitMix64.below(SplitMix64.number(key, i), left.size())));
        }
        List<Kept> drawn = new ArrayList<>();
        for (int i = 0; i < count && !order.isEmpty(); i++) {
            drawn.add(order.get(i % order.size()));
        }
        return drawn;
    }

    Map<String, Object> state() {
        Map<String, Object> state = new LinkedHashMap<>();
        byPrompt.forEach(
                (prompt, kept) -> state.put(prompt, kept.stream().map(State::of).toList()));
        return state;
    }

    void restore(State state) {
        byPrompt.clear();
        for (String prompt : state.names()) {
            byPrompt.put(
                    prompt,
                    new ArrayList<>(state.maps(prompt).stream().map(State::kept).toList()));
        }
    }
}
