package org.reason4j.reward.generative.reasoning;

import java.util.List;
import org.reason4j.api.data.Finish;
import org.reason4j.api.data.Group;
import org.reason4j.api.data.Requirements;
import org.reason4j.api.data.Score;
import org.reason4j.api.reward.Reward;

/**
 * The reward of a judge that scores two responses, by the format of its answer, the order of the scores and their values:
 * {@link ScoredPair}. It lies in [-3, 4.4].
 *
 * @see <a href="https://arxiv.org/abs/2504.00050">JudgeLRM</a>
 */
public record JudgeLrm(JudgeLrmConfig config) implements Reward {

    @Override
    public Requirements requirements() {
        return Requirements.fields(config.field());
    }

    @Override
    public List<Score> score(Group group) {
        int[] labels = Label.pair("judgelrm", group.prompt(), config.field());
        return Reward.perTrajectory(
                group,
                one -> Score.of(ScoredPair.reward(
                        one.text(), labels, one.length() > config.longTokens(), one.finish() == Finish.LENGTH)));
    }
}
