package org.reason4j.testkit.rule;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.reason4j.api.data.Group;
import org.reason4j.api.data.Prompt;
import org.reason4j.api.data.SamplingParams;
import org.reason4j.api.data.Trajectory;
import org.reason4j.api.sampler.RolloutEngine;
import org.reason4j.api.sampler.RolloutPlan;
import org.reason4j.api.sampler.RolloutRequest;
import org.reason4j.api.sampler.Sampler;
import org.reason4j.api.sampler.SamplingStep;
import org.reason4j.testkit.subject.Services;
import org.reason4j.testkit.subject.Subject;

/** Rules of samplers, whose responses an engine with known chances writes. */
final class SamplerRules {

    private static final int GROUP_SIZE = 4;
    private static final SamplingParams PARAMS = SamplingParams.of(12).withTemperature(0.8);

    private SamplerRules() {}

    static List<Rule<Sampler>> all() {
        return List.of(
                new Rule<>(
                        "groups of the prompts",
                        "Each group belongs to a prompt of the step, or to one that the sampler made up in its course, whose id is"
                                + " that of a prompt of the step with a slash and more behind it; no prompt has two.",
                        SamplerRules::groups),
                new Rule<>(
                        "group size",
                        "The group of a prompt of the step has as many responses as the recipe asks for.",
                        SamplerRules::sizes),
                new Rule<>(
                        "sample indices",
                        "Responses of a group belong to its prompt and have different sample indices in ascending"
                                + " order.",
                        SamplerRules::indices),
                new Rule<>("length", "No response is longer than the recipe's maxTokens.", SamplerRules::lengths),
                new Rule<>(
                        "tokens learned once",
                        "A token that several responses share, because they branch, is learned in one of them at most.",
                        SamplerRules::learnedOnce),
                new Rule<>(
                        "the recipe's parameters",
                        "Requests have the temperature, the filters and the stop strings of the recipe; a sampler may add stop"
                                + " strings of its own.",
                        SamplerRules::parameters),
                new Rule<>(
                        "the same step, the same groups",
                        "A new instance returns the same groups.",
                        SamplerRules::repeats),
                new Rule<>(
                        "prompts apart",
                        "The group of a prompt does not depend on the prompts beside it, nor on their order.",
                        SamplerRules::apart),
                Rule.ofNeeds(Sampler::requirements));
    }

    /** A step of these prompts. */
    private record Step(int number, List<Prompt> prompts, int groupSize, SamplingParams params, RolloutEngine rollouts)
            implements SamplingStep {}

    private static List<Group> sample(Subject<Sampler> subject, List<Prompt> prompts, int groupSize) throws Exception {
        Sampler sampler = subject.fresh();
        if (sampler.requirements().minimumGroupSize() > groupSize) {
            throw NotRun.doesNotApply(
                    "it needs groups of " + sampler.requirements().minimumGroupSize());
        }
        return sample(sampler, new Step(1, prompts, groupSize, PARAMS, Services.engine()), subject);
    }

    private static List<Group> sample(Sampler sampler, SamplingStep step, Subject<Sampler> subject) throws Exception {
        String call = "sample of " + subject.name() + " for " + step.prompts();
        return Calls.within(subject.patience(), call, () -> Expect.result(call, () -> sampler.sample(step)));
    }

    private static List<Prompt> prompts(Subject<Sampler> subject) {
        return subject.materials().prompts();
    }

    private static void groups(Subject<Sampler> subject) throws Exception {
        List<String> ids = prompts(subject).stream().map(Prompt::id).toList();
        Set<String> seen = new HashSet<>();
        List<Group> groups = sample(subject, prompts(subject), GROUP_SIZE);
        Expect.that(!groups.isEmpty(), "expected groups of the prompts %s, found none", ids);
        for (Group group : groups) {
            String id = group.prompt().id();
            Expect.that(
                    ids.stream().anyMatch(known -> id.equals(known) || id.startsWith(known + "/")),
                    "expected groups of the prompts %s, found one of '%s'",
                    ids,
                    id);
            Expect.that(seen.add(id), "prompt '%s': expected one group, found two", id);
        }
    }

    private static void sizes(Subject<Sampler> subject) throws Exception {
        List<String> ids = prompts(subject).stream().map(Prompt::id).toList();
        for (Group group : sample(subject, prompts(subject), GROUP_SIZE)) {
            if (ids.contains(group.prompt().id())) {
                Expect.equal("number of responses to " + group.prompt(), group.size(), GROUP_SIZE);
            }
        }
    }

    private static void indices(Subject<Sampler> subject) throws Exception {
        for (Group group : sample(subject, prompts(subject), GROUP_SIZE)) {
            int last = -1;
            for (Trajectory one : group.trajectories()) {
                Expect.equal(
                        "prompt of the " + one,
                        one.prompt().id(),
                        group.prompt().id());
                Expect.that(
                        one.sample() > last,
                        "responses to %s: expected ascending sample indices, found %s after %s",
                        group.prompt(),
                        one.sample(),
                        last);
                last = one.sample();
            }
        }
    }

