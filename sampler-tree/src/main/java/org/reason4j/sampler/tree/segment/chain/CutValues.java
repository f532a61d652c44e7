package org.reason4j.sampler.tree.segment.chain;

import java.nio.IntBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
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
 * Values of partial responses: the mean outcome of {@code K} continuations by the policy.
 *
 * <p>A continuation that reaches the length limit has the outcome {@code unfinished}. One that the measuring reward finds
 * unscorable, or whose environment broke down, is left out of the mean and counted; a measuring reward that fails or takes too long
 * makes the value a failure.
 *
 * @param params the recipe's sampling parameters; {@code maxTokens} limits a whole response
 */
record CutValues(ChainConfig config, RolloutEngine engine, SamplingParams params, Measure measure, Metrics metrics) {

    /** First sample index of continuations, beyond those of any group, so that their random numbers are independent. */
    static final int FIRST_SAMPLE = 1 << 25;

    /** Returns the value of each distinct prefix of a response to a prompt, or the reason why there is none. */
    Map<IntBuffer, Score> of(Prompt prompt, List<IntBuffer> prefixes) throws Exception {
        Set<IntBuffer> distinct = new LinkedHashSet<>(prefixes);
        List<RolloutRequest> requests = new ArrayList<>();
        for (IntBuffer prefix : distinct) {
            for (int k = 0; k < config.rollouts(); k++) {
                requests.add(request(prompt, tokens(prefix), Math.addExact(FIRST_SAMPLE, requests.size())));
            }
        }
        List<Score> outcomes = outcomes(prompt, written(requests));
        Map<IntBuffer, Score> values = new LinkedHashMap<>();
        for (IntBuffer prefix : distinct) {
            int from = values.size() * config.rollouts();
            values.put(prefix, mean(outcomes.subList(from, from + config.rollouts())));
        }
        return values;
    }

    private RolloutRequest request(Prompt prompt, int[] prefix, int sample) {
        SamplingParams rest = params.withMaxTokens(params.maxTokens() - prefix.length);
        return RolloutRequest.of(prompt, sample, rest).withPrefix(prefix);
    }

    private static int[] tokens(IntBuffer prefix) {
        int[] tokens = new int[prefix.remaining()];
        prefix.duplicate().get(tokens);
        return tokens;
    }

    private List<Trajectory> written(List<RolloutRequest> requests) {
        List<Trajectory> written =
                engine.generatePlans(List.of(new Continuations(requests))).get(0);
        if (written.size() != requests.size()) {
            throw new IllegalStateException("The rollout engine returned " + written.size() + " continuations for "
                    + requests.size() + " requests");
        }
        metrics.add("spo-chain/continuations", written.size());
        return written;
    }

    private List<Score> outcomes(Prompt prompt, List<Trajectory> written) throws Exception {
        List<Trajectory> finished = written.stream()
                .filter(trajectory -> trajectory.finish() == Finish.STOP)
                .toList();
        List<Score> judged = finished.isEmpty() ? List.of() : measured(Group.of(prompt, finished));
        List<Score> outcomes = new ArrayList<>();
        int next = 0;
        for (Trajectory trajectory : written) {
            metrics.mean("spo-chain/unfinished", trajectory.finish() == Finish.LENGTH ? 1 : 0);
            outcomes.add(
                    switch (trajectory.finish()) {
                        case STOP -> judged.get(next++);
                        case LENGTH -> Score.of(config.unfinished());
                        case FAILED -> Score.unscorable(trajectory.failure().orElseThrow());
                    });
        }
        return outcomes;
    }

    /** Scores of the recipe's measuring reward, one per trajectory. */
    List<Score> measured(Group group) throws Exception {
        List<Score> scores = measure.score(group);
        if (scores.size() != group.size()) {
            throw new IllegalStateException("The measuring reward returned " + scores.size() + " scores for a group of "
                    + group.size() + " trajectories");
        }
        return scores;
    }

    private Score mean(List<Score> outcomes) {
        double sum = 0;
        int known = 0;
        for (Score outcome : outcomes) {
            if (outcome instanceof Score.Value value) {
                sum += value.value();
                known++;
            } else if (outcome instanceof Score.Unscorable) {
                metrics.add("spo-chain/unscorable", 1);
            } else {
                return outcome;
            }
        }
        if (known == 0) {
            return outcomes.get(0);
        }
        metrics.mean("spo-chain/value", sum / known);
        return Score.of(sum / known);
    }
}
