package org.reason4j.reward.unsupervised.rollout;

import java.util.ArrayList;
import java.util.List;
import org.reason4j.api.data.Prompt;
import org.reason4j.api.data.Trajectory;
import org.reason4j.api.sampler.RolloutRequest;
import org.reason4j.api.sampler.SamplingStep;

/** Responses of the policy to prompts of a sampler. */
public final class Responses {

    private Responses() {}

    /** Asks for {@code each} responses to every prompt, all at once; returns those to the first prompt, then to the second. */
    public static List<Trajectory> of(SamplingStep step, List<Prompt> prompts, int each) {
        List<RolloutRequest> requests = new ArrayList<>();
        for (Prompt prompt : prompts) {
            for (int sample = 0; sample < each; sample++) {
                requests.add(RolloutRequest.of(prompt, sample, step.params()));
            }
        }
        return step.rollouts().generate(requests);
    }
}
