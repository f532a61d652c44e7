package org.reason4j.environment.tools;

import java.util.List;
import org.reason4j.api.data.Group;
import org.reason4j.api.data.Requirements;
import org.reason4j.api.data.Score;
import org.reason4j.api.data.TokenStream;
import org.reason4j.api.reward.Reward;

/**
 * The environment's reward of each turn, on the turn's last token.
 *
 * <p>The score's value is 0, because the reward of a response is the value plus all token rewards.
 */
public record TurnReward(TurnRewardConfig config) implements Reward {

    @Override
    public Requirements requirements() {
        return Requirements.streams(TokenStream.TURN_REWARDS);
    }

    @Override
    public List<Score> score(Group group) {
        return Reward.perTrajectory(group, trajectory -> Score.dense(0, trajectory.stream(TokenStream.TURN_REWARDS)));
    }
}
