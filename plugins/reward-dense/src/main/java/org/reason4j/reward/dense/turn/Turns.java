package org.reason4j.reward.dense.turn;

import java.util.ArrayList;
import java.util.List;
import org.reason4j.api.data.ScoredTrajectory;
import org.reason4j.api.data.Trajectory;

/** Turns of a response: the stretches of learned tokens, between which an environment says something. */
final class Turns {

    private Turns() {}

    /**
     * One turn.
     *
     * @param start its first token
     * @param end the token after its last
     */
    record Turn(int start, int end) {}

    /** Returns the turns in their order; none where no token is learned. */
    static List<Turn> of(Trajectory trajectory) {
        List<Turn> turns = new ArrayList<>();
        int start = -1;
        for (int t = 0; t <= trajectory.length(); t++) {
            boolean learned = t < trajectory.length() && trajectory.isLearned(t);
            if (learned && start < 0) {
                start = t;
            } else if (!learned && start >= 0) {
                turns.add(new Turn(start, t));
                start = -1;
            }
        }
        return turns;
    }

    /**
     * Rewards of turns: the token rewards from a turn's first token up to the next turn, and the outcome on the last turn, {@code
     * [turns]}.
     */
    static double[] rewards(ScoredTrajectory scored, List<Turn> turns) {
        double[] rewards = new double[turns.size()];
        float[] tokens = scored.tokenRewards();
        for (int t = 0; t < tokens.length; t++) {
            rewards[at(turns, t)] += tokens[t];
        }
        rewards[rewards.length - 1] += scored.outcome();
        return rewards;
    }

    /** The turn that a token belongs to; what is said before the first one belongs to it. */
    private static int at(List<Turn> turns, int token) {
        int turn = 0;
        while (turn + 1 < turns.size() && turns.get(turn + 1).start() <= token) {
            turn++;
        }
        return turn;
    }
}
