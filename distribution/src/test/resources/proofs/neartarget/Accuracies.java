package proofs.neartarget;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.TreeSet;
import org.reason4j.api.plugin.Stateful;

/** Mean reward of each prompt that was scored, and prompts that rest for a batch. */
final class Accuracies implements Stateful {

    private final Map<String, Double> byPrompt = new TreeMap<>();
    private final TreeSet<String> resting = new TreeSet<>();

    /** Moves a prompt's accuracy half of the way to a new one. */
    void observe(String prompt, double accuracy) {
        byPrompt.merge(prompt, accuracy, (before, now) -> (before + now) / 2);
    }

    OptionalDouble of(String prompt) {
        return byPrompt.containsKey(prompt) ? OptionalDouble.of(byPrompt.get(prompt)) : OptionalDouble.empty();
    }

    int known() {
        return byPrompt.size();
    }

    void rest(String prompt) {
        resting.add(prompt);
    }

    /** Returns the prompts that rest, once. */
    List<String> takeResting() {
        List<String> all = List.copyOf(resting);
        resting.clear();
        return all;
    }

    @Override
    public Map<String, Object> state() {
        return Map.of("accuracies", new TreeMap<>(byPrompt), "resting", new ArrayList<>(resting));
    }

    @Override
    public void restore(Map<String, Object> state) {
        byPrompt.clear();
        ((Map<?, ?>) state.get("accuracies"))
                .forEach((prompt, accuracy) -> byPrompt.put((String) prompt, ((Number) accuracy).doubleValue()));
        resting.clear();
        ((Collection<?>) state.get("resting")).forEach(prompt -> resting.add((String) prompt));
    }
}
