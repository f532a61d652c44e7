package org.reason4j.testkit.rule;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.reason4j.api.data.Branch;
import org.reason4j.api.data.Group;
import org.reason4j.api.data.Prompt;
import org.reason4j.api.data.Requirements;
import org.reason4j.api.data.SamplingParams;
import org.reason4j.api.data.Trajectory;
import org.reason4j.api.plugin.Kind;
import org.reason4j.api.sampler.RolloutRequest;
import org.reason4j.api.sampler.Sampler;
import org.reason4j.api.sampler.SamplingStep;
import org.reason4j.testkit.subject.Materials;
import org.reason4j.testkit.subject.Subject;

class SamplerRulesTest extends Breakers<Sampler> {

    SamplerRulesTest() {
        super(Kind.SAMPLER);
    }

    private static Group group(SamplingStep step, Prompt prompt, int first, SamplingParams params) {
        List<RolloutRequest> requests = new ArrayList<>();
        for (int sample = 0; sample < step.groupSize(); sample++) {
            requests.add(RolloutRequest.of(prompt, first + sample, params));
        }
        return Group.of(prompt, step.rollouts().generate(requests));
    }

    private static List<Group> groups(SamplingStep step) {
        return step.prompts().stream()
                .map(prompt -> group(step, prompt, 0, step.params()))
                .toList();
    }

    private static Sampler each(UnaryOperator<Group> change) {
        return step -> groups(step).stream().map(change).toList();
    }

    @Override
    List<Subject<Sampler>> good() {
        return List.of(Subject.of("the good sampler", () -> SamplerRulesTest::groups, Materials.standard()));
    }

    @Override
    void breakers() {
        breaks("groups of the prompts", () -> step -> {
            List<Group> twice = new ArrayList<>(groups(step));
            twice.addAll(groups(step));
            return twice;
        });
        breaks(
                "group size",
                () -> each(group -> group.withTrajectories(group.trajectories().subList(1, 4))));
        breaks(
                "sample indices",
                () -> each(group -> group.withTrajectories(group.trajectories().stream()
                        .map(one -> one.withSample(0))
                        .toList())));
        breaks(
                "length",
                () -> step -> step.prompts().stream()
                        .map(prompt -> group(step, prompt, 0, step.params().withMaxTokens(100)))
                        .toList());
        breaks(
                "tokens learned once",
                () -> each(
                        group -> { // all share the first token with the first one
                            List<Trajectory> tree = new ArrayList<>();
                            for (Trajectory one : group.trajectories()) {
                                tree.add(one.sample() == 0 ? one : one.withBranch(new Branch(0, 1)));
                            }
                            return group.withTrajectories(tree);
                        }));
        breaks(
                "the recipe's parameters",
                () -> step -> step.prompts().stream()
                        .map(prompt -> group(
                                step, prompt, 0, SamplingParams.of(step.params().maxTokens())))
                        .toList());
        AtomicInteger made = new AtomicInteger();
        breaks("the same step, the same groups", () -> {
            int number = made.incrementAndGet();
            return step -> step.prompts().stream()
                    .map(prompt -> group(step, prompt, 10 * number, step.params()))
                    .toList();
        });
        breaks("prompts apart", () -> step -> {
            List<Group> groups = new ArrayList<>();
            for (Prompt prompt : step.prompts()) { // draws of a prompt depend on its place in the batch
                groups.add(group(step, prompt, 10 * groups.size(), step.params()));
            }
            return groups;
        });
        AtomicInteger asked = new AtomicInteger();
        breaks("needs", () -> new Sampler() {
            @Override
            public List<Group> sample(SamplingStep step) {
                return groups(step);
            }

            @Override
            public Requirements requirements() {
                return Requirements.NONE.groupsOf(asked.incrementAndGet());
            }
        });
    }
}
