package org.reason4j.sampler.tree.segment;

import static org.reason4j.api.plugin.ConfigException.check;

import java.util.List;

/**
 * Settings of the sampler {@code spo-tree}.
 *
 * @param branching branches that begin at the prompt, at the end of each first segment, and so on, each at least 1; the last ones
 *     go to the end of their response
 * @param segmentTokens tokens of the segments before, at least 1
 */
public record SpoTreeConfig(List<Integer> branching, int segmentTokens) {

    /** The authors' settings for GSM8K: 216 leaves to a prompt. */
    public static final SpoTreeConfig DEFAULTS = new SpoTreeConfig(List.of(6, 6, 6), 100);

    public SpoTreeConfig {
        check(!branching.isEmpty(), "spo-tree.branching must name at least one number of branches, got %s", branching);
        check(
                branching.stream().allMatch(branches -> branches >= 1),
                "spo-tree.branching must have numbers that are at least 1, got %s",
                branching);
        check(segmentTokens >= 1, "spo-tree.segmentTokens must be at least 1, got %s", segmentTokens);
        branching = List.copyOf(branching);
    }

    /** Leaves of a tree: the product of the numbers of branches. */
    int leaves() {
        return branching.stream().reduce(1, Math::multiplyExact);
    }

    /** Tokens of a response before its last segment. */
    int before() {
        return Math.multiplyExact(branching.size() - 1, segmentTokens);
    }
}
