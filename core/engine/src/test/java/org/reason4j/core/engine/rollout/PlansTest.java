package org.reason4j.core.engine.rollout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.reason4j.core.engine.rollout.Requests.generate;
import static org.reason4j.core.engine.rollout.Requests.letters;
import static org.reason4j.core.engine.rollout.Requests.logprobs;
import static org.reason4j.core.engine.rollout.Requests.prompt;
import static org.reason4j.core.engine.rollout.Requests.sampledLogprobs;
import static org.reason4j.core.engine.rollout.Requests.temperature;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.reason4j.api.data.SamplingParams;
import org.reason4j.api.data.Trajectory;
import org.reason4j.api.plugin.ConfigException;
import org.reason4j.api.plugin.PluginException;
import org.reason4j.api.sampler.RolloutPlan;
import org.reason4j.api.sampler.RolloutRequest;
import org.reason4j.core.engine.model.LanguageModel;
import org.reason4j.core.engine.model.Precision;
import org.reason4j.core.engine.model.TinyModels;

class PlansTest {

    private static final Map<String, LanguageModel> MODELS = new HashMap<>();

    private static final SamplingParams FILTERED = SamplingParams.of(40)
            .withTopK(30)
            .withTopP(0.95)
            .withMinP(0.01)
            .withStopIds(List.of(7, 8, 9))
            .withStop(List.of("ab", "Q"));

    static Stream<Arguments> models() {
        return Stream.of(
                Arguments.of(TinyModels.LLAMA, Precision.FP32), Arguments.of(TinyModels.QWEN3, Precision.BF16));
    }

    private static LanguageModel model(String name, Precision precision) {
        return MODELS.computeIfAbsent(name + precision, key -> Requests.model(name, precision));
    }

    private static LanguageModel model() {
        return model(TinyModels.LLAMA, Precision.FP32);
    }

    @AfterAll
    static void close() {
        MODELS.values().forEach(LanguageModel::close);
        MODELS.clear();
    }

    private static Tree tree(int number, int promptTokens, SamplingParams params) {
        return new Tree(prompt("tree" + number, TinyModels.tokens(promptTokens, number)), params, 2, 2, 2, 2);
    }

    private static DecoderSettings settings(int slots, long cacheTokens) {
        return DecoderSettings.ofSlots(slots).withCacheTokens(cacheTokens);
    }

    private static List<List<Trajectory>> write(
            LanguageModel model, DecoderSettings settings, List<? extends RolloutPlan> plans) {
        return new Decoder(model, letters(), settings, 42, 1, done -> {}).generatePlans(plans);
    }

    private static void assertSame(Trajectory found, Trajectory expected) {
        String name = expected.prompt().id() + ", sample " + expected.sample();
        assertThat(found.sample()).as(name).isEqualTo(expected.sample());
        assertThat(found.response()).as(name).isEqualTo(expected.response());
        assertThat(logprobs(found)).as(name).isEqualTo(logprobs(expected));
        assertThat(sampledLogprobs(found)).as(name).isEqualTo(sampledLogprobs(expected));
        assertThat(found.learned()).as(name).isEqualTo(expected.learned());
        assertThat(found.text()).as(name).isEqualTo(expected.text());
        assertThat(found.finish()).as(name).isEqualTo(expected.finish());
        assertThat(found.branch()).as(name).isEqualTo(expected.branch());
    }

