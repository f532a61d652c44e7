package org.reason4j.reward.dense;

import java.util.ArrayList;
import java.util.List;
import org.reason4j.api.data.Finish;
import org.reason4j.api.data.Group;
import org.reason4j.api.data.Prompt;
import org.reason4j.api.data.SamplingParams;
import org.reason4j.api.data.Score;
import org.reason4j.api.data.Trajectory;
import org.reason4j.api.reward.Measure;
import org.reason4j.api.sampler.RolloutEngine;
import org.reason4j.api.sampler.RolloutRequest;
import org.reason4j.api.track.Metrics;

/**
 * Values of partial responses: the mean outcome of {@code K} continuations by the policy, sampled as one {@link Vine}.
 *
 * <p>A continuation that reaches the length limit has the outcome {@code unfinished}. One that the measuring reward finds
 * unscorable, or whose environment broke down, is left out of the mean and counted; a measuring reward that fails or takes too
 * long makes the value a failure.
 *
 * <p>Metrics: {@code vineppo/continuations}, {@code vineppo/unscorable}, {@code vineppo/unfinished} (their share) and
 * {@code vineppo/value} (mean over partial responses).
 *
 * @param params the recipe's sampling parameters; {@code maxTokens} limits a whole response
 */
record Continuations(VineConfig config, RolloutEngine engine, SamplingParams params, Measure measure, Metrics metrics) {

    /** First sample index of continuations, beyond those of any group, so that their random numbers are independent. */
    static final int FIRST_SAMPLE = 1 << 24;

    /** Returns the value of each prefix of a response to a prompt, or the reason why there is none. */
    List<Score> values(Prompt prompt, List<int[]> beginnings) throws Exception {
        List<RolloutRequest> requests = new ArrayList<>();
        for (int[] beginning : beginnings) {
            for (int k = 0; k < config.rollouts(); k++) {
                requests.add(request(prompt, beginning, Math.addExact(FIRST_SAMPLE, requests.size())));
            }
        }
        List<Trajectory> written =
                engine.generatePlans(List.of(new Vine(requests))).get(0);
        if (written.size() != requests.size()) {
            throw new IllegalStateException("The rollout engine returned " + written.size() + " continuations for "
                    + requests.size() + " requests");
        }
        metrics.add("vineppo/continuations", written.size());
        List<Score> outcomes = outcomes(prompt, written);
        List<Score> values = new ArrayList<>();
        for (int i = 0; i < beginnings.size(); i++) {
            values.add(mean(outcomes.subList(i * config.rollouts(), (i + 1) * config.rollouts())));
        }
        return values;
    }

    private RolloutRequest request(Prompt prompt, int[] beginning, int sample) {
        SamplingParams rest = params.withMaxTokens(params.maxTokens() - beginning.length);
        return RolloutRequest.of(prompt, sample, rest).withPrefix(beginning);
    }

    private List<Score> outcomes(Prompt prompt, List<Trajectory> written) throws Exception {
        List<Trajectory> finished = written.stream()
                .filter(trajectory -> trajectory.finish() == Finish.STOP)
                .toList();
        List<Score> judged = finished.isEmpty() ? List.of() : Outcomes.of(measure, Group.of(prompt, finished));
        List<Score> outcomes = new ArrayList<>();
        int next = 0;
        for (Trajectory trajectory : written) {
            metrics.mean("vineppo/unfinished", trajectory.finish() == Finish.LENGTH ? 1 : 0);
            outcomes.add(
                    switch (trajectory.finish()) {
                        case STOP -> judged.get(next++);
                        case LENGTH -> Score.of(config.unfinished());
                        case FAILED -> Score.unscorable(trajectory.failure().orElseThrow());
                    });
        }
        return outcomes;
    }

    private Score mean(List<Score> outcomes) {
        double sum = 0;
        int count = 0;
        for (Score outcome : outcomes) {
            if (outcome instanceof Score.Value value) {
                sum += value.value();
                count++;
            } else if (outcome instanceof Score.Unscorable) {
                metrics.add("vineppo/unscorable", 1);
            } else {
                return outcome;
            }
        }
        if (count == 0) {
            return outcomes.get(0);
        }
        metrics.mean("vineppo/value", sum / count);
        return Score.of(sum / count);
    }
}
