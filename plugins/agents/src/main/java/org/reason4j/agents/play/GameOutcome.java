package org.reason4j.agents.play;

import java.util.List;
import org.reason4j.api.data.Group;
import org.reason4j.api.data.Requirements;
import org.reason4j.api.data.Score;
import org.reason4j.api.data.Trajectory;
import org.reason4j.api.reward.Reward;

/**
 * What the role of a turn got in the end: of its game, its debate or its proposal. It stands beside one of the samplers {@code
 * games}, {@code debate} and {@code proposer-solver}, which find it out. A response of another sampler has no score.
 */
public final class GameOutcome implements Reward {

    /** No settings. */
    public record Config() {
        /** The outcome as it is. */
        public static final Config DEFAULTS = new Config();
    }

    public GameOutcome(Config config) {}

    @Override
    public Requirements requirements() {
        return Requirements.streamsOf(
                "one of the samplers 'games', 'debate' and 'proposer-solver' with this reward", Outcomes.STREAM);
    }

    @Override
    public List<Score> score(Group group) {
        return Reward.perTrajectory(group, GameOutcome::score);
    }

    private static Score score(Trajectory turn) {
        return turn.find(Outcomes.STREAM)
                .filter(numbers -> numbers.length > 0 && Float.isFinite(numbers[0]))
                .map(numbers -> Score.of(numbers[0]))
                .orElseGet(() -> Score.unscorable(
                        "the response has no token, or was written by no sampler of several roles: measure held-out games by"
                                + " the reward 'game-playout'"));
    }
}
