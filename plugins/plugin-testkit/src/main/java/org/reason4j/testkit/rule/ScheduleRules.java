package org.reason4j.testkit.rule;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.reason4j.api.data.Prompt;
import org.reason4j.api.data.SamplingParams;
import org.reason4j.api.sampler.RolloutRequest;
import org.reason4j.api.sampler.SamplingSchedule;
import org.reason4j.testkit.subject.Subject;

/** Rules of schedules. */
final class ScheduleRules {

    private static final SamplingParams PARAMS = SamplingParams.of(40).withStop(List.of("!"));
    private static final int CONCURRENT_CALLS = 64;

    private ScheduleRules() {}

    static List<Rule<SamplingSchedule>> all() {
        List<Rule<SamplingSchedule>> rules = new ArrayList<>(List.of(
                new Rule<>(
                        "parameters of every step",
                        "Each request of each step gets parameters, of early steps and of late ones.",
                        ScheduleRules::everyStep),
                new Rule<>(
                        "length",
                        "maxTokens is never raised: a response longer than the recipe's is refused.",
                        ScheduleRules::lengths),
                new Rule<>(
                        "a function of the request",
                        "A batch's function gives equal requests equal parameters, whatever it was asked in between, from eight"
                                + " threads at the same time too.",
                        ScheduleRules::function),
                new Rule<>(
                        "a batch keeps its function",
                        "The function of a batch gives the same parameters after later steps were told and later batches begun.",
                        ScheduleRules::kept),
                new Rule<>(
                        "the same metrics, the same parameters",
                        "A new instance that is told the same metrics gives the same parameters.",
                        ScheduleRules::repeats),
                new Rule<>(
                        "odd metrics",
                        "Metrics of a step that are missing, NaN or infinite do not make it fail, then or later.",
                        ScheduleRules::oddMetrics)));
        rules.addAll(new StateRules<SamplingSchedule>(
                        (one, subject) -> steps(one, subject, 1, 4), (one, subject) -> steps(one, subject, 5, 8))
                .all());
        return List.copyOf(rules);
    }

    private static List<RolloutRequest> requests(Subject<SamplingSchedule> subject) {
        List<RolloutRequest> requests = new ArrayList<>();
        for (Prompt prompt : subject.materials().prompts()) {
            for (int sample = 0; sample < 3; sample++) {
                requests.add(RolloutRequest.of(prompt, sample, PARAMS));
            }
            requests.add(RolloutRequest.of(prompt, 3, PARAMS.withMaxTokens(PARAMS.maxTokens() - 2))
                    .withPrefix(new int[] {'a', 'b'}));
        }
        return requests;
    }

    private static Function<RolloutRequest, SamplingParams> forStep(SamplingSchedule schedule, int step) {
        return Expect.strict("forStep(" + step + ")", () -> schedule.forStep(step));
    }

    private static SamplingParams params(Function<RolloutRequest, SamplingParams> function, RolloutRequest request) {
        return Expect.strict("parameters of the request for " + request, () -> function.apply(request));
    }

    private static List<SamplingParams> params(
            Function<RolloutRequest, SamplingParams> function, List<RolloutRequest> requests) {
        return requests.stream().map(request -> params(function, request)).toList();
    }

    private static List<SamplingParams> steps(
            SamplingSchedule schedule, Subject<SamplingSchedule> subject, int from, int to) {
        List<SamplingParams> all = new ArrayList<>();
        for (int step = from; step <= to; step++) {
            all.addAll(params(forStep(schedule, step), requests(subject)));
            schedule.stepCompleted(step, Map.of("reward/mean", step / 8.0, "rollout/truncated", 0.5 / step));
        }
        return all;
    }

    private static void everyStep(Subject<SamplingSchedule> subject) throws Exception {
        SamplingSchedule schedule = subject.fresh();
        for (int step : new int[] {1, 2, 10, 1_000_000}) {
            params(forStep(schedule, step), requests(subject));
        }
    }

    private static void lengths(Subject<SamplingSchedule> subject) throws Exception {
        SamplingSchedule schedule = subject.fresh();
        for (int step : new int[] {1, 2, 10, 1_000_000}) {
            for (RolloutRequest request : requests(subject)) {
                int longest = params(forStep(schedule, step), request).maxTokens();
                Expect.that(
                        longest <= request.params().maxTokens(),
                        "maxTokens in step %s of the request for %s: expected at most %s, found %s",
                        step,
                        request,
                        request.params().maxTokens(),
                        longest);
            }
        }
    }

    private static void function(Subject<SamplingSchedule> subject) throws Exception {
        Function<RolloutRequest, SamplingParams> function = forStep(subject.fresh(), 1);
        List<RolloutRequest> requests = requests(subject);
        List<SamplingParams> expected = params(function, requests);
        Expect.equal(
                "parameters, asked again in the opposite order",
                Given.reversed(params(function, Given.reversed(requests))),
                expected);
        List<SamplingParams> found = Calls.together(
                subject.patience(),
                "the function of step 1",
                CONCURRENT_CALLS,
                i -> () -> params(function, requests.get(i % requests.size())));
        for (int i = 0; i < found.size(); i++) {
            Expect.equal(
                    "parameters of the request for " + requests.get(i % requests.size()) + ", beside other calls",
                    found.get(i),
                    expected.get(i % requests.size()));
        }
    }

    private static void kept(Subject<SamplingSchedule> subject) throws Exception {
        SamplingSchedule schedule = subject.fresh();
        Function<RolloutRequest, SamplingParams> function = forStep(schedule, 1);
        List<SamplingParams> expected = params(function, requests(subject));
        steps(schedule, subject, 1, 5);
        Expect.equal("parameters of step 1 after step 5", params(function, requests(subject)), expected);
    }

    private static void repeats(Subject<SamplingSchedule> subject) throws Exception {
        Expect.equal(
                "parameters of a new instance",
                steps(subject.fresh(), subject, 1, 6),
                steps(subject.fresh(), subject, 1, 6));
    }

    private static void oddMetrics(Subject<SamplingSchedule> subject) throws Exception {
        SamplingSchedule schedule = subject.fresh();
        int step = 1;
        for (Map<String, Double> metrics : List.of(
                Map.<String, Double>of(),
                OddInputs.metrics(),
                Map.of("reward/mean", Double.NaN, "rollout/truncated", Double.NEGATIVE_INFINITY))) {
            int completed = step++;
            Expect.result("stepCompleted with " + metrics, () -> {
                schedule.stepCompleted(completed, metrics);
                return true;
            });
            params(forStep(schedule, step), requests(subject));
        }
    }
}
