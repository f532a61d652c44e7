package proofs.candidate;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.reason4j.api.data.Group;
import org.reason4j.api.data.Prompt;
import org.reason4j.api.data.SamplingParams;
import org.reason4j.api.environment.Environment;
import org.reason4j.api.environment.Episode;
import org.reason4j.api.environment.TurnResult;
import org.reason4j.api.sampler.RolloutRequest;
import org.reason4j.api.sampler.RolloutSettings;
import org.reason4j.api.sampler.Sampler;
import org.reason4j.api.sampler.SamplingStep;

final class Sampling {

    private Sampling() {}

    /** As many responses to each prompt as the recipe says, the later ones at a higher temperature. */
    record Pairs(Config config, RolloutSettings settings, Calls calls) implements Sampler {

        record Config() {}

        @Override
        public List<Group> sample(SamplingStep step) {
            calls.of("sampler");
            List<Group> groups = new ArrayList<>();
            for (Prompt prompt : step.prompts()) {
                List<RolloutRequest> requests = new ArrayList<>();
                for (int sample = 0; sample < settings.groupSize(); sample++) {
                    SamplingParams params = step.params().withTemperature(1 + 0.1 * sample);
                    requests.add(RolloutRequest.of(prompt, sample, params));
                }
                groups.add(Group.of(prompt, step.rollouts().generate(requests)));
            }
            return groups;
        }
    }

    /** Repeats the first turns in capitals. */
    record Echo(Config config, Calls calls) implements Environment {

        record Config(int turns) {}

        @Override
        public Episode begin(Prompt prompt, int sample) {
            calls.of("environment");
            return new Episode() {
                private int turns;

                @Override
                public TurnResult answer(String turn) {
                    return turns++ < config.turns()
                            ? new TurnResult.Observation(turn.toUpperCase(Locale.ROOT), 0)
                            : new TurnResult.Done(0);
                }
            };
        }

        @Override
        public List<String> stop() {
            return List.of("a");
        }
    }
}
