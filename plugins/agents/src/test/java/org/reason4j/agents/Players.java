package org.reason4j.agents;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.reason4j.api.data.Finish;
import org.reason4j.api.data.Prompt;
import org.reason4j.api.data.SamplingParams;
import org.reason4j.api.data.Trajectory;
import org.reason4j.api.sampler.RolloutEngine;
import org.reason4j.api.sampler.RolloutPlan;
import org.reason4j.api.sampler.RolloutRequest;
import org.reason4j.api.sampler.SamplingStep;
import org.reason4j.testkit.Characters;

/** A policy whose response is a function of the prompt and the sample index; one that ends with {@code ...} was cut off. */
public record Players(Function<RolloutRequest, String> answer, List<RolloutRequest> asked) implements RolloutEngine {

    public Players(Function<RolloutRequest, String> answer) {
        this(answer, new ArrayList<>());
    }

    /** The last message of a request. */
    public static String question(RolloutRequest request) {
        return request.prompt()
                .messages()
                .get(request.prompt().messages().size() - 1)
                .content();
    }

    @Override
    public List<Trajectory> generate(List<RolloutRequest> requests) {
        asked.addAll(requests);
        return requests.stream().map(this::write).toList();
    }

    private Trajectory write(RolloutRequest request) {
        String text = answer.apply(request);
        boolean cut = text.endsWith("...");
        int[] tokens = new Characters().encode(cut ? text : text + "$");
        Finish finish = cut ? Finish.LENGTH : Finish.STOP;
        return Trajectory.sampled(request.prompt(), request.sample(), tokens, text, finish, 0, request.params());
    }

    @Override
    public List<List<Trajectory>> generatePlans(List<? extends RolloutPlan> plans) {
        throw new AssertionError("no plans");
    }

    /** A step of these prompts. */
    public SamplingStep step(int groupSize, Prompt... prompts) {
        return new Step(1, List.of(prompts), groupSize, this);
    }

    private record Step(int number, List<Prompt> prompts, int groupSize, Players rollouts) implements SamplingStep {

        @Override
        public SamplingParams params() {
            return SamplingParams.of(64);
        }
    }
}
