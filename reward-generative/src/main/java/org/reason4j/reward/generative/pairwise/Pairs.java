package org.reason4j.reward.generative.pairwise;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.reason4j.api.random.SplitMix64;

/**
 * The pairs of a group that are compared: all, or a number of them drawn by a seed, so that the numbers of comparisons of two
 * responses differ by as little as the draw allows.
 */
final class Pairs {

    private Pairs() {}

    /** Two responses by their index, {@code first < second}. */
    record Pair(int first, int second) {}

    /** All pairs of {@code size} responses, by first and second. */
    static List<Pair> all(int size) {
        List<Pair> pairs = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            for (int j = i + 1; j < size; j++) {
                pairs.add(new Pair(i, j));
            }
        }
        return pairs;
    }

    /**
     * Draws pairs one after the other: the one whose responses have the fewest comparisons together so far, among equals the
     * one with the smallest number {@code SplitMix64.number(key, place)}, read as unsigned. With at least half as many pairs as
     * responses, each response has one.
     *
     * @param most largest number of pairs; 0 for all
     * @param key key of the draw
     */
    static List<Pair> drawn(int size, int most, long key) {
        List<Pair> left = all(size);
        if (most == 0 || most >= left.size()) {
            return left;
        }
        List<Pair> shuffled = shuffled(left, key);
        int[] comparisons = new int[size];
        List<Pair> drawn = new ArrayList<>();
        while (drawn.size() < most) {
            Pair next = shuffled.stream()
                    .min(Comparator.comparingInt(pair -> comparisons[pair.first()] + comparisons[pair.second()]))
                    .orElseThrow();
            shuffled.remove(next);
            comparisons[next.first()]++;
            comparisons[next.second()]++;
            drawn.add(next);
        }
        return drawn;
    }

    private static List<Pair> shuffled(List<Pair> pairs, long key) {
        List<Integer> places = new ArrayList<>();
        for (int i = 0; i < pairs.size(); i++) {
            places.add(i);
        }
        places.sort((a, b) -> Long.compareUnsigned(SplitMix64.number(key, a), SplitMix64.number(key, b)));
        List<Pair> shuffled = new ArrayList<>();
        places.forEach(place -> shuffled.add(pairs.get(place)));
        return shuffled;
    }
}
