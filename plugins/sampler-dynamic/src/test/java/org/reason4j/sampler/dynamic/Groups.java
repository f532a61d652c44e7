package org.reason4j.sampler.dynamic;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.reason4j.api.data.Finish;
import org.reason4j.api.data.Prompt;
import org.reason4j.api.data.SamplingParams;
import org.reason4j.api.data.Score;
import org.reason4j.api.data.ScoredGroup;
import org.reason4j.api.data.ScoredTrajectory;
import org.reason4j.api.data.Trajectory;

/** Scored groups in plain numbers. */
final class Groups {

    private Groups() {}

    /** Responses of one token; {@code scores} are those of the reward {@code accuracy}, one per composed reward. */
    static ScoredGroup of(double[] composed, Score... scores) {
        Prompt prompt = Prompt.of("p", List.of(), new int[] {1});
        List<ScoredTrajectory> responses = new ArrayList<>();
        for (int i = 0; i < composed.length; i++) {
            Trajectory trajectory =
                    Trajectory.sampled(prompt, i, new int[1], "", Finish.STOP, 0, SamplingParams.of(64));
            Map<String, Score> named = scores.length == 0 ? Map.of() : Map.of("accuracy", scores[i]);
            responses.add(ScoredTrajectory.of(trajectory, composed[i]).withScores(named));
        }
        return ScoredGroup.of(prompt, responses);
    }

    static ScoredGroup withRewards(double... rewards) {
        return of(rewards);
    }
}
