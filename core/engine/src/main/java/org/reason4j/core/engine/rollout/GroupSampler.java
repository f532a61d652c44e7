package org.reason4j.core.engine.rollout;

import java.util.ArrayList;
import java.util.List;
import org.reason4j.api.data.Group;
import org.reason4j.api.data.Prompt;
import org.reason4j.api.data.Trajectory;
import org.reason4j.api.sampler.RolloutRequest;
import org.reason4j.api.sampler.Sampler;
import org.reason4j.api.sampler.SamplingStep;

/** Independent responses to each prompt, {@code G} of them: the sampler named {@code group}. */
public final class GroupSampler implements Sampler {

    /** No settings: the size of a group and how tokens are drawn stand under {@code rollout}. */
    public record Config() {
        public static final Config DEFAULTS = new Config();
    }

    /** Made by core, from the sampler's settings. */
    public GroupSampler(Config config) {}

    @Override
    public List<Group> sample(SamplingStep step) {
        int size = step.groupSize();
        List<RolloutRequest> requests = new ArrayList<>();
        for (Prompt prompt : step.prompts()) {
            for (int sample = 0; sample < size; sample++) {
                requests.add(RolloutRequest.of(prompt, sample, step.params()));
            }
        }
        List<Trajectory> trajectories = step.rollouts().generate(requests);
        List<Group> groups = new ArrayList<>();
        for (int i = 0; i < step.prompts().size(); i++) {
            groups.add(Group.of(step.prompts().get(i), trajectories.subList(i * size, (i + 1) * size)));
        }
        return groups;
    }
}
