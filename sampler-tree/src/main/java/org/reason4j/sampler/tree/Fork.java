package org.reason4j.sampler.tree;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.reason4j.api.data.Trajectory;

/**
 * A token where a tree may fork.
 *
 * @param parent the response that wrote it
 * @param at its index; a branch shares the tokens before it and draws this one anew
 * @param surprisal {@code -log p} of the token, in nats: how little the policy expected it
 */
record Fork(Trajectory parent, int at, double surprisal) {

    /** Where the policy was most surprised comes first; among equals what was written first. */
    static final Comparator<Fork> ORDER = Comparator.comparingDouble(Fork::surprisal)
            .reversed()
            .thenComparingInt(fork -> fork.parent().sample())
            .thenComparingInt(Fork::at);

    /**
     * Chooses where to fork next: the {@code count} tokens with the largest surprisal that no branch has left yet. Where
     * a tree has fewer, it forks at the same tokens again.
     *
     * @param free tokens that no branch has left; may be empty
     * @param used tokens that some branch has left; may be empty, but not both
     * @see <a href="https://arxiv.org/abs/2506.11902">TreeRL, section 3.1</a>
     */
    static List<Fork> choose(List<Fork> free, List<Fork> used, int count) {
        List<Fork> order = new ArrayList<>(free.stream().sorted(ORDER).toList());
        order.addAll(used.stream().sorted(ORDER).toList());
        List<Fork> chosen = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            chosen.add(order.get(i % order.size()));
        }
        return chosen;
    }
}
