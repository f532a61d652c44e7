package org.reason4j.reward.unsupervised.control;

/**
 * Settings of shuffled rewards.
 *
 * @param scope the responses whose rewards change places
 * @param seed seed of the draws, independent of the run's seed
 */
public record ShuffledConfig(Scope scope, long seed) {

    /** The responses whose rewards change places. */
    public enum Scope {
        /** Those of a group: each problem keeps its difficulty. */
        GROUP,
        /** Those of the step: only their number is kept. */
        STEP
    }

    /** Within each group. */
    public static final ShuffledConfig DEFAULTS = new ShuffledConfig(Scope.GROUP, 1);
}
