package org.reason4j.reward.dense;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.reason4j.api.data.Group;
import org.reason4j.api.data.Requirements;
import org.reason4j.api.data.Score;
import org.reason4j.api.data.TokenStream;
import org.reason4j.api.data.Trajectory;
import org.reason4j.api.model.AuxiliaryModel;
import org.reason4j.api.reward.Measure;
import org.reason4j.api.reward.Reward;
import org.reason4j.api.track.Metrics;
import org.reason4j.reward.dense.step.Outcomes;

/**
 * Rewards on tokens from a process reward model that learns beside the policy: {@link ImplicitReward}, with the weights of
 * the step's start.
 *
 * <p>The value of a whole response is 0; another reward of the recipe gives its outcome. The model's labels are those
 * of the measuring reward, attached to the trajectories. If the measuring reward cannot judge a response, its result is
 * the response's score.
 *
 * <p>It reports {@code prime/logit}, the mean sum of a response's token rewards, last token included.
 */
public final class PrimeReward implements Reward {

    private final PrimeConfig config;
    private final Measure measure;
    private final Metrics metrics;

    /** Created by core, from the reward's settings. */
    public PrimeReward(PrimeConfig config, Measure measure, Metrics metrics) {
        this.config = config;
        this.measure = measure;
        this.metrics = metrics;
    }

    @Override
    public Requirements requirements() {
        return Requirements.streams(ImplicitRewardModel.LOGPROBS, TokenStream.REFERENCE_LOGPROBS);
    }

    @Override
    public List<AuxiliaryModel> models() {
        return List.of(new ImplicitRewardModel(config));
    }

    @Override
    public List<Score> score(Group group) throws Exception {
        List<Score> outcomes = Outcomes.of(measure, group);
        return IntStream.range(0, group.size())
                .mapToObj(i -> score(group.trajectories().get(i), outcomes.get(i)))
                .toList();
    }

    private Score score(Trajectory trajectory, Score outcome) {
        if (!(outcome instanceof Score.Value value)) {
            return outcome;
        }
        float[] labels = new float[trajectory.length()];
        Arrays.fill(labels, value.value() >= config.threshold() ? 1 : 0);
        float[] rewards = ImplicitReward.perToken(
                trajectory.stream(ImplicitRewardModel.LOGPROBS),
                trajectory.stream(TokenStream.REFERENCE_LOGPROBS),
                trajectory.learned(),
                config.beta());
        metrics.mean("prime/logit", sum(rewards));
        if (config.dropLast()) {
            dropLast(rewards, trajectory.learned());
        }
        return Score.value(0).withTokenRewards(rewards).with(ImplicitRewardModel.LABELS, labels);
    }

    private static double sum(float[] rewards) {
        double sum = 0;
        for (float reward : rewards) {
            sum += reward;
        }
        return sum;
    }

    private static void dropLast(float[] rewards, boolean[] learned) {
        for (int t = rewards.length - 1; t >= 0; t--) {
            if (learned[t]) {
                rewards[t] = 0;
                return;
            }
        }
    }
}
