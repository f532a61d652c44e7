package org.reason4j.sampler.tree.segment;

import static java.util.Arrays.stream;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.reason4j.sampler.tree.Segment;
import org.reason4j.sampler.tree.Tree;

/**
 * Advantage of each segment of a tree: the value of its end less that of its beginning.
 *
 * <p>{@code A(n) = V(n) - V(parent of n)}. {@code V} of a leaf is its reward, that of any other node the mean of its children. The
 * normalised form divides by the deviation of the siblings' values (biased, plus {@code 1e-8}).
 *
 * @see <a href="https://arxiv.org/abs/2505.23564">SPO, section 4.2, equation 8; the normalised form is in its code</a>
 */
final class EdgeAdvantage {

    private static final double EPSILON = 1e-8;

    private EdgeAdvantage() {}

    /** Returns the advantage of each segment; {@code rewards} is {@code [G]}. */
    static double[] of(Tree tree, double[] rewards, boolean normalised) {
        Values values = new Values(tree, rewards);
        double[] advantages = new double[tree.segments().size()];
        for (int node = Segment.PROMPT; node < advantages.length; node++) {
            double[] children = values.children(node);
            double mean = mean(children);
            double deviation = normalised ? deviation(children, mean) + EPSILON : 1;
            for (int child : values.indices(node)) {
                advantages[child] = (values.of(child) - mean) / deviation;
            }
        }
        return advantages;
    }

    /** Returns {@code V} of each segment's end. */
    static double[] values(Tree tree, double[] rewards) {
        Values values = new Values(tree, rewards);
        double[] all = new double[tree.segments().size()];
        Arrays.setAll(all, values::of);
        return all;
    }

    /** The mean; exactly the value of all where they are equal. */
    static double mean(double... values) {
        return stream(values).allMatch(value -> value == values[0])
                ? (values.length == 0 ? 0 : values[0])
                : stream(values).sum() / values.length;
    }

    private static double deviation(double[] values, double mean) {
        return Math.sqrt(stream(values)
                .map(value -> (value - mean) * (value - mean))
                .average()
                .orElse(0));
    }

    /** Values of a tree's nodes, each computed once. */
    private static final class Values {

        private final List<List<Integer>> children = new ArrayList<>(); // of the prompt, then of each segment
        private final double[] rewards;
        private final Double[] known;

        Values(Tree tree, double[] rewards) {
            for (int node = Segment.PROMPT; node < tree.segments().size(); node++) {
                children.add(new ArrayList<>());
            }
            for (int node = 0; node < tree.segments().size(); node++) {
                children.get(tree.segments().get(node).parent() + 1).add(node);
            }
            this.rewards = new double[tree.segments().size()];
            for (int i = 0; i < rewards.length; i++) {
                this.rewards[tree.ends()[i]] = rewards[i];
            }
            known = new Double[tree.segments().size()];
        }

        List<Integer> indices(int node) {
            return children.get(node + 1);
        }

        double[] children(int node) {
            return indices(node).stream().mapToDouble(this::of).toArray();
        }

        double of(int node) {
            if (known[node] == null) {
                known[node] = indices(node).isEmpty() ? rewards[node] : mean(children(node));
            }
            return known[node];
        }
    }
}
