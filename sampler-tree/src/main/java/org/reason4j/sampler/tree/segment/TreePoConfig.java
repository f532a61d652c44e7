package org.reason4j.sampler.tree.segment;

import static org.reason4j.api.plugin.ConfigException.check;

/**
 * Settings of the sampler {@code treepo-rollout}.
 *
 * @param segments longest response, in segments, {@code N}, at least 1
 * @param segmentTokens tokens of a segment, {@code L}, at least 1
 * @param initialBranches branches that begin at the prompt, at least 1
 * @param branches largest number of branches that begin at the end of a segment, its divergence budget, at least 1
 * @param loopTokens length of what a branch is stopped for repeating, in tokens; 0 to let branches repeat themselves
 * @param loopRepeats number of times that it stands in the response then, at least 2
 */
public record TreePoConfig(
        int segments, int segmentTokens, int initialBranches, int branches, int loopTokens, int loopRepeats) {

    /** The paper's fourteen segments of 512 tokens, with two branches everywhere. */
    public static final TreePoConfig DEFAULTS = new TreePoConfig(14, 512, 2, 2, 16, 8);

    public TreePoConfig {
        check(segments >= 1, "treepo-rollout.segments must be at least 1, got %s", segments);
        check(segmentTokens >= 1, "treepo-rollout.segmentTokens must be at least 1, got %s", segmentTokens);
        check(initialBranches >= 1, "treepo-rollout.initialBranches must be at least 1, got %s", initialBranches);
        check(branches >= 1, "treepo-rollout.branches must be at least 1, got %s", branches);
        check(loopTokens >= 0, "treepo-rollout.loopTokens must be 0 (never) or positive, got %s", loopTokens);
        check(loopRepeats >= 2, "treepo-rollout.loopRepeats must be at least 2, got %s", loopRepeats);
    }

    /** Tokens of the longest response, where the recipe allows {@code maxTokens}. */
    int longest(int maxTokens) {
        return (int) Math.min((long) segments * segmentTokens, maxTokens);
    }
}
