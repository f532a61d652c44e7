package org.reason4j.sampler.tree.search;

import java.util.List;
import java.util.OptionalDouble;
import org.reason4j.api.track.Metrics;

/**
 * What a search tells: {@code mcts/expansions} (sum), {@code mcts/growth_depth} and {@code mcts/growth_value} (means over
 * nodes that grew, the prompt aside), {@code mcts/depth} (mean depth of a response's last segment), {@code mcts/value} (mean
 * value of the prompts), {@code mcts/unscored} (responses and beginnings without a value), {@code mcts/early_ends} (groups
 * that the end gate left smaller), {@code mcts/dropped_tokens} (written, but part of no response of the group) and {@code
 * mcts/tokens_per_leaf} (mean over groups, dropped ones included).
 */
record SearchMetrics(Metrics metrics) {

    void grew(Node node) {
        metrics.add("mcts/expansions", 1);
        if (node.depth() > 0) {
            metrics.mean("mcts/growth_depth", node.depth());
            metrics.mean("mcts/growth_value", node.value());
        }
    }

    void estimated(OptionalDouble value) {
        metrics.add("mcts/unscored", value.isPresent() ? 0 : 1);
    }

    void ended(List<Leaf> leaves, Node root, int grown, boolean early) {
        metrics.add("mcts/early_ends", early ? 1 : 0);
        metrics.mean("mcts/value", root.value());
        for (Leaf leaf : leaves) {
            metrics.mean("mcts/depth", leaf.node().depth());
            metrics.add("mcts/unscored", leaf.outcome().isPresent() ? 0 : 1);
        }
        int dropped = dropped(root, leaves);
        metrics.add("mcts/dropped_tokens", dropped);
        metrics.mean("mcts/tokens_per_leaf", (double) written(root, leaves) / Math.max(1, leaves.size()));
    }

    /** Tokens of segments below which no response is. */
    private static int dropped(Node node, List<Leaf> leaves) {
        int tokens = 0;
        for (Node child : node.children()) {
            tokens += carries(child, leaves) ? 0 : child.length() - node.length();
            tokens += dropped(child, leaves);
        }
        return tokens;
    }

    private static boolean carries(Node node, List<Leaf> leaves) {
        return leaves.stream().anyMatch(leaf -> leaf.node() == node)
                || node.children().stream().anyMatch(child -> carries(child, leaves));
    }

    /** Tokens that were written: of all segments, and of responses what follows their last one. */
    static int written(Node root, List<Leaf> leaves) {
        int tails = leaves.stream()
                .mapToInt(leaf -> leaf.response().length() - leaf.node().length())
                .sum();
        return segments(root) + tails;
    }

    private static int segments(Node node) {
        return node.children().stream()
                .mapToInt(child -> child.length() - node.length() + segments(child))
                .sum();
    }
}
