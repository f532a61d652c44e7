package org.reason4j.gym;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.reason4j.api.random.SplitMix64;

/** Random draws, each a function of a key and of the number of draws before it. */
public final class Draws {

    private final long key;
    private long index;

    /** Draws of a key, from the first. */
    public Draws(long key) {
        this.key = key;
    }

    /** An integer from 0 to {@code bound - 1}. */
    public int below(int bound) {
        return (int) SplitMix64.below(next(), bound);
    }

    /** An integer from {@code lowest} to {@code highest}, both included. */
    public int between(int lowest, int highest) {
        return (int) between((long) lowest, (long) highest);
    }

    /** An integer from {@code lowest} to {@code highest}, both included; they lie less than 2^63 apart. */
    public long between(long lowest, long highest) {
        return lowest + SplitMix64.below(next(), highest - lowest + 1);
    }

    /** A positive integer of that many digits, at most 18; the first one is not 0. */
    public long ofDigits(int digits) {
        long first = 1;
        for (int i = 1; i < digits; i++) {
            first *= 10;
        }
        return between(first, first * 10 - 1);
    }

    /** True with that probability. */
    public boolean chance(double probability) {
        return SplitMix64.uniform(next()) < probability;
    }

    /** One of the elements. */
    public <T> T pick(List<T> elements) {
        return elements.get(below(elements.size()));
    }

    /** The elements in random order: a new list, which may be changed. */
    public <T> List<T> shuffled(List<T> elements) {
        List<T> order = new ArrayList<>(elements);
        for (int i = order.size() - 1; i > 0; i--) {
            Collections.swap(order, i, below(i + 1));
        }
        return order;
    }

    /** So many different elements of a list, in random order: a new list. */
    public <T> List<T> some(List<T> elements, int count) {
        return new ArrayList<>(shuffled(elements).subList(0, count));
    }

    private long next() {
        return SplitMix64.number(key, index++);
    }
}
