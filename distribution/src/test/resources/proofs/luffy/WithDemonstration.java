package proofs.luffy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.reason4j.api.data.Group;
import org.reason4j.api.data.Prompt;
import org.reason4j.api.data.Trajectory;
import org.reason4j.api.model.Tokenizer;
import org.reason4j.api.sampler.RolloutRequest;
import org.reason4j.api.sampler.Sampler;
import org.reason4j.api.sampler.SamplingStep;
import org.reason4j.api.track.Metrics;

/** Groups of {@code G - 1} sampled responses and the example's own one. */
record WithDemonstration(Config config, Tokenizer tokenizer, Metrics metrics) implements Sampler {

    record Config() {}

    @Override
    public List<Group> sample(SamplingStep step) {
        int sampled = step.groupSize() - 1;
        List<RolloutRequest> requests = new ArrayList<>();
        for (Prompt prompt : step.prompts()) {
            for (int sample = 0; sample < sampled; sample++) {
                requests.add(RolloutRequest.of(prompt, sample, step.params()));
            }
        }
        List<Trajectory> written = step.rollouts().generate(requests);
        written.forEach(one -> metrics.mean("luffy/sampled_length", one.length()));
        List<Group> groups = new ArrayList<>();
        for (int i = 0; i < step.prompts().size(); i++) {
            List<Trajectory> members = new ArrayList<>(written.subList(i * sampled, (i + 1) * sampled));
            members.add(demonstration(step.prompts().get(i), sampled));
            groups.add(Group.of(step.prompts().get(i), members));
        }
        return groups;
    }

    private Trajectory demonstration(Prompt prompt, int sample) {
        String text = prompt.response().orElseThrow();
        int[] tokens = tokenizer.encode(text);
        int[] ended = Arrays.copyOf(tokens, tokens.length + 1);
        ended[tokens.length] = tokenizer.endOfSequence().get(0);
        return Trajectory.demonstration(prompt, sample, ended, text);
    }
}
