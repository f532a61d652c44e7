package org.reason4j.reward.generative;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.reason4j.api.data.Finish;
import org.reason4j.api.data.Group;
import org.reason4j.api.data.Message;
import org.reason4j.api.data.Prompt;
import org.reason4j.api.data.SamplingParams;
import org.reason4j.api.data.Trajectory;

/** Groups of responses. */
public final class Responses {

    private Responses() {}

    public static Group group(Map<String, Object> fields, String... responses) {
        Prompt prompt = Prompt.of("p", List.of(Message.user("What is 2+2?")), new int[] {1})
                .withFields(fields);
        List<Trajectory> trajectories = new ArrayList<>();
        for (String text : responses) {
            trajectories.add(Trajectory.sampled(
                    prompt, trajectories.size(), new int[] {2}, text, Finish.STOP, 0, SamplingParams.of(64)));
        }
        return Group.of(prompt, trajectories);
    }
}
