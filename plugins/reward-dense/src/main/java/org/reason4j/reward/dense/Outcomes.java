package org.reason4j.reward.dense;

import java.util.List;
import org.reason4j.api.data.Group;
import org.reason4j.api.data.Score;
import org.reason4j.api.reward.Measure;

/** Asks the recipe's measuring reward. */
final class Outcomes {

    private Outcomes() {}

    /**
     * Returns one score per trajectory, in group order.
     *
     * @throws Exception whatever the measuring reward throws; an {@code IllegalStateException} if it answers for another
     *     number of trajectories
     */
    static List<Score> of(Measure measure, Group group) throws Exception {
        List<Score> scores = measure.score(group);
        if (scores.size() != group.size()) {
            throw new IllegalStateException("The measuring reward returned " + scores.size() + " scores for a group of "
                    + group.size() + " trajectories");
        }
        return scores;
    }
}
