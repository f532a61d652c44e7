package org.reason4j.curriculum;

import java.util.ArrayList;
import java.util.List;
import org.reason4j.api.random.SplitMix64;

/** An order that is a function of a key (Fisher and Yates). */
final class Shuffle {

    private Shuffle() {}

    static <T> List<T> of(List<T> items, long key) {
        List<T> shuffled = new ArrayList<>(items);
        for (int i = shuffled.size() - 1; i > 0; i--) {
            int j = (int) SplitMix64.below(SplitMix64.number(key, i), i + 1L);
            T swapped = shuffled.get(i);
            shuffled.set(i, shuffled.get(j));
            shuffled.set(j, swapped);
        }
        return shuffled;
    }
}
