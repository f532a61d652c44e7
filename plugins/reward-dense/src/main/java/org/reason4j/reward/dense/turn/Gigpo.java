package org.reason4j.reward.dense.turn;

import ai.djl.ndarray.NDArray;
import java.nio.IntBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import org.reason4j.api.data.Credit;
import org.reason4j.api.data.Requirements;
import org.reason4j.api.data.ScoredGroup;
import org.reason4j.api.data.ScoredTrajectory;
import org.reason4j.api.data.TokenBatch;
import org.reason4j.api.data.TokenStream;
import org.reason4j.api.data.Trajectory;
import org.reason4j.api.optimizer.PolicyOptimizer;
import org.reason4j.reward.dense.turn.GigpoConfig.Anchor;

/**
 * Advantages of episodes and of turns that begin in the same state, with PPO's clipped objective: {@code A = A_episode + w A_turn},
 * the first from whole rewards within the group, the second by {@link AnchorAdvantage} from {@link Turns#rewards}. Responses
 * without a learned token are ignored.
 *
 * @see <a href="https://arxiv.org/abs/2505.10978">GiGPO, section 4</a>
 */
public record Gigpo(GigpoConfig config) implements PolicyOptimizer {

    @Override
    public Requirements requirements() {
        return Requirements.lossStreams(TokenStream.OLD_LOGPROBS).groupsOf(2);
    }

    @Override
    public List<Credit> credit(List<ScoredGroup> groups) {
        List<Credit> credits = new ArrayList<>();
        for (ScoredGroup group : groups) {
            credits.addAll(ofGroup(group.trajectories().stream()
                    .filter(scored -> scored.trajectory().learnedTokens() > 0)
                    .toList()));
        }
        return credits;
    }

    private List<Credit> ofGroup(List<ScoredTrajectory> written) {
        UnaryOperator<double[]> compare = config.deviation() ? TurnAdvantage::standardized : TurnAdvantage::centred;
        List<List<Turns.Turn>> turns =
                written.stream().map(scored -> Turns.of(scored.trajectory())).toList();
        double[][] returns = new double[written.size()][];
        List<List<IntBuffer>> anchors = new ArrayList<>();
        for (int i = 0; i < returns.length; i++) {
            returns[i] = AnchorAdvantage.returns(Turns.rewards(written.get(i), turns.get(i)), config.gamma());
            anchors.add(anchors(written.get(i).trajectory(), turns.get(i)));
        }
        double[] episodes = compare.apply(
                written.stream().mapToDouble(ScoredTrajectory::reward).toArray());
        double[][] steps = AnchorAdvantage.of(anchors, returns, compare);
        List<Credit> credits = new ArrayList<>();
        for (int i = 0; i < returns.length; i++) {
            Trajectory trajectory = written.get(i).trajectory();
            float[] advantages = new float[trajectory.length()];
            for (int k = 0; k < turns.get(i).size(); k++) {
                Turns.Turn turn = turns.get(i).get(k);
                double advantage = episodes[i] + config.stepWeight() * steps[i][k];
                Arrays.fill(advantages, turn.start(), turn.end(), (float) advantage);
            }
            credits.add(Credit.of(trajectory, advantages));
        }
        return credits;
    }

    /** The tokens that say in which state each turn begins. */
    private List<IntBuffer> anchors(Trajectory trajectory, List<Turns.Turn> turns) {
        int[] tokens = trajectory.response();
        List<IntBuffer> anchors = new ArrayList<>();
        int said = 0;
        for (Turns.Turn turn : turns) {
            int from = config.anchor() == Anchor.OBSERVATION ? said : 0;
            anchors.add(IntBuffer.wrap(Arrays.copyOfRange(tokens, from, turn.start())));
            said = turn.end();
        }
        return anchors;
    }

    @Override
    public NDArray loss(TokenBatch batch) {
        return config.objective().loss(batch);
    }
}
