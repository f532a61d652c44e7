package org.reason4j.sampler.tree.segment;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.reason4j.api.track.Metrics;

/**
 * TreePO's growth, to a given number of leaves.
 *
 * <p>Every branch that has not ended grows by a segment. As long as the tree has fewer branches than it is to have leaves,
 * further ones begin at the ends of the last segments, first where the segment surprised the policy most, within the budget of
 * each. When all have ended before there are enough, new ones begin at earlier ends of segments, or at the prompt, one each and then
 * again: first where fewest branches began, and of such places where the next segments surprised most.
 *
 * @see <a href="https://arxiv.org/abs/2508.17445">TreePO, section 2.2, algorithm 1</a>
 */
final class Divergence implements Growth {

    private final TreePoConfig config;
    private final int leaves;
    private final Metrics metrics;
    private int ended;

    Divergence(TreePoConfig config, int leaves, Metrics metrics) {
        this.config = config;
        this.leaves = leaves;
        this.metrics = metrics;
    }

    @Override
    public List<Node> next(SegmentTree tree, List<Node> written) {
        if (tree.root().children().isEmpty()) {
            return begin(tree, tree.root(), Math.min(config.initialBranches(), leaves));
        }
        written.forEach(this::stopLoop);
        List<Node> growing = written.stream().filter(node -> !node.isEnd()).toList();
        ended += written.size() - growing.size();
        int open = leaves - ended - growing.size();
        return growing.isEmpty() ? fallBack(tree, open) : diverge(tree, growing, open);
    }

    private void stopLoop(Node node) {
        if (!node.isEnd() && Loop.in(node.response().response(), config.loopTokens(), config.loopRepeats())) {
            node.end();
            metrics.add("tree/stopped_branches", 1);
        }
    }

    /** Continues every branch, and begins up to {@code open} new ones. */
    private List<Node> diverge(SegmentTree tree, List<Node> growing, int open) {
        List<Node> begun = new ArrayList<>();
        growing.forEach(node -> begun.add(tree.begin(node, config.segmentTokens(), "")));
        List<Node> order = growing.stream()
                .sorted(Comparator.comparingDouble(Node::surprisal).reversed())
                .toList();
        for (int branch = 2; branch <= config.branches(); branch++) {
            for (Node node : order.subList(0, Math.min(order.size(), open + growing.size() - begun.size()))) {
                String reason = String.format(
                        Locale.ROOT,
                        "divergence: branch %d of %d after a segment of surprisal %.2f",
                        branch,
                        config.branches(),
                        node.surprisal());
                begun.add(tree.begin(node, config.segmentTokens(), reason));
            }
        }
        return begun;
    }

    /** Begins {@code open} branches where earlier segments ended. */
    private List<Node> fallBack(SegmentTree tree, int open) {
        List<Node> places = tree.nodes(node -> !node.isEnd()).stream()
                .sorted(Comparator.comparingInt((Node node) -> node.children().size())
                        .thenComparing(Comparator.comparingDouble(Divergence::surprisalAfter)
                                .reversed()))
                .toList();
        metrics.add("tree/fallbacks", open);
        List<String> reasons = places.stream()
                .map(node -> String.format(
                        Locale.ROOT,
                        "fallback: all branches had ended; what followed here had surprisal %.2f",
                        surprisalAfter(node)))
                .toList();
        List<Node> begun = new ArrayList<>();
        for (int i = 0; i < open; i++) {
            int place = i % places.size();
            begun.add(tree.begin(places.get(place), config.segmentTokens(), reasons.get(place)));
        }
        return begun;
    }

    private static double surprisalAfter(Node node) {
        return node.children().stream().mapToDouble(Node::surprisal).average().orElse(0);
    }

    private List<Node> begin(SegmentTree tree, Node node, int count) {
        List<Node> begun = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            begun.add(tree.begin(node, config.segmentTokens(), ""));
        }
        return begun;
    }
}
