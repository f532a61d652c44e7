package org.reason4j.sampler.tree;

import java.util.ArrayList;
import java.util.List;

/**
 * Quality of the segments up to a place: {@code v_0 = 0} and {@code v_k = max(0, v_{k-1} + (1 - v_{k-1}) r_k / m_k)}, with
 * {@code r_k = 1} if a right response goes through segment {@code k}, else -1, and {@code m_k} the segments from there to the
 * end of the nearest such response, plus 1. The last segment of a right response so has 1.
 *
 * @see <a href="https://arxiv.org/abs/2406.03816">ReST-MCTS*, equations 1 and 2</a>
 */
final class QualityValue {

    private QualityValue() {}

    /**
     * Returns the quality after a segment.
     *
     * @param before quality before it, {@code v_{k-1}}
     * @param right true for {@code r_k = 1}
     * @param distance {@code m_k}, at least 1
     */
    static double next(double before, boolean right, int distance) {
        return Math.max(0, before + (1 - before) * (right ? 1 : -1) / distance);
    }

    /**
     * Returns the quality of each segment.
     *
     * @param rewards reward of each response, {@code [G]}; right is a positive one
     */
    static double[] of(Tree tree, double[] rewards) {
        List<Segment> segments = tree.segments();
        int[] toRight = new int[segments.size()]; // 0: none
        int[] toEnd = new int[segments.size()];
        for (int i = 0; i < rewards.length; i++) {
            toEnd[tree.ends()[i]] = 1;
            toRight[tree.ends()[i]] = rewards[i] > 0 ? 1 : 0;
        }
        List<Integer> order = parentsFirst(segments);
        for (int i = order.size() - 1; i >= 0; i--) {
            int node = order.get(i);
            int parent = segments.get(node).parent();
            if (parent != Segment.PROMPT) {
                toEnd[parent] = nearer(toEnd[parent], toEnd[node]);
                toRight[parent] = nearer(toRight[parent], toRight[node]);
            }
        }
        double[] values = new double[segments.size()];
        for (int node : order) {
            int parent = segments.get(node).parent();
            double before = parent == Segment.PROMPT ? 0 : values[parent];
            values[node] = next(before, toRight[node] > 0, toRight[node] > 0 ? toRight[node] : toEnd[node]);
        }
        return values;
    }

    private static List<Integer> parentsFirst(List<Segment> segments) {
        List<Integer> order = new ArrayList<>(List.of(Segment.PROMPT));
        for (int i = 0; i < order.size(); i++) {
            int parent = order.get(i);
            for (int node = 0; node < segments.size(); node++) {
                if (segments.get(node).parent() == parent) {
                    order.add(node);
                }
            }
        }
        return order.subList(1, order.size());
    }

    private static int nearer(int found, int below) {
        return below == 0 ? found : found == 0 ? below + 1 : Math.min(found, below + 1);
    }
}
