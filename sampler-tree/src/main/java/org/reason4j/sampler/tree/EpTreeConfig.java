package org.reason4j.sampler.tree;

import static org.reason4j.api.plugin.ConfigException.check;

import java.util.List;

/**
 * Settings of EPTree.
 *
 * @param trees trees per prompt, {@code M}, at least 1
 * @param forks forks per tree and round, {@code N}, at least 1
 * @param rounds rounds of forking, {@code L}, at least 1
 * @param branches new branches per fork, {@code T}, at least 1
 * @param forkBefore exclusive bound on the response token of a fork; 0 for no limit
 * @param answerMarkers texts after which a tree does not fork, in upper or lower case
 */
public record EpTreeConfig(int trees, int forks, int rounds, int branches, int forkBefore, List<String> answerMarkers) {

    /** The paper's (6, 2, 1, 2): thirty leaves to a prompt. */
    public static final EpTreeConfig DEFAULTS = new EpTreeConfig(6, 2, 1, 2, 0, List.of("conclusion", "answer"));

    public EpTreeConfig {
        check(trees >= 1, "eptree.trees must be at least 1, got %s", trees);
        check(forks >= 1, "eptree.forks must be at least 1, got %s", forks);
        check(rounds >= 1, "eptree.rounds must be at least 1, got %s", rounds);
        check(branches >= 1, "eptree.branches must be at least 1, got %s", branches);
        check(forkBefore >= 0, "eptree.forkBefore must be 0 (no limit) or positive, got %s", forkBefore);
        check(
                answerMarkers.stream().noneMatch(String::isEmpty),
                "eptree.answerMarkers must not contain an empty text, which every response contains; got %s",
                answerMarkers);
        answerMarkers = List.copyOf(answerMarkers);
    }

    /** Leaves of a prompt's trees: {@code M (1 + N T L)}. */
    int leaves() {
        return leavesAfter(rounds);
    }

    /** Leaves that others may branch off from: {@code M (1 + N T (L - 1))}. */
    int parents() {
        return leavesAfter(rounds - 1);
    }

    private int leavesAfter(int round) {
        return Math.multiplyExact(
                trees, Math.addExact(1, Math.multiplyExact(forks, Math.multiplyExact(branches, round))));
    }
}
