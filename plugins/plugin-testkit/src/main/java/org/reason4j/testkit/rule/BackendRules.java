package org.reason4j.testkit.rule;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.reason4j.api.backend.Capabilities;
import org.reason4j.api.backend.Generation;
import org.reason4j.api.backend.GenerationRequest;
import org.reason4j.api.backend.PolicyWeights;
import org.reason4j.api.backend.RolloutBackend;
import org.reason4j.api.data.Finish;
import org.reason4j.api.data.Prompt;
import org.reason4j.api.data.SamplingParams;
import org.reason4j.testkit.subject.Subject;

/** Rules of rollout backends. */
final class BackendRules {

    private static final int LONGEST = 12;

    private BackendRules() {}

    static List<Rule<RolloutBackend>> all() {
        return List.of(
                new Rule<>(
                        "capabilities",
                        "Its abilities are the same each time, and those of a new instance.",
                        BackendRules::capabilities),
                new Rule<>(
                        "length and end",
                        "A generation has 1 to maxTokens tokens; one that ends at the length limit has maxTokens, one that stops"
                                + " ends with a stop id, and no stop id stands before its end.",
                        BackendRules::ends),
                new Rule<>(
                        "log-probabilities",
                        "They are at most 0, and without filters those of the sampled distribution are those of the model.",
                        BackendRules::logprobs),
                new Rule<>(
                        "version",
                        "A generation names the version of the weights of the last update.",
                        BackendRules::version),
                new Rule<>(
                        "the same request, the same tokens",
                        "A seeded backend gives equal requests equal tokens, also after an update with the same weights.",
                        BackendRules::repeats),
                new Rule<>(
                        "requests apart",
                        "A seeded backend gives a request the same tokens whatever else is open, up to as many requests as it"
                                + " takes.",
                        BackendRules::apart),
                new Rule<>(
                        "continuation",
                        "Draws of a seeded backend are a function of the seed and the position: a response written in two parts"
                                + " is the one written at once.",
                        BackendRules::continuation),
                new Rule<>(
                        "cancelled requests",
                        "A request that was cancelled does not keep later ones from their end.",
                        BackendRules::cancelled));
    }

    private static RolloutBackend ready(Subject<RolloutBackend> subject) throws Exception {
        PolicyWeights weights = subject.materials()
                .weights()
                .orElseThrow(
                        () -> new NotRun("a backend needs weights of a policy; give them with Materials.withWeights"));
        RolloutBackend backend = subject.fresh();
        Calls.within(subject.patience(), "update of " + subject.name(), () -> {
            backend.update(weights);
            return true;
        });
        return backend;
    }

    private static long weightsVersion(Subject<RolloutBackend> subject) {
        return subject.materials().weights().orElseThrow().version();
    }

    private static List<GenerationRequest> requests(Subject<RolloutBackend> subject) {
        List<GenerationRequest> requests = new ArrayList<>();
        for (Prompt prompt : subject.materials().prompts()) {
            for (long seed = 1; seed <= 3; seed++) {
                requests.add(GenerationRequest.of(
                        prompt.tokens(),
                        prompt.length(),
                        SamplingParams.of(LONGEST).withStopIds(List.of((int) '$')),
                        seed));
            }
        }
        return requests;
    }

    private static CompletableFuture<Generation> open(RolloutBackend backend, GenerationRequest request) {
        return Expect.result("generate", () -> backend.generate(request));
    }

    private static Generation generation(Subject<RolloutBackend> subject, CompletableFuture<Generation> future)
            throws Exception {
        try {
            Generation generation = future.get(subject.patience().toMillis(), TimeUnit.MILLISECONDS);
            Expect.that(generation != null, "generate: expected a generation, found null");
            return generation;
        } catch (ExecutionException e) {
            throw new AssertionError("generate: expected a generation, found the failure " + e.getCause(), e);
        } catch (TimeoutException e) {
            throw new AssertionError(
                    "generate gave no answer within " + subject.patience().toMillis() / 1000.0 + " s", e);
        }
    }

    private static Generation generate(
            Subject<RolloutBackend> subject, RolloutBackend backend, GenerationRequest request) throws Exception {
        return generation(subject, open(backend, request));
    }

    private static void capabilities(Subject<RolloutBackend> subject) throws Exception {
        RolloutBackend backend = subject.fresh();
        String first = shown(Expect.result("capabilities", backend::capabilities));
        Expect.equal("capabilities, asked again", shown(backend.capabilities()), first);
        Expect.equal("capabilities of a new instance", shown(subject.fresh().capabilities()), first);
    }

    private static String shown(Capabilities abilities) {
        return "seeded " + abilities.seeded() + ", sampled log-probabilities " + abilities.sampledLogprobs()
                + ", at most " + abilities.maxOpenRequests() + " requests";
    }

