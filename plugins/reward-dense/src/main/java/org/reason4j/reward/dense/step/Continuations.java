package org.reason4j.reward.dense.step;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
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
 * Values of partial responses: an estimate from the outcomes of {@code K} continuations by the policy, sampled as one {@link
 * Vine}.
 *
 * <p>A continuation that reaches the length limit has the outcome {@code unfinished}. One that the measuring reward finds
 * unscorable, or whose environment broke down, is left out of the estimate and counted; a measuring reward that fails or takes
 * too long makes the value a failure.
 *
 * <p>Metrics, after the component's name: {@code continuations}, {@code unscorable}, {@code unfinished} (their share) and
 * {@code value} (mean over partial responses).
 *
 * @param name of the component in metrics
 * @param rollouts continuations of each partial response, {@code K}
 * @param unfinished outcome of a continuation that ends at the length limit
 * @param params the recipe's sampling parameters; {@code maxTokens} limits a whole response
 */
public record Continuations(
        String name,
        int rollouts,
        double unfinished,
        RolloutEngine engine,
        SamplingParams params,
        Measure measure,
        Metrics metrics) {

    /** First sample index of continuations, beyond those of any group, so that their random numbers are independent. */
    public static final int FIRST_SAMPLE = 1 << 24;

    /**
     * Returns the value of each prefix of a response to a prompt, or the reason why there is none.
     *
     * @param estimate the value, from the outcomes of the continuations of a prefix, at least one
     */
    public List<Score> values(Prompt prompt, List<int[]> beginnings, ToDoubleFunction<double[]> estimate)
            throws Exception {
        List<RolloutRequest> requests = new ArrayList<>();
        for (int[] beginning : beginnings) {
            for (int k = 0; k < rollouts; k++) {
                requests.add(request(prompt, beginning, Math.addExact(FIRST_SAMPLE, requests.size())));
            }
        }
        List<Trajectory> written =
                engine.generatePlans(List.of(new Vine(requests))).get(0);
        if (written.size() != requests.size()) {
            throw new IllegalStateException("The rollout engine returned " + written.size() + " continuations for "
                    + requests.size() + " requests");
        }
        metrics.add(name + "/continuations", written.size());
        List<Score> outcomes = outcomes(prompt, written);
        List<Score> values = new ArrayList<>();
        for (int i = 0; i < beginnings.size(); i++) {
            values.add(value(outcomes.subList(i * rollouts, (i + 1) * rollouts), estimate));
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
            metrics.mean(name + "/unfinished", trajectory.finish() == Finish.LENGTH ? 1 : 0);
            outcomes.add(
                    switch (trajectory.finish()) {
                        case STOP -> judged.get(next++);
                        case LENGTH -> Score.of(unfinished);
                        case FAILED -> Score.unscorable(trajectory.failure().orElseThrow());
                    });
        }
        return outcomes;
    }

    private Score value(List<Score> outcomes, ToDoubleFunction<double[]> estimate) {
        List<Double> known = new ArrayList<>();
        for (Score outcome : outcomes) {
            if (outcome instanceof Score.Value value) {
                known.add(value.value());
            } else if (outcome instanceof Score.Unscorable) {
                metrics.add(name + "/unscorable", 1);
            } else {
                return outcome;
            }
        }
        if (known.isEmpty()) {
            return outcomes.get(0);
        }
        double value = estimate.applyAsDouble(
                known.stream().mapToDouble(Double::doubleValue).toArray());
        metrics.mean(name + "/value", value);
        return Score.of(value);
    }
}
