package org.reason4j.reward.unsupervised.selfplay;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.reason4j.api.random.SplitMix64;

/** Tasks that were accepted, the oldest first; each once, and of too many the newest. A run begins with one. */
final class TaskPool {

    private final int size;
    private final Set<Task> tasks = new LinkedHashSet<>();

    TaskPool(int size) {
        this.size = size;
    }

    int size() {
        return tasks.size();
    }

    boolean contains(Task task) {
        return tasks.contains(task);
    }

    void add(Task task) {
        tasks.add(task);
        if (tasks.size() > size) {
            tasks.remove(tasks.iterator().next());
        }
    }

    /** Draws different tasks for a key, at most so many; all of them where there are fewer. */
    List<Task> draw(long key, int count) {
        List<Task> left = new ArrayList<>(tasks);
        List<Task> drawn = new ArrayList<>();
        for (int i = 0; i < count && !left.isEmpty(); i++) {
            drawn.add(left.remove((int) SplitMix64.below(SplitMix64.number(key, i), left.size())));
        }
        return drawn;
    }

    /** Its tasks, each as the fields of a prompt. */
    List<Object> state() {
        return new ArrayList<>(tasks.stream().map(Task::fields).toList());
    }

    /** Takes over what {@link #state} returned. */
    void restore(Object saved) {
        if (!(saved instanceof List<?> entries)) {
            throw new IllegalArgumentException("The saved pool of tasks is no list: " + saved);
        }
        tasks.clear();
        for (Object entry : entries) {
            tasks.add(Task.ofFields(entry)
                    .orElseThrow(() -> new IllegalArgumentException("The saved pool holds what is no task: " + entry)));
        }
    }
}
