package org.reason4j.reward.unsupervised.selfplay;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.reason4j.api.data.Finish;
import org.reason4j.api.data.Prompt;
import org.reason4j.api.data.SamplingParams;
import org.reason4j.api.data.Trajectory;
import org.reason4j.api.sampler.RolloutEngine;
import org.reason4j.api.sampler.RolloutPlan;
import org.reason4j.api.sampler.RolloutRequest;
import org.reason4j.api.sampler.SamplingStep;
import org.reason4j.testkit.Characters;

/** A policy that answers the last message with given texts, in turn by sample index, and with nothing where it has none. */
record Scripted(Map<String, List<String>> answers, List<String> asked) implements RolloutEngine {

    Scripted(Map<String, List<String>> answers) {
        this(answers, new ArrayList<>());
    }

    @Override
    public List<Trajectory> generate(List<RolloutRequest> requests) {
        List<Trajectory> written = new ArrayList<>();
        for (RolloutRequest request : requests) {
            Prompt prompt = request.prompt();
            String question = prompt.messages().get(0).content();
            asked.add(question);
            List<String> texts = answers.getOrDefault(question, List.of(""));
            String text = texts.get(request.sample() % texts.size());
            int[] tokens = new Characters().encode(text + "$");
            written.add(Trajectory.sampled(prompt, request.sample(), tokens, text, Finish.STOP, 0, request.params()));
        }
        return written;
    }

    @Override
    public List<List<Trajectory>> generatePlans(List<? extends RolloutPlan> plans) {
        throw new AssertionError("no plans");
    }

    /** A step of these prompts. */
    record Step(int number, List<Prompt> prompts, int groupSize, Scripted rollouts) implements SamplingStep {

        @Override
        public SamplingParams params() {
            return SamplingParams.of(128);
        }
    }
}
