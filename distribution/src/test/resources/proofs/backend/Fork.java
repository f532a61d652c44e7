package proofs.backend;

import java.util.ArrayList;
import java.util.List;
import org.reason4j.api.data.Group;
import org.reason4j.api.data.Prompt;
import org.reason4j.api.data.SamplingParams;
import org.reason4j.api.data.Trajectory;
import org.reason4j.api.sampler.RolloutPlan;
import org.reason4j.api.sampler.RolloutRequest;
import org.reason4j.api.sampler.Sampler;
import org.reason4j.api.sampler.SamplingStep;

/** Two responses to each prompt, of which the second leaves the first in the middle. */
record Fork(Config config) implements Sampler {

    record Config() {}

    @Override
    public List<Group> sample(SamplingStep step) {
        List<Plan> plans = step.prompts().stream()
                .map(prompt -> new Plan(prompt, step.params()))
                .toList();
        List<List<Trajectory>> written = step.rollouts().generatePlans(plans);
        List<Group> groups = new ArrayList<>();
        for (int i = 0; i < plans.size(); i++) {
            groups.add(Group.of(step.prompts().get(i), written.get(i)));
        }
        return groups;
    }

    private static final class Plan implements RolloutPlan {

        private final Prompt prompt;
        private final SamplingParams params;
        private int round;

        Plan(Prompt prompt, SamplingParams params) {
            this.prompt = prompt;
            this.params = params;
        }

        @Override
        public List<RolloutRequest> next(List<Trajectory> written) {
            round++;
            if (round == 1) {
                return List.of(RolloutRequest.of(prompt, 0, params));
            }
            if (round == 2) {
                int half = written.get(0).length() / 2;
                return List.of(RolloutRequest.branch(
                        written.get(0), half, 1, params.withMaxTokens(params.maxTokens() - half)));
            }
            return List.of();
        }

        @Override
        public long maxTokens() {
            return 2L * params.maxTokens();
        }
    }
}
