package org.reason4j.core.trainer.beside;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.reason4j.api.data.ScoredGroup;

/** What the policy wrote in its newest step, as a learner's components are given it. For one thread. */
public final class PolicyResponses {

    private final Optional<Set<String>> rewards;
    private Step newest = new Step(0, List.of());

    /**
     * Nothing written yet.
     *
     * @param rewards keys of the policy's rewards; empty in a run that is not that of a learner
     */
    public PolicyResponses(Optional<Set<String>> rewards) {
        this.rewards = rewards.map(Set::copyOf);
    }

    /**
     * Responses of a step.
     *
     * @param number of the policy's step
     * @param groups scored responses, before filters left some out
     */
    record Step(int number, List<ScoredGroup> groups) {
        Step {
            groups = List.copyOf(groups);
        }
    }

    /** Takes what the policy wrote in a step; what it wrote before is forgotten. */
    public void use(int step, List<ScoredGroup> groups) {
        newest = new Step(step, groups);
    }

    Step newest() {
        return newest;
    }

    /** Keys of the policy's rewards; empty in a run that is not that of a learner. */
    Optional<Set<String>> rewards() {
        return rewards;
    }
}
