package org.reason4j.reward.unsupervised.vote;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Which responses mean the same: {@code cluster[i]} of each of {@code G} responses.
 *
 * <p>EMPO's reward is {@code |cluster(i)| / G}. The semantic entropy is {@code S = -sum_c p_c ln p_c} with {@code p_c =
 * |c| / G}, in nats: 0 where all mean the same, {@code ln G} where no two do.
 *
 * @param cluster number of each response's cluster
 * @see <a href="https://arxiv.org/abs/2504.05812">EMPO</a>
 */
record Clusters(List<Integer> cluster) {

    Clusters {
        cluster = List.copyOf(cluster);
    }

    private Map<Integer, Integer> sizes() {
        Map<Integer, Integer> sizes = new TreeMap<>();
        cluster.forEach(c -> sizes.merge(c, 1, Integer::sum));
        return sizes;
    }

    /** Share of each response's cluster, {@code [G]}. */
    double[] shares() {
        Map<Integer, Integer> sizes = sizes();
        return cluster.stream()
                .mapToDouble(c -> (double) sizes.getOrDefault(c, 0) / cluster.size())
                .toArray();
    }

    /** Semantic entropy in nats, at most {@code ln G}. */
    double entropy() {
        return sizes().values().stream()
                .mapToDouble(size -> (double) size / cluster.size())
                .map(p -> -p * Math.log(p))
                .sum();
    }

    int count() {
        return sizes().size();
    }

    /** True if no two responses mean the same: the entropy is {@code ln G}. */
    boolean allDifferent() {
        return count() == cluster.size();
    }

    /** Share of the largest cluster. */
    double largest() {
        return sizes().values().stream().mapToInt(size -> size).max().orElse(0) / (double) cluster.size();
    }
}
