package org.reason4j.sampler.tree.segment;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * SPO's growth: a number of branches for every depth, at equal distances.
 *
 * <p>A node answers for a number of leaves, and shares it out among its branches. A branch that ends early is one leaf; the node
 * that it began at has further branches for the others that it was to have, so that every tree has the same number of leaves.
 *
 * @see <a href="https://arxiv.org/abs/2505.23564">SPO, section 4.2</a>
 */
final class FixedBranching implements Growth {

    private final SpoTreeConfig config;
    private final Map<Node, Integer> leaves = new IdentityHashMap<>(); // that a node answers for

    FixedBranching(SpoTreeConfig config) {
        this.config = config;
    }

    @Override
    public List<Node> next(SegmentTree tree, List<Node> written) {
        Map<Node, Integer> open = new LinkedHashMap<>();
        if (tree.root().children().isEmpty()) {
            open.put(tree.root(), config.leaves());
        }
        for (Node node : written) {
            int due = leaves.getOrDefault(node, 1);
            if (!node.isEnd()) {
                open.merge(node, due, Integer::sum);
            } else if (due > 1) {
                open.merge(node.parent().orElseThrow(), due - 1, Integer::sum);
            }
        }
        List<Node> begun = new ArrayList<>();
        open.forEach((node, due) -> branch(tree, node, due, begun));
        return begun;
    }

    /** Begins branches that together answer for so many leaves. */
    private void branch(SegmentTree tree, Node node, int due, List<Node> begun) {
        int depth = node.depth();
        int count = Math.min(config.branching().get(depth), due);
        boolean last = depth == config.branching().size() - 1;
        boolean again = !node.children().isEmpty();
        for (int i = 0; i < count; i++) {
            String reason = again
                    ? "another branch: one ended early"
                    : "branch " + (i + 1) + " of " + count + " at depth " + depth;
            Node child = tree.begin(node, last ? tree.longest() : config.segmentTokens(), reason);
            leaves.put(child, due / count + (i < due % count ? 1 : 0));
            begun.add(child);
        }
    }
}
