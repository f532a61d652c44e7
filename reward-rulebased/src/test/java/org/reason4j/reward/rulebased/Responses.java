package org.reason4j.reward.rulebased;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.reason4j.api.data.Finish;
import org.reason4j.api.data.Group;
import org.reason4j.api.data.Prompt;
import org.reason4j.api.data.SamplingParams;
import org.reason4j.api.data.Score;
import org.reason4j.api.data.Trajectory;
import org.reason4j.api.reward.Reward;

/** Scores texts. */
final class Responses {

    private Responses() {}

    /** The values that a reward gives to responses, given the right answer. */
    static double[] score(Reward reward, String answer, String... responses) throws Exception {
        return score(reward, Map.of("answer", answer), List.of(responses));
    }

    static double[] score(Reward reward, Map<String, Object> fields, List<String> responses) throws Exception {
        Prompt prompt = Prompt.of("p", List.of(), new int[] {1}).withFields(fields);
        List<Trajectory> trajectories = new ArrayList<>();
        for (String text : responses) {
            trajectories.add(Trajectory.sampled(
                    prompt, trajectories.size(), new int[] {2}, text, Finish.STOP, 0, SamplingParams.of(64)));
        }
        return reward.score(Group.of(prompt, trajectories)).stream()
                .mapToDouble(score -> ((Score.Value) score).value())
                .toArray();
    }
}