    private static void assertSame(List<List<Trajectory>> found, List<List<Trajectory>> expected) {
        assertThat(found).hasSameSizeAs(expected);
        for (int i = 0; i < found.size(); i++) {
            assertThat(found.get(i)).hasSameSizeAs(expected.get(i));
            for (int j = 0; j < found.get(i).size(); j++) {
                assertSame(found.get(i).get(j), expected.get(i).get(j));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("models")
    void whatIsSharedIsWhatWouldBeComputedAgain(String name, Precision precision) {
        LanguageModel model = model(name, precision);
        List<Tree> trees = List.of(
                tree(0, 1, temperature(0.9, 45)),
                tree(1, 20, FILTERED),
                tree(2, 37, SamplingParams.greedy(33)),
                tree(3, 700, temperature(1, 30))); // long enough for fused attention
        List<List<Trajectory>> written = write(model, DecoderSettings.ofSlots(64), trees);

        for (int i = 0; i < trees.size(); i++) {
            assertThat(written.get(i)).hasSize(18);
            Map<Integer, Trajectory> bySample = new HashMap<>();
            for (Trajectory shared : written.get(i)) {
                bySample.put(shared.sample(), shared);
                assertSame(alone(model, shared, bySample, trees.get(i)), shared);
            }
        }
    }

    /** The trajectory that the same request becomes by itself, where nothing was kept. */
    private static Trajectory alone(
            LanguageModel model, Trajectory shared, Map<Integer, Trajectory> others, Tree tree) {
        int limit = Math.toIntExact(tree.maxTokens() / tree.leaves());
        SamplingParams params = limit == 40 ? FILTERED : temperature(limit == 45 ? 0.9 : limit == 33 ? 0 : 1, limit);
        int at = shared.branch().map(branch -> branch.at()).orElse(0);
        SamplingParams rest = params.withMaxTokens(limit - at);
        RolloutRequest request = shared.branch()
                .map(branch -> {
                    Trajectory parent = others.get(branch.parent());
                    return RolloutRequest.branch(parent, branch.at(), shared.sample(), rest);
                })
                .orElseGet(() -> RolloutRequest.of(shared.prompt(), shared.sample(), rest));
        return generate(model, 16, List.of(request)).get(0);
    }

    @ParameterizedTest
    @MethodSource("models")
    void aPlanDoesNotDependOnOtherPlansNorOnTheCacheNorOnTheSlots(String name, Precision precision) {
        LanguageModel model = model(name, precision);
        List<List<Trajectory>> alone = IntStream.range(0, 5)
                .mapToObj(i -> write(model, DecoderSettings.ofSlots(16), List.of(five(i)))
                        .get(0))
                .toList();
        long one = five(4).maxTokens(); // the largest

        assertSame(
                write(
                        model,
                        settings(128, 1_000_000),
                        IntStream.range(0, 5).mapToObj(PlansTest::five).toList()),
                alone);
        assertSame(
                write(
                        model,
                        settings(16, one),
                        IntStream.range(0, 5).mapToObj(PlansTest::five).toList()),
                alone);
        assertSame(
                write(
                        model,
                        settings(32, 2 * one),
                        IntStream.range(0, 5).mapToObj(PlansTest::five).toList()),
                alone);
    }

    private static Tree five(int i) {
        return tree(i, 3 + 9 * i, SamplingParams.of(20 + 5 * i).withStopIds(List.of(5 + i, 70 + i)));
    }

    /** Writes down when it begins and ends. */
    private record Logged(Tree tree, String name, List<String> events) implements RolloutPlan {
        @Override
        public List<RolloutRequest> next(List<Trajectory> written) {
            if (written.isEmpty()) {
                events.add("begin " + name);
            }
            List<RolloutRequest> requests = tree.next(written);
            if (requests.isEmpty()) {
                events.add("end " + name);
            }
            return requests;
        }

        @Override
        public long maxTokens() {
            return tree.maxTokens();
        }
    }

    private static List<String> events(long cacheTokens) {
        List<String> events = new ArrayList<>();
        List<Logged> plans = IntStream.range(0, 3)
                .mapToObj(i -> new Logged(tree(i, 5, temperature(1, 20)), "" + i, events))
                .toList();
        write(model(), settings(16, cacheTokens), plans);
        return events;
    }

    @Test
    void aPlanWaitsUntilTheCacheHasRoomForIt() {
        long one = tree(0, 5, temperature(1, 20)).maxTokens(); // 18 leaves of 20 tokens

        assertThat(one).isEqualTo(360);
        assertThat(events(360)).containsExactly("begin 0", "end 0", "begin 1", "end 1", "begin 2", "end 2");
        assertThat(events(719)).containsExactly("begin 0", "end 0", "begin 1", "end 1", "begin 2", "end 2");
        assertThat(events(720).subList(0, 2)).containsExactly("begin 0", "begin 1");
        assertThat(events(720).indexOf("begin 2")).isGreaterThan(2);
        assertThat(events(1080).subList(0, 3)).containsExactly("begin 0", "begin 1", "begin 2");
    }

    @Test
    void aPlanThatIsTooLargeForTheCacheIsRefusedBeforeAnythingIsWritten() {
        List<String> events = new ArrayList<>();
        List<Logged> plans = List.of(
                new Logged(tree(0, 5, temperature(1, 20)), "small", events),
                new Logged(tree(0, 5, temperature(1, 21)), "large", events));

        assertThatThrownBy(() -> write(model(), settings(16, 377), plans))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("up to 378 response tokens")
                .hasMessageContaining("rollout.cacheTokens keeps 377");
        assertThat(events).isEmpty();
    }

    @Test
    void aPlanThatWritesMoreThanItSaidIsAtFault() {
        Tree tree = tree(0, 5, temperature(1, 20));
        RolloutPlan modest = new RolloutPlan() {
            @Override
            public List<RolloutRequest> next(List<Trajectory> written) {
                return tree.next(written);
            }

            @Override
            public long maxTokens() {
                return 40;
            }
        };

        assertThatThrownBy(() -> write(model(), settings(16, 1000), List.of(modest)))
                .isInstanceOf(PluginException.class)
                .hasMessageContaining("its maxTokens() is 40");
    }

    @Test
    void plansWithoutRequestsAndNoPlansWriteNothing() {
        RolloutPlan idle = new RolloutPlan() {
            @Override
            public List<RolloutRequest> next(List<Trajectory> written) {
                return List.of();
            }

            @Override
            public long maxTokens() {
                return 0;
            }
        };

        assertThat(write(model(), settings(16, 1), List.of())).isEmpty();
        assertThat(write(model(), settings(16, 1), List.of(idle, idle))).containsExactly(List.of(), List.of());
    }

    @Test
    void aTreeComputesEachOfItsTokensOnce() {
        Counters counters = new Counters();
        List<Tree> trees = IntStream.range(0, 6)
                .mapToObj(i -> tree(i, 10 + 20 * i, temperature(1, 24)))
                .toList();
        List<List<Trajectory>> written =
                write(model(), DecoderSettings.ofSlots(16).reporting(counters), trees);

        // each prompt but for its last token, which is read again with every response, as the last token of a prefix
        // is; of
        // every response what it does not share
        int prompts = 10 + 30 + 50 + 70 + 90 + 110;
        int responses = written.stream()
                .flatMap(List::stream)
                .mapToInt(trajectory -> trajectory.length()
                        - trajectory.branch().map(branch -> branch.at()).orElse(0))
                .sum();
        assertThat(counters.sum("rollout/tokens_unique")).isEqualTo(prompts + responses);
        assertThat(counters.sum("rollout/tokens_computed")).isEqualTo(prompts - 6 + responses);
        assertThat(counters.sum("rollout/tokens_computed") / counters.sum("rollout/tokens_unique"))
                .isLessThanOrEqualTo(1.05);
    }

    @Test
    void aPromptIsReadOnceThoughItsResponsesDoNotFitIntoTheSlots() {
        Counters counters = new Counters();
        List<RolloutRequest> requests = new ArrayList<>();
        for (int i = 0; i < 80; i++) {
            requests.add(Requests.request("p" + i / 40, i % 40, temperature(1, 3), TinyModels.tokens(50, i / 40)));
        }
        new Decoder(model(), letters(), DecoderSettings.ofSlots(16).reporting(counters), 42, 1, done -> {})
                .generate(requests);

        assertThat(counters.sum("rollout/tokens_computed")).isEqualTo(2 * 49 + 80 * 3);
        assertThat(counters.sum("rollout/tokens_unique")).isEqualTo(2 * 50 + 80 * 3);
    }

    @Test
    void theCountersTellWhenAPrefixIsReadAgain() {
        Counters counters = new Counters();
        Trajectory parent = generate(model(), 16, List.of(Requests.request("p", 0, temperature(1, 30), 40, 41, 42)))
                .get(0);
        List<RolloutRequest> requests = IntStream.range(1, 9)
                .mapToObj(sample -> RolloutRequest.branch(parent, 20, sample, temperature(1, 5)))
                .toList();
        new Decoder(model(), letters(), DecoderSettings.ofSlots(16).reporting(counters), 42, 1, done -> {})
                .generate(requests);

        // the prompt's 3 tokens and the prefix of 20 once, 8 times 5 new ones; 8 read the prefix and 5 tokens, but not
        // the last
        assertThat(counters.sum("rollout/tokens_unique")).isEqualTo(3 + 20 + 8 * 5);
        assertThat(counters.sum("rollout/tokens_computed")).isEqualTo(2 + 8 * (1 + 20 + 4));
    }

    /** Continuations of known beginnings in one round, none of which is continued again. */
    private record Continuations(List<RolloutRequest> requests, long maxTokens, List<String> begun)
            implements RolloutPlan {

        @Override
        public List<RolloutRequest> next(List<Trajectory> written) {
            begun.add("asked");
            return begun.size() == 1 ? requests : List.of();
        }

        @Override
        public boolean keeps(RolloutRequest request) {
            return false;
        }
    }

    /** Four continuations from each of some places of a response, shuffled. */
    private static List<RolloutRequest> continuations(Trajectory response, int firstSample, int... places) {
        List<RolloutRequest> requests = new ArrayList<>();
        for (int place : places) {
            for (int i = 0; i < 4; i++) {
                int sample = firstSample + requests.size();
                requests.add(RolloutRequest.branch(response, place, sample, temperature(1, 60 - place)));
            }
        }
        Collections.shuffle(requests, new Random(7));
        return requests;
    }

    /** Continuations of two responses of 50 tokens that have the first 12 in common. */
    private static List<RolloutRequest> ofTwo(LanguageModel model) {
        Trajectory one = generate(model, 16, List.of(Requests.request("p", 0, temperature(1, 50), 40, 41, 42)))
                .get(0);
        Trajectory other = generate(model, 16, List.of(RolloutRequest.branch(one, 12, 1, temperature(1, 38))))
                .get(0);
        assertThat(one.response()[12]).isNotEqualTo(other.response()[12]);
        List<RolloutRequest> requests = new ArrayList<>(continuations(one, 100, 0, 1, 12, 17, 40));
        requests.addAll(continuations(other, 200, 5, 12, 30));
        return requests;
    }

    @ParameterizedTest
    @MethodSource("models")
    void whatRequestsBringAlongIsReadOnceAndWhatFollowsIsTheSame(String name, Precision precision) {
        LanguageModel model = model(name, precision);
        List<RolloutRequest> requests = ofTwo(model);
        List<Trajectory> fedAgain = generate(model, 16, requests);
        int written = fedAgain.stream().mapToInt(Trajectory::length).sum()
                - requests.stream().mapToInt(request -> request.prefix().length).sum();

        for (int slots : new int[] {16, 64}) {
            Counters counters = new Counters();
            Continuations plan = new Continuations(requests, 40 + 18, new ArrayList<>()); // 40, and 30 less 12
            assertSame(write(model, settings(slots, 58).reporting(counters), List.of(plan)), List.of(fedAgain));

            assertThat(counters.sum("rollout/tokens_unique")).isEqualTo(3 + 58 + written);
            // the prompt's last token is read by whoever begins there; who leaves the first response at 12 reads from
            // there on, and needs not read the token before
            assertThat(counters.sum("rollout/tokens_computed")).isEqualTo(2 + 58 + written - 1);
        }
    }

    @Test
    void anInterruptedThreadStopsDecoding() {
        LanguageModel model = model();
        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> generate(model, 16, List.of(Requests.request("p", 0, temperature(1, 50), 40, 41, 42))))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("interrupted");
        assertThat(Thread.interrupted()).isTrue();
    }

    /** Two beginnings of 40 and of 18 further tokens are kept but for the last one of the second, which its four read. */
    @Test
    void onlyWhatAPlanKeepsCountsForTheCache() {
        List<RolloutRequest> requests = ofTwo(model());

        assertThatThrownBy(() ->
                        write(model(), settings(16, 57), List.of(new Continuations(requests, 58, new ArrayList<>()))))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("up to 58 response tokens");
        assertThatThrownBy(() ->
                        write(model(), settings(16, 1000), List.of(new Continuations(requests, 56, new ArrayList<>()))))
                .isInstanceOf(PluginException.class)
                .hasMessageContaining("holds 57 response tokens, but its maxTokens() is 56");
    }
}
