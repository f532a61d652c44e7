package org.reason4j.reward.unsupervised.control;

import java.util.ArrayList;
import java.util.List;
import org.reason4j.api.data.Group;
import org.reason4j.api.data.Score;
import org.reason4j.api.reward.Deadline;
import org.reason4j.api.reward.Measure;
import org.reason4j.api.reward.Reward;

/**
 * A reward for what is wrong: {@code 1 - m} with the measuring reward's verdict {@code m}, 1 for right and 0 for wrong. Where
 * it has no verdict, there is none here.
 *
 * @see <a href="https://arxiv.org/abs/2506.10947">Spurious Rewards</a>
 */
public final class Incorrect implements Reward {

    private final Measure measure;

    public Incorrect(IncorrectConfig config, Measure measure) {
        this.measure = measure;
    }

    @Override
    public List<Score> score(Group group) throws Exception {
        return turned(measure.score(group));
    }

    @Override
    public List<Score> score(Group group, Deadline deadline) throws Exception {
        return turned(measure.score(group, deadline));
    }

    private static List<Score> turned(List<Score> verdicts) {
        List<Score> turned = new ArrayList<>();
        for (Score verdict : verdicts) {
            turned.add(verdict instanceof Score.Value value ? Score.of(1 - value.value()) : verdict);
        }
        return turned;
    }
}