    private static void lengths(Subject<Sampler> subject) throws Exception {
        SamplingParams brief = PARAMS.withMaxTokens(3); // most responses of the engine would be longer
        Step step = new Step(1, prompts(subject), GROUP_SIZE, brief, Services.engine());
        for (Group group : sample(subject.fresh(), step, subject)) {
            for (Trajectory one : group.trajectories()) {
                Expect.that(
                        one.length() <= brief.maxTokens(),
                        "the %s: expected at most %s tokens, found %s",
                        one,
                        brief.maxTokens(),
                        one.length());
            }
        }
    }

    private static void learnedOnce(Subject<Sampler> subject) throws Exception {
        for (Group group : sample(subject, prompts(subject), GROUP_SIZE)) {
            Map<Integer, Trajectory> bySample = new TreeMap<>();
            group.trajectories().forEach(one -> bySample.put(one.sample(), one));
            for (Trajectory one : group.trajectories()) {
                one.branch().ifPresent(branch -> {
                    Trajectory parent = bySample.get(branch.parent());
                    for (int t = 0; t < branch.at(); t++) {
                        Expect.that(
                                !one.isLearned(t) || parent == null || !parent.isLearned(t),
                                "token %s, shared by the %s and the %s: expected it to be learned in one, found it in"
                                        + " both",
                                t,
                                one,
                                parent);
                    }
                });
            }
        }
    }

    private static void parameters(Subject<Sampler> subject) throws Exception {
        Sampler sampler = subject.fresh();
        SamplingParams asked = PARAMS.withTopK(5).withStop(List.of("!"));
        RecordingEngine engine = new RecordingEngine(Services.engine());
        List<Prompt> prompts = prompts(subject);
        int size = Math.max(GROUP_SIZE, sampler.requirements().minimumGroupSize());
        sample(sampler, new Step(1, prompts, size, asked, engine), subject);
        Expect.that(!engine.params().isEmpty(), "expected requests to the step's engine, found none");
        for (SamplingParams params : engine.params()) {
            Expect.that(
                    params.stop().containsAll(asked.stop()),
                    "stop strings of a request: expected %s among them, found %s",
                    asked.stop(),
                    params.stop());
            Expect.equal(
                    "parameters of a request, its maxTokens and stop strings aside",
                    params.withMaxTokens(asked.maxTokens()).withStop(asked.stop()),
                    asked);
        }
    }

    private static void repeats(Subject<Sampler> subject) throws Exception {
        List<Prompt> prompts = prompts(subject);
        Expect.equal(
                "groups of a new instance",
                shown(sample(subject, prompts, GROUP_SIZE)),
                shown(sample(subject, prompts, GROUP_SIZE)));
    }

    private static void apart(Subject<Sampler> subject) throws Exception {
        List<Prompt> prompts = prompts(subject);
        Map<String, String> together = shown(sample(subject, prompts, GROUP_SIZE));
        Expect.equal(
                "groups of the prompts in the opposite order",
                shown(sample(subject, Given.reversed(prompts), GROUP_SIZE)),
                together);
        for (Prompt prompt : prompts) {
            shown(sample(subject, List.of(prompt), GROUP_SIZE))
                    .forEach(
                            (id, group) -> Expect.equal("group of prompt '" + id + "' alone", group, together.get(id)));
        }
    }

    private static Map<String, String> shown(List<Group> groups) {
        Map<String, String> shown = new TreeMap<>();
        for (Group group : groups) {
            List<String> responses = new ArrayList<>();
            for (Trajectory one : group.trajectories()) {
                responses.add(one.sample() + " " + Arrays.toString(one.response()) + " "
                        + Arrays.toString(one.learned()) + " " + one.branch());
            }
            shown.put(group.prompt().id(), responses.toString());
        }
        return shown;
    }

    /** An engine that keeps the parameters of every request, those of plans included. */
    private record RecordingEngine(RolloutEngine engine, List<SamplingParams> params) implements RolloutEngine {

        RecordingEngine(RolloutEngine engine) {
            this(engine, new ArrayList<>());
        }

        @Override
        public List<Trajectory> generate(List<RolloutRequest> requests) {
            requests.forEach(request -> params.add(request.params()));
            return engine.generate(requests);
        }

        @Override
        public List<List<Trajectory>> generatePlans(List<? extends RolloutPlan> plans) {
            return engine.generatePlans(plans.stream().map(Recorded::new).toList());
        }

        /** A plan whose requests are recorded. */
        private final class Recorded implements RolloutPlan {

            private final RolloutPlan plan;

            Recorded(RolloutPlan plan) {
                this.plan = plan;
            }

            @Override
            public List<RolloutRequest> next(List<Trajectory> written) {
                List<RolloutRequest> requests = plan.next(written);
                requests.forEach(request -> params.add(request.params()));
                return requests;
            }

            @Override
            public boolean keeps(RolloutRequest request) {
                return plan.keeps(request);
            }

            @Override
            public long maxTokens() {
                return plan.maxTokens();
            }
        }
    }
}
