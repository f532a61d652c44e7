package org.reason4j.sampler.tree.search;

import static org.reason4j.api.plugin.ConfigException.check;

/**
 * Settings of Monte Carlo tree search.
 *
 * @param score which node grows next
 * @param backup how what came of a node changes those above it
 * @param values what an unfinished response is worth
 * @param rollouts continuations of a new node to the end of the response, at least 0; they are responses of the group. With
 *     a model as {@code values} only the best of the new nodes gets them; without one, at least 1
 * @param mix weight {@code a} of the best continuation in the value of a new node, {@code (1 - a) V + a best}, in [0, 1]
 * @param segmentTokens most tokens of a segment, at least 1
 * @param separator text that ends a segment before that, such as a newline; empty for none. Not for recipes with an
 *     environment
 * @param branches segments that a node grows at once, at least 1
 * @param depth deepest segments, at least 1; what follows them is written as one
 * @param parallel nodes that grow in one round, at least 1
 * @param virtualLoss visits without success that a node under way counts as, at least 0, so that a round spreads
 * @param expansions most nodes of a prompt that grow, 0 for as many as the group has responses; then the best unfinished
 *     responses are finished until the group is full
 * @param endGate value of a response, in (0, 1], with which the search for a prompt ends early; 0 for none
 * @param leastLeaves responses that a group has before it may end early, at least 2
 * @param lowest reward that counts as a value of 0; lower ones, too
 * @param highest reward that counts as a value of 1; higher ones, too
 */
public record MctsConfig(
        Uct score,
        Backup backup,
        Values values,
        int rollouts,
        double mix,
        int segmentTokens,
        String separator,
        int branches,
        int depth,
        int parallel,
        int virtualLoss,
        int expansions,
        double endGate,
        int leastLeaves,
        double lowest,
        double highest) {

    /** TreeRL's score, with values from one continuation, four nodes at once. */
    public static final MctsConfig DEFAULTS = new MctsConfig(
            Uct.Treerl.DEFAULTS,
            Backup.CHILDREN,
            Values.Continuations.DEFAULTS,
            1,
            0,
            64,
            "",
            3,
            16,
            4,
            1,
            0,
            0,
            2,
            0,
            1);

    /** ReST-MCTS*: one node at a time, a value model, and a mix with the best continuation. */
    public static final MctsConfig REST_MCTS = new MctsConfig(
            Uct.RestMcts.DEFAULTS,
            Backup.CHILDREN,
            Values.ValueModel.DEFAULTS,
            1,
            0.5,
            64,
            "",
            3,
            16,
            1,
            1,
            0,
            0,
            2,
            0,
            1);

    /** rStar: one node at a time, outcomes added along the path. */
    public static final MctsConfig RSTAR = new MctsConfig(
            Uct.Rstar.DEFAULTS, Backup.PATH, Values.Continuations.DEFAULTS, 1, 0, 64, "", 3, 16, 1, 1, 0, 0, 2, 0, 1);

    public MctsConfig {
        check(rollouts >= 0, "mcts.rollouts must be at least 0, got %s", rollouts);
        check(
                rollouts >= 1 || values.model().isPresent(),
                "mcts.rollouts must be at least 1 where values come from continuations, got %s. Name a value-model or a"
                        + " reward-model as mcts.values, or raise mcts.rollouts.",
                rollouts);
        check(mix >= 0 && mix <= 1, "mcts.mix must be in [0, 1], got %s", mix);
        check(segmentTokens >= 1, "mcts.segmentTokens must be at least 1, got %s", segmentTokens);
        check(branches >= 1, "mcts.branches must be at least 1, got %s", branches);
        check(depth >= 1, "mcts.depth must be at least 1, got %s", depth);
        check(parallel >= 1, "mcts.parallel must be at least 1, got %s", parallel);
        check(virtualLoss >= 0, "mcts.virtualLoss must be at least 0, got %s", virtualLoss);
        check(expansions >= 0, "mcts.expansions must be 0 (as many as responses) or positive, got %s", expansions);
        check(endGate >= 0 && endGate <= 1, "mcts.endGate must be 0 (none) or in (0, 1], got %s", endGate);
        check(leastLeaves >= 2, "mcts.leastLeaves must be at least 2, got %s", leastLeaves);
        check(
                Double.isFinite(lowest) && Double.isFinite(highest) && lowest < highest,
                "mcts.lowest must be below mcts.highest, got %s and %s",
                lowest,
                highest);
    }

    /** A reward as a value, in [0, 1]. */
    double value(double reward) {
        return Math.min(1, Math.max(0, (reward - lowest) / (highest - lowest)));
    }

    /** Most nodes that grow for a group of that size. */
    int expansions(int groupSize) {
        return expansions == 0 ? groupSize : expansions;
    }

    /** Most segments that are written for a group of that size. */
    long segments(int groupSize) {
        long grown = (long) expansions(groupSize) * branches;
        return values.model().isPresent() ? grown : Math.min(grown, groupSize); // each leads to a response of its own
    }
}