    private static void ends(Subject<RolloutBackend> subject) throws Exception {
        RolloutBackend backend = ready(subject);
        for (GenerationRequest request : requests(subject)) {
            int[] tokens = generate(subject, backend, request).tokens();
            Finish finish = generate(subject, backend, request).finish();
            String what = "generation of " + Arrays.toString(tokens) + ", " + finish;
            List<Integer> stops = request.params().stopIds();
            Expect.that(tokens.length >= 1 && tokens.length <= LONGEST, "%s: expected 1 to %s tokens", what, LONGEST);
            Expect.that(
                    finish != Finish.LENGTH || tokens.length == LONGEST,
                    "%s: expected %s tokens at the length limit, found %s",
                    what,
                    LONGEST,
                    tokens.length);
            boolean isStop = stops.contains(tokens[tokens.length - 1]);
            Expect.that(finish != Finish.STOP || isStop, "%s: expected one of the stop ids %s at its end", what, stops);
            for (int t = 0; t < tokens.length - 1; t++) {
                Expect.that(!stops.contains(tokens[t]), "%s: expected its end at token %s, a stop id", what, t);
            }
        }
    }

    private static void logprobs(Subject<RolloutBackend> subject) throws Exception {
        RolloutBackend backend = ready(subject);
        for (GenerationRequest request : requests(subject)) {
            Generation generation = generate(subject, backend, request);
            float[] logprobs = generation.logprobs();
            for (float logprob : logprobs) {
                Expect.that(logprob <= 0, "log-probabilities: expected at most 0, found %s", Arrays.toString(logprobs));
            }
            Expect.equal(
                    "log-probabilities after no filter",
                    Arrays.toString(generation.sampledLogprobs()),
                    Arrays.toString(logprobs));
        }
    }

    private static void version(Subject<RolloutBackend> subject) throws Exception {
        RolloutBackend backend = ready(subject);
        for (GenerationRequest request : requests(subject)) {
            Expect.equal(
                    "version of a generation",
                    generate(subject, backend, request).version(),
                    weightsVersion(subject));
        }
    }

    private static RolloutBackend seeded(Subject<RolloutBackend> subject) throws Exception {
        RolloutBackend backend = ready(subject);
        if (!backend.capabilities().seeded()) {
            throw NotRun.doesNotApply("its draws are not a function of the seed");
        }
        return backend;
    }

    private static String tokens(Generation generation) {
        return Arrays.toString(generation.tokens());
    }

    private static void repeats(Subject<RolloutBackend> subject) throws Exception {
        RolloutBackend backend = seeded(subject);
        RolloutBackend twin = seeded(subject);
        for (GenerationRequest request : requests(subject)) {
            String expected = tokens(generate(subject, backend, request));
            Expect.equal("tokens, asked again", tokens(generate(subject, backend, request)), expected);
            Expect.equal("tokens of a new instance", tokens(generate(subject, twin, request)), expected);
        }
        GenerationRequest first = requests(subject).get(0);
        String expected = tokens(generate(subject, backend, first));
        backend.update(subject.materials().weights().orElseThrow());
        Expect.equal("tokens after an update", tokens(generate(subject, backend, first)), expected);
    }

    private static void apart(Subject<RolloutBackend> subject) throws Exception {
        RolloutBackend backend = seeded(subject);
        List<GenerationRequest> requests = requests(subject);
        List<String> alone = new ArrayList<>();
        for (GenerationRequest request : requests) {
            alone.add(tokens(generate(subject, backend, request)));
        }
        int most = Math.min(requests.size(), backend.capabilities().maxOpenRequests());
        List<CompletableFuture<Generation>> open = new ArrayList<>();
        for (GenerationRequest request : requests.subList(0, most)) {
            open.add(open(backend, request));
        }
        for (int i = 0; i < most; i++) {
            Expect.equal("tokens beside other requests", tokens(generation(subject, open.get(i))), alone.get(i));
        }
    }

    private static void continuation(Subject<RolloutBackend> subject) throws Exception {
        RolloutBackend backend = seeded(subject);
        for (GenerationRequest request : requests(subject)) {
            int[] whole = generate(subject, backend, request).tokens();
            int half = whole.length / 2;
            int[] begun = Arrays.copyOf(request.tokens(), request.tokens().length + half);
            System.arraycopy(whole, 0, begun, request.tokens().length, half);
            int[] rest = generate(
                            subject,
                            backend,
                            GenerationRequest.of(
                                    begun,
                                    request.promptLength(),
                                    request.params().withMaxTokens(LONGEST - half),
                                    request.seed()))
                    .tokens();
            Expect.equal(
                    "tokens from position " + half + " on",
                    Arrays.toString(rest),
                    Arrays.toString(Arrays.copyOfRange(whole, half, whole.length)));
        }
    }

    private static void cancelled(Subject<RolloutBackend> subject) throws Exception {
        RolloutBackend backend = ready(subject);
        List<GenerationRequest> requests = requests(subject);
        for (GenerationRequest request : requests) {
            open(backend, request).cancel(true);
            generate(subject, backend, request);
        }
    }
}
