package ${package};

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.reason4j.api.data.Group;
import org.reason4j.api.data.Prompt;
import org.reason4j.api.data.Trajectory;
import org.reason4j.api.sampler.RolloutRequest;
import org.reason4j.api.sampler.Sampler;
import org.reason4j.api.sampler.SamplingStep;

/**
 * Writes more responses than the recipe asks for and keeps the shortest of each group, so that the policy learns from
 * concise ones.
 *
 * @see <a href="https://arxiv.org/abs/2508.09726">GFPO: group filtered policy optimization</a>
 */
public record ${className}(${className}Config config) implements Sampler {

    @Override
    public List<Group> sample(SamplingStep step) {
        int each = step.groupSize() + config.extra();
        List<RolloutRequest> requests = new ArrayList<>();
        for (Prompt prompt : step.prompts()) {
            for (int sample = 0; sample < each; sample++) {
                requests.add(RolloutRequest.of(prompt, sample, step.params()));
            }
        }
        List<Trajectory> written = step.rollouts().generate(requests);
        List<Group> groups = new ArrayList<>();
        for (int i = 0; i < step.prompts().size(); i++) {
            List<Trajectory> responses = written.subList(i * each, (i + 1) * each);
            groups.add(Group.of(step.prompts().get(i), shortest(responses, step.groupSize())));
        }
        return groups;
    }

    /** The shortest responses, the earlier one of two that are equally long, in the order of their samples. */
    private static List<Trajectory> shortest(List<Trajectory> responses, int kept) {
        return responses.stream()
                .sorted(Comparator.comparingInt(Trajectory::length).thenComparingInt(Trajectory::sample))
                .limit(kept)
                .sorted(Comparator.comparingInt(Trajectory::sample))
                .toList();
    }
}
