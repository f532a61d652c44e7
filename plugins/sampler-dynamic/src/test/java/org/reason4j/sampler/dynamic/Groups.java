package org.reason4j.sampler.dynamic;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.reason4j.api.data.Finish;
import org.reason4j.api.data.Prompt;
import org.reason4j.api.data.Score;
import org.reason4j.api.data.ScoredGroup;
import org.reason4j.api.data.ScoredTrajectory;
import org.reason4j.api.data.Trajectory;

/** Scored groups in plain numbers. */
final class Groups {

    private Groups() {}

    /** Responses of one token; {@code scores} are those of the reward {@code accuracy}, one per composed reward. */
    static ScoredGroup of(double[] composed, Score... scores) {
        Prompt prompt = new Prompt("p", List.of(), new int[] {1}, Map.of());
        List<ScoredTrajectory> responses = new ArrayList<>();
        for (int i = 0; i < composed.length; i++) {
            Trajectory trajectory =
                    new Trajectory(prompt, i, new int[1], new boolean[] {true}, "", Finish.STOP, 0, Map.of());
            Map<String, Score> named = scores.length == 0 ? Map.of() : Map.of("accuracy", scores[i]);
            responses.add(new ScoredTrajectory(trajectory, named, composed[i], new float[1]));
        }
        return new ScoredGroup(prompt, responses);
    }

    static ScoredGroup withRewards(double... rewards) {
        return of(rewards);
    }
}
