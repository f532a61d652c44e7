package org.reason4j.sampler.tree.segment;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.reason4j.api.data.Branch;
import org.reason4j.api.data.Finish;
import org.reason4j.api.data.TokenStream;
import org.reason4j.api.data.Trajectory;

/** The tree of a prompt while it grows, segment by segment. */
final class SegmentTree {

    private final Node root = Node.prompt();
    private final int longest;
    private int samples;

    /**
     * A tree without segments.
     *
     * @param longest response, in tokens
     */
    SegmentTree(int longest) {
        this.longest = longest;
    }

    /** The prompt. */
    Node root() {
        return root;
    }

    /** Tokens that a response may have. */
    int longest() {
        return longest;
    }

    /**
     * Begins a segment: the first one after another continues its response, each other one is a branch.
     *
     * @param tokens that it may have, if the response has room for them
     * @param reason why a branch begins there
     */
    Node begin(Node node, int tokens, String reason) {
        int asked = Math.min(tokens, longest - node.length());
        boolean continues = !node.isPrompt() && node.children().isEmpty();
        return continues ? node.begin(node.sample(), asked, "") : node.begin(samples++, asked, reason);
    }

    /** The nodes that a condition holds for: each before its children, in the order in which they were begun. */
    List<Node> nodes(Predicate<Node> condition) {
        List<Node> found = new ArrayList<>();
        find(root, condition, found);
        return found;
    }

    private static void find(Node node, Predicate<Node> condition, List<Node> found) {
        if (condition.test(node)) {
            found.add(node);
        }
        node.children().forEach(child -> find(child, condition, found));
    }

    /** The responses that have ended, by their sample index. Each learns what it wrote itself. */
    List<Trajectory> leaves() {
        return nodes(Node::isEnd).stream()
                .sorted(Comparator.comparingInt(Node::sample))
                .map(this::leaf)
                .toList();
    }

    private Trajectory leaf(Node end) {
        Trajectory last = end.response();
        Optional<Branch> branch = end.branch();
        boolean[] learned = last.learned();
        Arrays.fill(learned, 0, branch.map(Branch::at).orElse(0), false);
        Trajectory leaf = Trajectory.sampled(
                        last.prompt(),
                        last.sample(),
                        last.response(),
                        last.text(),
                        last.finish() == Finish.FAILED ? Finish.STOP : last.finish(),
                        last.policyVersion().orElseThrow(),
                        last.params().orElseThrow().withMaxTokens(longest))
                .withLearned(learned);
        for (TokenStream stream : last.streams()) {
            leaf = leaf.with(stream, last.stream(stream));
        }
        leaf = last.failure().map(leaf::withFailure).orElse(leaf);
        return branch.map(leaf::withBranch).orElse(leaf);
    }
}
