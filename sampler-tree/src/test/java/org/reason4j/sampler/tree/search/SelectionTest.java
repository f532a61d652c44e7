package org.reason4j.sampler.tree.search;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.reason4j.api.data.Finish;
import org.reason4j.api.data.SamplingParams;
import org.reason4j.api.data.Trajectory;

class SelectionTest {

    private final Node root = Node.root();

    private static Node child(Node parent, double outcome, int visits, Backup backup) {
        Node child = parent.add(
                Trajectory.sampled(
                        World.PROMPT, 0, new int[parent.length() + 1], "", Finish.LENGTH, 0, SamplingParams.of(9)),
                true);
        parent.grow("");
        child.estimate(outcome);
        if (visits > 0) {
            child.visited(outcome, visits, backup);
        }
        return child;
    }

    /** Lets nodes be chosen for one round. */
    private static List<Node> round(Selection selection, Node root, int size) {
        List<Node> chosen = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            Optional<Node> next = selection.next(root);
            next.ifPresent(node -> {
                node.grow("");
                node.pend(1);
                chosen.add(node);
            });
        }
        return chosen;
    }

    /** Below a (1) are two nodes of 1, below b (0.8) two of 0.8: without a loss a round stays below a. */
    @Test
    void aVirtualLossSpreadsARound() {
        Node a = child(root, 0.5, 1, Backup.CHILDREN);
        Node b = child(root, 0.5, 1, Backup.CHILDREN);
        Node a1 = child(a, 1, 1, Backup.CHILDREN);
        Node a2 = child(a, 1, 1, Backup.CHILDREN);
        Node b1 = child(b, 0.8, 1, Backup.CHILDREN);
        child(b, 0.8, 1, Backup.CHILDREN);
        assertThat(List.of(a.value(), b.value(), a.visits(), b.visits())).containsExactly(1.0, 0.8, 3.0, 3.0);
        Uct score = Uct.RestMcts.DEFAULTS;

        // a: 1 + 0.7 sqrt(2 ln 6 / 3) = 1.765, b 1.565; with a loss below a: 1 * 3 / 4 + 0.7 sqrt(2 ln 7 / 4) = 1.440 <
        // 1.597
        assertThat(round(new Selection(score, 9, 1), root, 2)).containsExactly(a1, b1);
        a1.pend(-1);
        b1.pend(-1);
        Node c1 = child(a, 1, 1, Backup.CHILDREN);
        assertThat(round(new Selection(score, 9, 0), root, 2)).containsExactly(a2, c1);
    }

    @Test
    void theRootComesFirstAndThenTheBestOfAllNodes() {
        Selection selection = new Selection(Uct.Treerl.DEFAULTS, 9, 1);
        assertThat(selection.next(root)).contains(root);
        Node good = child(root, 1, 1, Backup.PATH);
        Node bad = child(root, 0, 1, Backup.PATH);
        Node deep = child(good, 1, 1, Backup.PATH);
        // good has grown; deep: 1 + 0.5 sqrt(ln 3 / 1) = 1.524 beats bad: 0 + 0.5 sqrt(ln 4 / 1) = 0.589
        assertThat(selection.of(deep)).isEqualTo(1 + 0.5 * Math.sqrt(Math.log(3) / (1 + 1e-8)));
        assertThat(selection.of(bad)).isEqualTo(0.5 * Math.sqrt(Math.log(4) / (1 + 1e-8)));
        assertThat(selection.next(root)).contains(deep);
    }

    @Test
    void whatWasNeverTriedComesFirstWhereTheScoreSaysSo() {
        child(root, 1, 5, Backup.PATH);
        Node untried = child(root, 0, 0, Backup.PATH);
        assertThat(new Selection(Uct.Rstar.DEFAULTS, 9, 1).next(root)).contains(untried);
        assertThat(new Selection(new Uct.RestMcts(0.7, 0.5), 9, 1).next(root)).isNotEqualTo(Optional.of(untried));
    }

    @Test
    void nodesAsDeepAsAllowedDoNotGrow() {
        Node deep = child(child(root, 1, 1, Backup.PATH), 1, 1, Backup.PATH);
        assertThat(new Selection(Uct.Rstar.DEFAULTS, 3, 1).next(root)).contains(deep);
        assertThat(new Selection(Uct.Rstar.DEFAULTS, 2, 1).next(root)).isEmpty();
        assertThat(new Selection(Uct.Treerl.DEFAULTS, 2, 1).next(root)).isEmpty();
    }

    /** A parent that was worth 0 itself, and has two children of 1 and 0.5. */
    @Test
    void aPathRemembersWhatItsNodesWereAndChildrenReplaceIt() {
        Node path = child(root, 0, 1, Backup.PATH);
        child(path, 1, 1, Backup.PATH);
        child(path, 0.5, 2, Backup.PATH);
        assertThat(path.value()).isEqualTo((0 + 1 + 0.5 + 0.5) / 4);
        assertThat(root.value()).isEqualTo(path.value());

        Node other = Node.root();
        Node mean = child(other, 0, 1, Backup.CHILDREN);
        child(mean, 1, 1, Backup.CHILDREN);
        child(mean, 0.5, 2, Backup.CHILDREN);
        assertThat(mean.value()).isEqualTo((1 + 2 * 0.5) / 3);
        assertThat(mean.visits()).isEqualTo(4);
        assertThat(other.value()).isEqualTo(mean.value());
    }
}
