package org.reason4j.sampler.tree;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.reason4j.api.data.Trajectory;

/**
 * A token where a tree may fork.
 *
 * @param parent the response that wrote the token
 * @param at the token's index; a branch shares the tokens before it and draws this one again
 * @param surprisal {@code -log p} of the token, in nats
 */
record Fork(Trajectory parent, int at, double surprisal) {

    /** Orders forks by decreasing surprisal; equal ones in the order of writing. */
    static final Comparator<Fork> ORDER = Comparator.comparingDouble(Fork::surprisal)
            .reversed()
            .thenComparingInt(fork -> fork.parent().sample())
            .thenComparingInt(Fork::at);

    /**
     * Chooses the next forks: the {@code count} unused tokens with the largest surprisal. If there are fewer, tokens
     * are used again.
     *
     * @param free tokens at which no branch forks; may be empty
     * @param used tokens at which some branch forks; may be empty, but not both
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
