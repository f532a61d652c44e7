package org.reason4j.curriculum;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;
import org.reason4j.api.dataset.Example;

/** Examples sorted into levels, the easiest first; each keeps the order of the dataset. */
final class Levels {

    private Levels() {}

    /**
     * Returns the examples of each level; no level is empty.
     *
     * @param count number of levels of equal size, of which earlier ones have one example more where it doesn't come out even; 0
     *     for a level of each difficulty
     */
    static List<List<Example>> of(List<Example> pool, Difficulty difficulty, int count) {
        if (count == 0) {
            TreeMap<Double, List<Example>> byValue = new TreeMap<>();
            pool.forEach(one -> byValue.computeIfAbsent(difficulty.of(one), any -> new ArrayList<>())
                    .add(one));
            return List.copyOf(byValue.values());
        }
        List<Example> sorted =
                pool.stream().sorted(Comparator.comparingDouble(difficulty::of)).toList();
        int levels = Math.min(count, sorted.size());
        List<List<Example>> parts = new ArrayList<>();
        int from = 0;
        for (int level = 0; level < levels; level++) {
            int to = from + sorted.size() / levels + (level < sorted.size() % levels ? 1 : 0);
            parts.add(sorted.subList(from, to));
            from = to;
        }
        return parts;
    }
}
