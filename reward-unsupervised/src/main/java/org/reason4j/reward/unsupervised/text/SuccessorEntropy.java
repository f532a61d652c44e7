package org.reason4j.reward.unsupervised.text;

import java.util.HashMap;
import java.util.Map;

/**
 * A proxy for how hard a next token is to predict: the entropy of what follows the token before it, {@code H(x) = -sum_y
 * p(y|x) ln p(y|x)} with {@code p(y|x) = #xy / #x} counted in the text itself, in nats. A token that the text holds once has 0.
 */
final class SuccessorEntropy {

    private final Map<Integer, Map<Integer, Integer>> successors = new HashMap<>();
    private final Map<Integer, Double> entropies = new HashMap<>();

    /** Counts the pairs of a text. */
    void count(int[] tokens) {
        for (int i = 1; i < tokens.length; i++) {
            successors.computeIfAbsent(tokens[i - 1], any -> new HashMap<>()).merge(tokens[i], 1, Integer::sum);
        }
    }

    /** Entropy of the next token behind this one; called when all is counted. */
    double after(int token) {
        return entropies.computeIfAbsent(token, this::computed);
    }

    private double computed(int token) {
        Map<Integer, Integer> counts = successors.getOrDefault(token, Map.of());
        double total = counts.values().stream().mapToInt(n -> n).sum();
        return counts.values().stream()
                .sorted()
                .mapToDouble(n -> n / total)
                .map(p -> -p * Math.log(p))
                .sum();
    }
}
