package proofs.selfplay;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.reason4j.api.plugin.Stateful;

/** Tasks that the policy proposed, in order, and the mean reward of each that it tried to solve. */
final class Archive implements Stateful {

    private final List<String> tasks = new ArrayList<>();
    private final Map<String, Double> solved = new TreeMap<>();

    void propose(String task) {
        tasks.add(task);
    }

    void solved(String task, double reward) {
        solved.merge(task, reward, (before, now) -> (before + now) / 2);
    }

    int size() {
        return tasks.size();
    }

    /** The number of the task that was solved least, the newest of several; -1 if there is none. */
    int hardest() {
        int hardest = -1;
        for (int i = 0; i < tasks.size(); i++) {
            if (hardest < 0 || reward(i) <= reward(hardest)) {
                hardest = i;
            }
        }
        return hardest;
    }

    String task(int number) {
        return tasks.get(number);
    }

    private double reward(int number) {
        return solved.getOrDefault(tasks.get(number), 0.0);
    }

    @Override
    public Map<String, Object> state() {
        return Map.of("tasks", List.copyOf(tasks), "solved", new TreeMap<>(solved));
    }

    @Override
    public void restore(Map<String, Object> state) {
        tasks.clear();
        ((List<?>) state.get("tasks")).forEach(task -> tasks.add((String) task));
        solved.clear();
        ((Map<?, ?>) state.get("solved"))
                .forEach((task, reward) -> solved.put((String) task, ((Number) reward).doubleValue()));
    }
}
