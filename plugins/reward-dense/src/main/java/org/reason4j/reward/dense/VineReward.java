package org.reason4j.reward.dense;

import java.nio.IntBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.reason4j.api.data.Finish;
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

    private final VineConfig config;
    private final Measure measure;
    private final Steps steps;
    private final Continuations continuations;

    /** Created by core, from the reward's settings. */
    public VineReward(
            VineConfig config,
            Tokenizer tokenizer,
            RolloutEngine engine,
            RolloutSettings rollout,
            Measure measure,
            Metrics metrics) {
        this.config = config;
        this.measure = measure;
        steps = new Steps(Pattern.compile(config.split()), tokenizer);
        continuations = new Continuations(config, engine, rollout.params(), measure, metrics);
    }

    @Override
    public Requirements requirements() {
        return Requirements.NONE.attaching(STEP_ADVANTAGES);
    }

    @Override
    public List<Score> score(Group group) throws Exception {
        List<Score> outcomes = Outcomes.of(measure, group);
        List<int[]> starts = group.trajectories().stream().map(steps::starts).toList();
        Map<IntBuffer, Score> values = values(group, outcomes, starts);
        List<Score> scores = new ArrayList<>();
        for (int i = 0; i < group.size(); i++) {
            Trajectory trajectory = group.trajectories().get(i);
            scores.add(score(trajectory, outcome(trajectory, outcomes.get(i)), starts.get(i), values));
        }
        return scores;
    }

    /** Outcome of a response; truncated responses have that of truncated continuations. */
    private Score outcome(Trajectory trajectory, Score measured) {
        return trajectory.finish() == Finish.LENGTH ? Score.of(config.unfinished()) : measured;
    }

    /** Estimates the values of the distinct prefixes of all responses that have an outcome. */
    private Map<IntBuffer, Score> values(Group group, List<Score> outcomes, List<int[]> starts) throws Exception {
        Map<IntBuffer, int[]> beginnings = new LinkedHashMap<>();
        for (int i = 0; i < group.size(); i++) {
            Trajectory trajectory = group.trajectories().get(i);
            if (outcome(trajectory, outcomes.get(i)) instanceof Score.Value) {
                for (int start : valued(starts.get(i))) {
                    int[] beginning = Arrays.copyOf(trajectory.response(), start);
                    beginnings.putIfAbsent(IntBuffer.wrap(beginning), beginning);
                }
            }
        }
        List<Score> scores = continuations.values(group.prompt(), List.copyOf(beginnings.values()));
        Map<IntBuffer, Score> values = new LinkedHashMap<>();
        int next = 0;
        for (IntBuffer beginning : beginnings.keySet()) {
            values.put(beginning, scores.get(next++));
        }
        return values;
    }

    private int[] valued(int[] starts) {
        return Arrays.copyOf(starts, Math.min(starts.length, config.maxSteps()));
    }

    private Score score(Trajectory trajectory, Score outcome, int[] starts, Map<IntBuffer, Score> known) {
        if (!(outcome instanceof Score.Value came)) {
            return outcome;
        }
        int[] valued = valued(starts);
        double[] values = new double[valued.length];
        for (int j = 0; j < valued.length; j++) {
            Score value = known.get(IntBuffer.wrap(trajectory.response(), 0, valued[j]));
            if (!(value instanceof Score.Value estimate)) {
                return value == null ? Score.failed("a step's beginning was not valued") : value;
            }
            values[j] = estimate.value();
        }
        float[] advantages = starts.length == 0
                ? new float[0]
                : StepAdvantage.perToken(
                        StepAdvantage.of(values, starts.length, came.value()), starts, trajectory.length());
        return Score.value(0).with(STEP_ADVANTAGES, advantages);
    }
}
