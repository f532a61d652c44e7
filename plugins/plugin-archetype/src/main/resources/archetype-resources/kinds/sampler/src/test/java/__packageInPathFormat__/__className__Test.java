package ${package};

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.reason4j.api.data.Finish;
import org.reason4j.api.data.Group;
import org.reason4j.api.data.Prompt;
import org.reason4j.api.data.SamplingParams;
import org.reason4j.api.data.Trajectory;
import org.reason4j.api.plugin.ConfigException;
import org.reason4j.api.sampler.RolloutEngine;
import org.reason4j.api.sampler.RolloutPlan;
import org.reason4j.api.sampler.RolloutRequest;
import org.reason4j.api.sampler.SamplingStep;

class ${className}Test {

    @Test
    void theShortestResponsesAreKept() {
        Step step = new Step(2, new Lengths(5, 3, 9, 3));

        List<Group> groups = new ${className}(new ${className}Config(2)).sample(step);

        assertEquals(List.of("p", "q"), groups.stream().map(group -> group.prompt().id()).toList());
        for (Group group : groups) {
            assertEquals(List.of(1, 3), group.trajectories().stream().map(Trajectory::sample).toList());
        }
    }

    @Test
    void aNegativeNumberIsRefused() {
        assertThrows(ConfigException.class, () -> new ${className}Config(-1));
    }

    private record Step(int groupSize, RolloutEngine rollouts) implements SamplingStep {

        @Override
        public int number() {
            return 1;
        }

        @Override
        public List<Prompt> prompts() {
            return List.of(Prompt.of("p", List.of(), new int[] {1}), Prompt.of("q", List.of(), new int[] {1}));
        }

        @Override
        public SamplingParams params() {
            return SamplingParams.of(64);
        }
    }

    /** Writes responses whose length is known by their sample. */
    private record Lengths(int... lengths) implements RolloutEngine {

        @Override
        public List<Trajectory> generate(List<RolloutRequest> requests) {
            return requests.stream()
                    .map(request -> Trajectory.sampled(
                            request.prompt(),
                            request.sample(),
                            new int[lengths[request.sample()]],
                            "x",
                            Finish.STOP,
                            0,
                            request.params()))
                    .toList();
        }

        @Override
        public List<List<Trajectory>> generatePlans(List<? extends RolloutPlan> plans) {
            throw new AssertionError("no plans in this test");
        }
    }
}
