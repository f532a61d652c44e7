package org.reason4j.core.host.track.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.reason4j.core.host.track.Numbers;
import org.reason4j.core.host.track.html.Html;
import org.reason4j.core.host.track.html.Template;

/**
 * The branches of a group as a nested list: what is said between two forks, the mean reward of the responses below, and why others
 * began there. It can be read where the drawing is too small, and without a pointer.
 */
final class TreeOutline {

    private static final int OPEN_NODES = 40;

    private final Template template;

    TreeOutline(Template template) {
        this.template = template;
    }

    /**
     * Tokens between two forks, and what follows them.
     *
     * @param rewards of the responses that go through here
     */
    private record Node(Limb limb, int piece, List<Node> children, List<Double> rewards) {

        Limb.Piece said() {
            return limb.pieces().get(piece);
        }

        boolean isLeaf() {
            return piece == limb.pieces().size() - 1 && children.isEmpty();
        }

        boolean isBranch() {
            return piece == 0 && limb.parent() != Limb.PROMPT;
        }

        int size() {
            return 1 + children.stream().mapToInt(Node::size).sum();
        }
    }

    /** Returns nothing for a group without branches. */
    Html of(List<Limb> limbs) {
        if (limbs.isEmpty()) {
            return Html.NONE;
        }
        Map<Integer, List<Limb>> branches = branches(limbs);
        List<Node> roots = branches.getOrDefault(Limb.PROMPT, List.of()).stream()
                .map(limb -> node(limb, 0, branches))
                .toList();
        double largest = limbs.stream()
                .flatMap(limb -> limb.pieces().stream())
                .mapToDouble(piece -> Math.abs(piece.advantage()))
                .max()
                .orElse(0);
        int nodes = roots.stream().mapToInt(Node::size).sum();
        return template.fill(
                "outline",
                Map.of(
                        "open", nodes > OPEN_NODES ? Html.NONE : new Html(" open=\"\""),
                        "nodes", nodes,
                        "responses", limbs.size(),
                        "value", value(limbs.stream().map(Limb::reward).toList()),
                        "roots",
                                Html.join(roots.stream()
                                        .map(root -> html(root, largest))
                                        .toList())));
    }

    /** Limbs by the response that they leave: the one that wrote the token before, which a parent may share itself. */
    private static Map<Integer, List<Limb>> branches(List<Limb> limbs) {
        Map<Integer, Limb> bySample = new HashMap<>();
        limbs.forEach(limb -> bySample.put(limb.sample(), limb));
        Map<Integer, List<Limb>> branches = new HashMap<>();
        for (Limb limb : limbs) {
            int parent = limb.parent();
            Limb above = bySample.get(parent);
            while (above != null && above.start() >= limb.start()) {
                parent = above.parent();
                above = bySample.get(parent);
            }
            branches.computeIfAbsent(above == null ? Limb.PROMPT : parent, key -> new ArrayList<>())
                    .add(limb);
        }
        return branches;
    }

    private static Node node(Limb limb, int piece, Map<Integer, List<Limb>> branches) {
        List<Node> children = new ArrayList<>();
        boolean last = piece == limb.pieces().size() - 1;
        if (!last) {
            children.add(node(limb, piece + 1, branches));
        }
        Limb.Piece said = limb.pieces().get(piece);
        branches.getOrDefault(limb.sample(), List.of()).stream()
                .filter(branch -> branch.start() > said.from() && (last || branch.start() <= said.to()))
                .sorted(Comparator.comparingInt(Limb::sample))
                .forEach(branch -> children.add(node(branch, 0, branches)));
        List<Double> rewards = new ArrayList<>();
        if (last) {
            rewards.add(limb.reward());
        }
        children.forEach(child -> rewards.addAll(child.rewards()));
        return new Node(limb, piece, children, rewards);
    }

    private Html html(Node node, double largest) {
        Html children = node.children().isEmpty()
                ? Html.NONE
                : template.fill(
                        "outlineChildren",
                        Map.of(
                                "nodes",
                                Html.join(node.children().stream()
                                        .map(child -> html(child, largest))
                                        .toList())));
        Limb.Piece said = node.said();
        return template.fill(
                "outlineNode",
                Map.of(
                        "style", TreeDrawing.style(said, largest),
                        "why", why(node),
                        "text", said.text(),
                        "came", came(node),
                        "advantage", Numbers.signed(said.advantage()),
                        "tokens", said.from() + " to " + said.to(),
                        "children", children));
    }

    private Html why(Node node) {
        if (!node.isBranch()) {
            return Html.NONE;
        }
        Limb limb = node.limb();
        return template.fill(
                "outlineFork",
                Map.of(
                        "sample", limb.sample(),
                        "parent", limb.parent(),
                        "at", limb.start(),
                        "instead", limb.instead(),
                        "surprisal", Numbers.fixed(limb.surprisal(), 2),
                        "reason", reason(limb)));
    }

    private Html reason(Limb limb) {
        return limb.reason().isEmpty()
                ? Html.NONE
                : new Html(template.fill("outlineReason", Map.of("reason", limb.reason()))
                                .markup()
                        + " ");
    }

    private static String came(Node node) {
        return node.isLeaf()
                ? "Sample " + node.limb().sample() + ": reward "
                        + Numbers.compact(node.limb().reward())
                : "Value " + value(node.rewards()) + " of " + node.rewards().size() + " responses";
    }

    private static String value(List<Double> rewards) {
        return Numbers.compact(
                rewards.stream().mapToDouble(Double::doubleValue).average().orElse(0));
    }
}
