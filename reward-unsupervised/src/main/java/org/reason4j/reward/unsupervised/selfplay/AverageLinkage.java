package org.reason4j.reward.unsupervised.selfplay;

import java.util.ArrayList;
import java.util.List;

/**
 * Agglomerative clustering with average linkage: the two nearest clusters are joined as long as the mean distance between their
 * members is below a threshold.
 *
 * @see <a href="https://arxiv.org/abs/2508.05004">R-Zero: repetition penalty</a>
 */
final class AverageLinkage {

    private AverageLinkage() {}

    /**
     * Returns the share of all members that each member's cluster holds.
     *
     * @param distances symmetric
     */
    static double[] shares(double[][] distances, double threshold) {
        List<List<Integer>> clusters = new ArrayList<>();
        for (int i = 0; i < distances.length; i++) {
            clusters.add(new ArrayList<>(List.of(i)));
        }
        while (joinNearest(clusters, distances, threshold)) {
            // until no two are near enough
        }
        double[] shares = new double[distances.length];
        for (List<Integer> cluster : clusters) {
            cluster.forEach(member -> shares[member] = (double) cluster.size() / distances.length);
        }
        return shares;
    }

    private static boolean joinNearest(List<List<Integer>> clusters, double[][] distances, double threshold) {
        double nearest = threshold;
        int one = -1;
        int other = -1;
        for (int i = 0; i < clusters.size(); i++) {
            for (int j = i + 1; j < clusters.size(); j++) {
                double distance = mean(clusters.get(i), clusters.get(j), distances);
                if (distance < nearest) {
                    nearest = distance;
                    one = i;
                    other = j;
                }
            }
        }
        if (one < 0) {
            return false;
        }
        clusters.get(one).addAll(clusters.remove(other));
        return true;
    }

    private static double mean(List<Integer> left, List<Integer> right, double[][] distances) {
        double sum = 0;
        for (int i : left) {
            for (int j : right) {
                sum += distances[i][j];
            }
        }
        return sum / (left.size() * right.size());
    }
}
