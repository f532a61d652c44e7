package org.reason4j.reward.dense.step;

import java.util.List;
import org.reason4j.api.data.Group;
import org.reason4j.api.data.Score;
import org.reason4j.api.reward.Measure;

/** Scores of the recipe's measuring reward. */
public final class Outcomes {

    private Outcomes() {}

    /**
     * Returns one score per trajectory, in group order.
     *
     * @throws Exception any exception of the measuring reward; an {@code IllegalStateException} if it returns another
     *     number of scores
     */
    public static List<Score> of(Measure measure, Group group) throws Exception {
        List<Score> scores = measure.score(group);
        if (scores.size() != group.size()) {
            throw new IllegalStateException("The measuring reward returned " + scores.size() + " scores for a group of "
                    + group.size() + " trajectories");
        }
        return scores;
    }
}
