package org.reason4j.sampler.tree;

import static java.util.Arrays.stream;

import java.util.List;

/**
 * Reward of each node of a tree.
 *
 * <p>A leaf's value is its reward less the mean of the other leaves', and {@code V(n)} the mean value of the leaves
 * below {@code n}. The reward of a node is its gain over the root plus its gain over its parent, divided by the square
 * root of the leaves below it: {@code r(n) = ((V(n) - V(root)) + (V(n) - V(parent))) / sqrt(leaves below n)}.
 *
 * @see <a href="https://arxiv.org/abs/2506.11902">TreeRL, equations 5 to 7</a>
 */
public final class NodeReward {

    private NodeReward() {}

    /** Returns the value of each leaf, {@code [G]}; equal rewards give exactly 0, as does a single leaf. */
    static double[] leaveOneOut(double... rewards) {
        int size = rewards.length;
        if (stream(rewards).distinct().count() <= 1) {
            return new double[size];
        }
        double sum = stream(rewards).sum();
        return stream(rewards)
                .map(reward -> reward - (sum - reward) / (size - 1))
                .toArray();
    }

    /** Returns the number of leaves below each segment. */
    public static int[] leaves(Tree tree) {
        int[] counts = new int[tree.segments().size()];
        for (int end : tree.ends()) {
            for (int node = end;
                    node != Segment.PROMPT;
                    node = tree.segments().get(node).parent()) {
                counts[node]++;
            }
        }
        return counts;
    }

    /** Returns {@code V} of each segment; {@code leafValues} is {@code [G]}. */
    public static double[] values(Tree tree, double[] leafValues, int[] leaves) {
        double[] values = new double[leaves.length];
        for (int i = 0; i < leafValues.length; i++) {
            for (int node = tree.ends()[i];
                    node != Segment.PROMPT;
                    node = tree.segments().get(node).parent()) {
                values[node] += leafValues[i] / leaves[node];
            }
        }
        return values;
    }

    /** Returns {@code r} of each segment. */
    static double[] of(Tree tree, double[] leafValues) {
        int[] leaves = leaves(tree);
        double[] values = values(tree, leafValues, leaves);
        double root = stream(leafValues).average().orElse(0);
        double[] rewards = new double[values.length];
        for (int node = 0; node < rewards.length; node++) {
            int parent = tree.segments().get(node).parent();
            double above = parent == Segment.PROMPT ? root : values[parent];
            rewards[node] = (2 * values[node] - root - above) / Math.sqrt(leaves[node]);
        }
        return rewards;
    }

    /**
     * Subtracts the mean over tokens, each of which counts once for every leaf below it.
     *
     * @param tokens learned tokens of each segment
     */
    static double[] centred(double[] rewards, int[] leaves, int[] tokens) {
        double sum = 0;
        double weight = 0;
        for (int node = 0; node < rewards.length; node++) {
            sum += rewards[node] * leaves[node] * tokens[node];
            weight += (double) leaves[node] * tokens[node];
        }
        double mean = weight > 0 ? sum / weight : 0;
        return stream(rewards).map(reward -> reward - mean).toArray();
    }

    /** Counts the learned tokens of each segment; {@code learned} is {@code [G][L]}. */
    static int[] tokens(Tree tree, List<boolean[]> learned) {
        return tree.segments().stream()
                .mapToInt(segment -> {
                    int count = 0;
                    for (int t = segment.from(); t < segment.to(); t++) {
                        count += learned.get(segment.leaf())[t] ? 1 : 0;
                    }
                    return count;
                })
                .toArray();
    }
}
