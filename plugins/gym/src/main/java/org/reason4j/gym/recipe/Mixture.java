package org.reason4j.gym.recipe;

import java.util.List;

/** Takes turns by weight: of {@code n} turns, a term with the weight {@code w} has {@code n w / sum(w)}, to within one. */
final class Mixture {

    private final double[] weights;
    private final long[] turns;
    private long all;

    /** Terms with these positive weights. */
    Mixture(List<Double> weights) {
        double sum = weights.stream().mapToDouble(weight -> weight).sum();
        this.weights = weights.stream().mapToDouble(weight -> weight / sum).toArray();
        turns = new long[weights.size()];
    }

    /** Index of the term whose turn it is: of those below their share after this turn, the one whose next turn is due first. */
    int next() {
        all++;
        int next = -1;
        for (int i = 0; i < weights.length; i++) {
            boolean due = turns[i] < weights[i] * all;
            if (due && (next < 0 || (turns[i] + 1) / weights[i] < (turns[next] + 1) / weights[next])) {
                next = i;
            }
        }
        turns[next]++;
        return next;
    }
}
