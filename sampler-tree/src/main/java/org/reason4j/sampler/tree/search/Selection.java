package org.reason4j.sampler.tree.search;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * The node that grows next. A node can grow if its response goes on, it is not as deep as allowed, and it has not grown.
 * Growth under way counts as visits without success, so that nodes chosen for one round differ. Of equal nodes the one
 * that was written first is taken.
 *
 * @param score of a node
 * @param depth deepest segments
 * @param virtualLoss visits that a growth under way counts as
 */
record Selection(Uct score, int depth, int virtualLoss) {

    /** Returns the next node; empty if none can grow. */
    Optional<Node> next(Node root) {
        return score.global() ? best(root) : descend(root);
    }

    private boolean canGrow(Node node) {
        return node.isOpen() && !node.isGrown() && node.depth() < depth;
    }

    private boolean leadsOn(Node node) {
        return canGrow(node) || node.children().stream().anyMatch(this::leadsOn);
    }

    private Optional<Node> descend(Node root) {
        Node node = root;
        while (!canGrow(node)) {
            Optional<Node> best = first(node.children(), this::leadsOn);
            if (best.isEmpty()) {
                return Optional.empty();
            }
            node = best.get();
        }
        return Optional.of(node);
    }

    private Optional<Node> best(Node root) {
        List<Node> all = new ArrayList<>(List.of(root));
        for (int i = 0; i < all.size(); i++) {
            all.addAll(all.get(i).children());
        }
        return first(all, this::canGrow);
    }

    /** The node of the highest score, or the first of equal ones. */
    private Optional<Node> first(List<Node> nodes, Predicate<Node> among) {
        return nodes.stream()
                .filter(among)
                .sorted(Comparator.comparingDouble(this::of).reversed())
                .findFirst(); // the sort keeps the order of equal ones
    }

    /** Score of a node, with what is under way. */
    double of(Node node) {
        if (node.parent().isEmpty()) {
            return Double.POSITIVE_INFINITY;
        }
        Node parent = node.parent().get();
        double visits = node.visits() + virtualLoss * node.pending();
        double parentVisits = parent.visits() + virtualLoss * parent.pending();
        double value = visits > 0 ? node.value() * node.visits() / visits : node.value();
        if (visits == 0 && score.untriedFirst()) {
            return Double.POSITIVE_INFINITY;
        }
        return score.of(score.signed() ? 2 * value - 1 : value, visits, Math.max(1, parentVisits));
    }

    /** Why a node was chosen, for people. */
    String reason(Node node) {
        return String.format(
                Locale.ROOT,
                "UCT %.2f (value %.2f, %.0f of %.0f visits)",
                of(node),
                node.value(),
                node.visits(),
                node.parent().map(Node::visits).orElse(node.visits()));
    }
}
