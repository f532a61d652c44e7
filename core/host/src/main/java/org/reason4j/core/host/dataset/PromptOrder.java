package org.reason4j.core.host.dataset;

import static org.reason4j.api.plugin.ConfigException.check;

import org.reason4j.api.random.SplitMix64;

/**
 * Which examples a step uses: a pure function of the step, so a resumed run needs no state to go on as it would have.
 *
 * <p>Steps take examples from an endless sequence of epochs, each of which has every example once. A step may end one epoch
 * and begin the next.
 *
 * @param seed key of the order
 * @param size number of examples
 * @param promptsPerStep how many of them a step takes
 * @param shuffle whether each epoch has an order of its own; otherwise every epoch has the order of the dataset
 */
public record PromptOrder(long seed, int size, int promptsPerStep, boolean shuffle) {

    public PromptOrder {
        check(size > 0, "found a dataset of %s examples, expected at least 1", size);
        check(promptsPerStep > 0, "promptsPerStep: found %s, expected at least 1", promptsPerStep);
    }

    /** Returns indices of the examples of a step; steps count from 1. */
    public int[] examplesOf(int step) {
        if (step < 1) {
            throw new IllegalArgumentException("Steps count from 1, got " + step);
        }
        int[] examples = new int[promptsPerStep];
        long first = (step - 1L) * promptsPerStep;
        long epoch = first / size;
        int[] order = epoch(epoch);
        for (int i = 0; i < promptsPerStep; i++) {
            long position = first + i;
            if (position / size != epoch) {
                epoch = position / size;
                order = epoch(epoch);
            }
            examples[i] = order[(int) (position % size)];
        }
        return examples;
    }

    /** Returns the order of an epoch, a permutation of all indices; epochs count from 0. */
    int[] epoch(long epoch) {
        int[] order = new int[size];
        for (int i = 0; i < size; i++) {
            order[i] = i;
        }
        if (shuffle) {
            long key = SplitMix64.number(SplitMix64.number(seed, 0) ^ epoch, 0);
            for (int i = size - 1; i > 0; i--) { // Fisher and Yates
                int j = (int) Math.multiplyHigh(SplitMix64.number(key + i, 0) >>> 1, 2L * (i + 1));
                int swapped = order[i];
                order[i] = order[j];
                order[j] = swapped;
            }
        }
        return order;
    }
}
