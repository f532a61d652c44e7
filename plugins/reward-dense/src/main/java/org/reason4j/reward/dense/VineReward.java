package org.reason4j.reward.dense;

import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.reason4j.api.data.Group;
import org.reason4j.api.data.Requirements;
import org.reason4j.api.data.Score;
import org.reason4j.api.data.TokenStream;
import org.reason4j.api.data.Trajectory;
import org.reason4j.api.model.Tokenizer;
import org.reason4j.api.reward.Measure;
import org.reason4j.api.reward.Reward;
import org.reason4j.api.sampler.RolloutEngine;
import org.reason4j.api.sampler.RolloutSettings;
import org.reason4j.api.track.Metrics;
import org.reason4j.reward.dense.step.Continuations;
import org.reason4j.reward.dense.step.StepValues;
import org.reason4j.reward.dense.step.Steps;

/**
 * Advantages of reasoning steps: {@link StepAdvantage} from the values of {@link Continuations}, with outcomes by the
 * measuring reward.
 *
 * <p>The value of every response is 0, and each token's advantage stands in the stream {@code stepAdvantages}, which
 * the policy optimizer {@code vineppo} reads. Prefixes that responses of a group share, such as the empty one, are
 * valued once. If an outcome or value is missing, the response's score is that failure.
 *
 * <p>One call writes up to {@code G * maxSteps * rollouts} continuations, and calls for several groups take turns. The
 * time that a call waits for its turn counts: give it minutes, with {@code rewards[].deadlineSeconds}.
 */
public final class VineReward implements Reward {

    /** Advantage of the step of each token. */
    static final TokenStream STEP_ADVANTAGES = TokenStream.of("reward-dense", "stepAdvantages");

    private final StepValues steps;

    /** Created by core, from the reward's settings. */
    public VineReward(
            VineConfig config,
            Tokenizer tokenizer,
            RolloutEngine engine,
            RolloutSettings rollout,
            Measure measure,
            Metrics metrics) {
        steps = new StepValues(
                new Steps(Pattern.compile(config.split()), tokenizer),
                0,
                config.maxSteps(),
                new Continuations(
                        "vineppo", config.rollouts(), config.unfinished(), engine, rollout.params(), measure, metrics),
                measure,
                outcomes -> Arrays.stream(outcomes).average().orElseThrow());
    }

    @Override
    public Requirements requirements() {
        return Requirements.NONE.attaching(STEP_ADVANTAGES);
    }

    @Override
    public List<Score> score(Group group) throws Exception {
        List<StepValues.Found> found = steps.of(group);
        return IntStream.range(0, group.size())
                .mapToObj(i -> score(group.trajectories().get(i), found.get(i)))
                .toList();
    }

    private static Score score(Trajectory trajectory, StepValues.Found found) {
        if (!(found.outcome() instanceof Score.Value came)) {
            return found.outcome();
        }
        int[] starts = found.starts();
        float[] advantages = starts.length == 0
                ? new float[0]
                : StepAdvantage.perToken(
                        StepAdvantage.of(found.values(), starts.length, came.value()), starts, trajectory.length());
        return Score.value(0).with(STEP_ADVANTAGES, advantages);
    }
}
