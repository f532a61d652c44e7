package org.reason4j.sampler.tree.segment;

import static java.util.Arrays.stream;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.reason4j.sampler.tree.Segment;
import org.reason4j.sampler.tree.Tree;

/**
 * SPO's values of a tree: that of a leaf is its reward, that of any other node the mean of its children. A branch that ended early
 * counts as much as its siblings, however many leaves these have.
 *
 * @see <a href="https://arxiv.org/abs/2505.23564">SPO, section 4.2, equation 8</a>
 */
final class ChildMeans {

    private static final double EPSILON = 1e-8;

    private final List<List<Integer>> children = new ArrayList<>(); // of the prompt, then of each segment
    private final double[] values;

    /** Values from rewards, {@code [G]}. */
    ChildMeans(Tree tree, double[] rewards) {
        for (int node = Segment.PROMPT; node < tree.segments().size(); node++) {
            children.add(new ArrayList<>());
        }
        for (int node = 0; node < tree.segments().size(); node++) {
            children.get(tree.segments().get(node).parent() + 1).add(node);
        }
        values = new double[tree.segments().size()];
        for (int i = 0; i < rewards.length; i++) {
            values[tree.ends()[i]] = rewards[i];
        }
        children.get(0).forEach(this::settle);
    }

    private void settle(int node) {
        List<Integer> below = children.get(node + 1);
        below.forEach(this::settle);
        values[node] = below.isEmpty() ? values[node] : mean(of(below));
    }

    private double[] of(List<Integer> nodes) {
        return nodes.stream().mapToDouble(node -> values[node]).toArray();
    }

    /** {@code V} of each segment's end. */
    double[] values() {
        return values.clone();
    }

    /** {@code V} of the prompt. */
    double root() {
        return mean(of(children.get(0)));
    }

    /** The biased deviation of the values of each segment and its siblings, plus {@code 1e-8}. */
    double[] deviations() {
        double[] deviations = new double[values.length];
        for (List<Integer> siblings : children) {
            double mean = mean(of(siblings));
            double variance = stream(of(siblings))
                    .map(value -> (value - mean) * (value - mean))
                    .average()
                    .orElse(0);
            siblings.forEach(node -> deviations[node] = Math.sqrt(variance) + EPSILON);
        }
        return deviations;
    }

    /** The mean; exactly the value of all where they are equal. */
    private static double mean(double... numbers) {
        return Arrays.stream(numbers).distinct().count() == 1
                ? numbers[0]
                : stream(numbers).average().orElse(0);
    }
}
