package org.reason4j.core.engine.rollout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.reason4j.core.engine.rollout.Requests.decoder;
import static org.reason4j.core.engine.rollout.Requests.generate;
import static org.reason4j.core.engine.rollout.Requests.letters;
import static org.reason4j.core.engine.rollout.Requests.logprobs;
import static org.reason4j.core.engine.rollout.Requests.prompt;
import static org.reason4j.core.engine.rollout.Requests.request;
import static org.reason4j.core.engine.rollout.Requests.sampledLogprobs;
import static org.reason4j.core.engine.rollout.Requests.temperature;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.reason4j.api.data.Finish;
import org.reason4j.api.data.SamplingParams;
import org.reason4j.api.data.Trajectory;
import org.reason4j.api.plugin.ConfigException;
import org.reason4j.api.plugin.PluginException;
import org.reason4j.api.sampler.RolloutRequest;
import org.reason4j.core.engine.model.Filters;
import org.reason4j.core.engine.model.LanguageModel;
import org.reason4j.core.engine.model.Precision;
import org.reason4j.core.engine.model.TinyModels;
import org.reason4j.core.engine.model.TokenRows;

class DecoderTest {

    private static final Map<String, LanguageModel> MODELS = new HashMap<>();

    private static LanguageModel model(String name) {
        return MODELS.computeIfAbsent(name, key -> Requests.model(key, Precision.FP32));
    }

    @AfterAll
    static void close() {
        MODELS.values().forEach(LanguageModel::close);
        MODELS.clear();
    }

    @Test
    void aRequestForALongerResponseThanTheRecipeAllowsIsRefused() {
        DecoderSettings settings = DecoderSettings.ofSlots(8).withLongestResponse(10);
        Decoder limited = new Decoder(model("llama"), letters(), settings, 42, 1, done -> {});
        RolloutRequest longest = request("p", 3, temperature(1, 6), 40, 41).withPrefix(new int[] {50, 51, 52, 53});
        assertThat(limited.generate(List.of(longest)).get(0).length()).isEqualTo(10);

        assertThatThrownBy(() -> limited.generate(List.of(longest.withParams(temperature(1, 7)))))
                .isInstanceOf(PluginException.class)
                .hasMessageContaining("sample 3 of prompt 'p'")
                .hasMessageContaining("up to 11 tokens, 4 of a prefix and 7 new ones")
                .hasMessageContaining("rollout.maxTokens allows 10");
    }

    @Test
    void tokensAreToldAsTheyAreWrittenAndBeforeTheResponsesThatTheyComplete() {
        List<String> told = new ArrayList<>();
        List<Trajectory> written = new Decoder(
                        model("llama"),
                        letters(),
                        DecoderSettings.ofSlots(8),
                        42,
                        1,
                        done -> told.add(done + " responses"))
                .tellingTokens(tokens -> told.add(tokens + " tokens"))
                .generate(List.of(
                        request("p", 0, temperature(1, 40), 40, 41), request("q", 0, temperature(1, 40), 50, 51)));

        long tokens = written.stream().mapToLong(Trajectory::length).sum();
        assertThat(told.get(0)).isEqualTo("32 tokens"); // a chunk of 16 for each of two responses under way
        assertThat(told.get(1)).isEqualTo("0 responses");
        assertThat(told.subList(told.size() - 2, told.size())).containsExactly(tokens + " tokens", "2 responses");
    }

    /** As transformers 5.17 continues the first 8 tokens of a sequence in fp32, past any end of sequence. */
    @ParameterizedTest
    @CsvSource({
        "llama, 0, 66 65 55 66 65 55 34 34 34 34 74 34 11 85 58 74 69 74 85 74 69 74 11 74",
        "llama, 1, 94 92 46 91 13 91 18 97 13 91 43 2 2 2 97 69 29 93 85 85 85 85 85 85",
        "llama, 2, 47 73 60 10 40 73 62 63 73 40 73 40 73 73 73 73 73 73 73 73 60 60 60 60",
        "qwen2-tied, 0, 21 21 21 21 21 21 21 21 21 21 21 21 21 21 21 21 24 24 24 24 24 24 24 24",
        "qwen2-tied, 1, 88 88 88 88 88 88 88 88 88 88 88 88 88 88 88 88 88 88 88 88 88 88 88 88",
        "qwen2-tied, 2, 71 71 71 71 71 71 41 41 41 41 41 41 41 41 41 41 41 41 41 41 41 41 41 41",
        "qwen3, 0, 72 73 80 72 8 72 34 72 73 72 73 72 8 72 34 72 59 72 34 72 59 73 72 59",
        "qwen3, 1, 20 76 2 57 89 89 89 89 89 89 89 8 76 89 8 66 41 2 41 2 41 79 31 29",
        "qwen3, 2, 97 37 47 97 51 51 37 51 51 51 51 37 51 51 51 51 37 51 37 51 51 51 51 6"
    })
    void greedyContinuationsAreThoseOfTransformers(String name, int sequence, String continuation) {
        int[] prompt = Arrays.copyOf(TinyModels.sequences(name).get(sequence), 8);
        Trajectory trajectory = generate(model(name), 8, List.of(request("p", 0, SamplingParams.greedy(24), prompt)))
                .get(0);

        assertThat(trajectory.response())
                .isEqualTo(Arrays.stream(continuation.split(" ", -1))
                        .mapToInt(Integer::parseInt)
                        .toArray());
    }

    @ParameterizedTest
    @ValueSource(strings = {"llama", "qwen2-tied", "qwen3"})
    void logprobsReportedWhileSamplingAreThoseOfAFullPass(String name) {
        List<RolloutRequest> requests = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            requests.add(request("p" + i, i, temperature(0.7, 30 + i), TinyModels.tokens(1 + 3 * i, i)));
            requests.add(
                    request("long" + i, i, temperature(0.7, 5), TinyModels.tokens(200, i % 3))); // which are shared
        }
        for (Trajectory trajectory : generate(model(name), 16, requests)) {
            assertThat(logprobs(trajectory)).containsExactly(scored(model(name), trajectory, 0.7), within(1e-4f));
            assertThat(sampledLogprobs(trajectory)).isEqualTo(logprobs(trajectory)); // nothing is filtered
        }
    }

    private static float[] scored(LanguageModel model, Trajectory trajectory, double temperature) {
        TokenRows rows = new TokenRows();
        rows.add(trajectory.prompt().tokens(), trajectory.response(), trajectory.learned(), temperature);
        return model.score(rows).logprobs();
    }

    @ParameterizedTest
    @CsvSource({"5, 1, 0", "0, 0.6, 0", "0, 1, 0.4", "20, 0.8, 0.3", "1, 1, 0"})
    void sampledLogprobsAreThoseOfTheFilteredDistribution(int topK, double topP, double minP) {
        LanguageModel model = model(TinyModels.QWEN3);
        SamplingParams params = SamplingParams.of(6)
                .withTemperature(0.8)
                .withTopK(topK)
                .withTopP(topP)
                .withMinP(minP);
        Trajectory trajectory = generate(
                        model,
                        16,
                        List.of(request("p", 0, params, 30, 31, 32, 33), request("q", 0, temperature(1, 4), 9)))
                .get(0);
        int[] sequence = Arrays.copyOf(trajectory.prompt().tokens(), 4 + 6);
        System.arraycopy(trajectory.response(), 0, sequence, 4, 6);
        for (int t = 0; t < 6; t++) {
            double[] all = TinyModels.distribution(model, Arrays.copyOf(sequence, 4 + t), 0.8);
            double[] kept = Filters.apply(Filters.softmax(all), topK, topP, minP);
            int token = trajectory.response()[t];
            assertThat(kept[token]).isPositive();
            assertThat((double) sampledLogprobs(trajectory)[t]).isCloseTo(Math.log(kept[token]), within(1e-4));
            assertThat((double) logprobs(trajectory)[t]).isCloseTo(all[token], within(1e-4));
        }
    }

    @Test
    void tokensAreAsFrequentAsTheyAreLikely() {
        LanguageModel model = model(TinyModels.LLAMA);
        double chi = chiSquare(model, temperature(1, 1), 1, 0, 1, 0);

        // 99 degrees of freedom: once in a thousand above 148.2; the seed is fixed, so this passes always or never
        assertThat(chi).isLessThan(148.2);
    }

    @Test
    void filteredTokensAreAsFrequentAsTheyAreLikelyAndTheOthersNeverCome() {
        LanguageModel model = model(TinyModels.LLAMA);
        SamplingParams params =
                SamplingParams.of(1).withTemperature(0.6).withTopK(8).withTopP(0.9);
        double chi = chiSquare(model, params, 0.6, 8, 0.9, 0);

        // at most 7 degrees of freedom: once in a thousand above 24.3
        assertThat(chi).isLessThan(24.3);
    }

    @Test
    void oneFilteredResponseAmongOthersLeavesTheseAsTheyAreAndIsWhatItIsAlone() {
        LanguageModel model = model(TinyModels.LLAMA);
        List<RolloutRequest> plain = new ArrayList<>();
        for (int i = 0; i < 31; i++) {
            plain.add(request("p" + i, i, temperature(1, 20), TinyModels.tokens(1 + i, i)));
        }
        SamplingParams limits = SamplingParams.of(20).withTopK(40).withTopP(0.9).withMinP(0.01);
        RolloutRequest filtered = request("filtered", 0, limits, 50, 51, 52);
        List<RolloutRequest> all = new ArrayList<>(plain);
        all.add(11, filtered);
        List<Trajectory> together = new ArrayList<>(generate(model, 32, all));
        Trajectory among = together.remove(11);

        List<Trajectory> expected = new ArrayList<>(generate(model, 32, plain));
        expected.add(generate(model, 32, List.of(filtered)).get(0));
        together.add(among);
        for (int i = 0; i < expected.size(); i++) {
            assertThat(together.get(i).response()).isEqualTo(expected.get(i).response());
            assertThat(logprobs(together.get(i))).isEqualTo(logprobs(expected.get(i))); // bit for bit
            assertThat(sampledLogprobs(together.get(i))).isEqualTo(sampledLogprobs(expected.get(i)));
        }
        assertThat(sampledLogprobs(among)).isNotEqualTo(logprobs(among));
    }

    private static double chiSquare(
            LanguageModel model, SamplingParams params, double temperature, int topK, double topP, double minP) {
        int draws = 4000;
        System.out.println("seed 42, step 1, prompt 'chi'");
        List<RolloutRequest> requests = new ArrayList<>();
        for (int i = 0; i < draws; i++) {
            requests.add(request("chi", i, params, 17, 71, 35));
        }
        int[] counts = new int[100];
        for (Trajectory trajectory : generate(model, 512, requests)) {
            counts[trajectory.response()[0]]++;
        }
        double[] expected = Filters.apply(
                Filters.softmax(TinyModels.distribution(model, new int[] {17, 71, 35}, temperature)), topK, topP, minP);
        double chi = 0;
        for (int token = 0; token < 100; token++) {
            if (expected[token] == 0) {
                assertThat(counts[token]).as("token %d", token).isZero();
            } else {
                chi += Math.pow(counts[token] - draws * expected[token], 2) / (draws * expected[token]);
            }
        }
        return chi;
    }

    @Test
    void slotsInUseAreCountedOverTheStepsOfDecoding() {
        Counters counters = new Counters();
        List<RolloutRequest> requests =
                List.of(request("a", 0, temperature(1, 3), 50, 51), request("b", 0, temperature(1, 9), 52, 53));
        new Decoder(model("llama"), letters(), DecoderSettings.ofSlots(16).reporting(counters), 1, 1, done -> {})
                .generate(requests);

        // two slots for 3 steps, one for the other 6
        assertThat(counters.lastMean("rollout/slots_used")).isCloseTo(12. / 9, within(1e-9));
    }

    @Test
    void aResponseEndsAtItsLimit() {
        for (int limit : new int[] {1, 2, 16, 17, 33}) {
            Trajectory trajectory = one(temperature(1, limit), 50, 51);

            assertThat(trajectory.response()).hasSize(limit);
            assertThat(trajectory.finish()).isEqualTo(Finish.LENGTH);
            assertThat(trajectory.learned()).doesNotContain(false);
        }
    }

    @Test
    void aStopIdEndsItAndStays() {
        int[] free = one(temperature(1, 40), 50, 51).response();
        int end = firstNew(free, 20);
        Trajectory trajectory = one(SamplingParams.of(40).withStopIds(List.of(free[end], 3)), 50, 51);

        assertThat(trajectory.response()).isEqualTo(Arrays.copyOf(free, end + 1));
        assertThat(trajectory.finish()).isEqualTo(Finish.STOP);
    }

    @Test
    void anEndOfSequenceEndsItAndIsNoText() {
        int[] free = one(temperature(1, 40), 50, 51).response();
        int end = firstNew(free, 20);
        Trajectory trajectory = decoder(model(TinyModels.LLAMA), 16, letters(free[end]))
                .generate(List.of(request("p", 0, temperature(1, 40), 50, 51)))
                .get(0);

        assertThat(trajectory.response()).isEqualTo(Arrays.copyOf(free, end + 1));
        assertThat(trajectory.finish()).isEqualTo(Finish.STOP);
        assertThat(trajectory.text()).isEqualTo(letters().decode(Arrays.copyOf(free, end), true));
    }

    @Test
    void aStopIdOfOneRequestDoesNotEndAnother() {
        int[] free = one(temperature(1, 40), 50, 51).response();
        SamplingParams stops = SamplingParams.of(40).withStopIds(List.of(free[0], free[7]));
        List<Trajectory> both = generate(
                model(TinyModels.LLAMA),
                16,
                List.of(request("q", 0, stops, 60), request("p", 0, temperature(1, 40), 50, 51)));

        assertThat(both.get(1).response()).isEqualTo(free);
    }

    @Test
    void aStopStringOfTwoTokensEndsItAndIsNoText() {
        Trajectory free = one(temperature(1, 40), 50, 51);
        int start = firstNew(free.response(), 20);
        String stop = free.text().substring(start, start + 2);
        Trajectory trajectory = one(SamplingParams.of(40).withStop(List.of("never", stop)), 50, 51);

        assertThat(trajectory.response()).isEqualTo(Arrays.copyOf(free.response(), start + 2));
        assertThat(trajectory.text()).isEqualTo(free.text().substring(0, start));
        assertThat(trajectory.finish()).isEqualTo(Finish.STOP);
    }

    @Test
    void aPromptOfOneTokenIsEnough() {
        LanguageModel model = model(TinyModels.QWEN2_TIED);
        Trajectory trajectory = generate(model, 16, List.of(request("p", 0, temperature(1, 20), 33)))
                .get(0);

        assertThat(logprobs(trajectory)).containsExactly(scored(model, trajectory, 1), within(1e-4f));
    }

    @Test
    void moreRequestsThanSlotsAreAnsweredInTheirOrder() {
        LanguageModel model = model(TinyModels.LLAMA);
        List<RolloutRequest> requests = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            requests.add(
                    request("p" + i % 7, i / 7, temperature(1, 1 + 11 * i % 37), TinyModels.tokens(1 + i % 7, i % 7)));
        }
        List<Long> finished = new ArrayList<>();
        List<Trajectory> trajectories =
                new Decoder(model, letters(), DecoderSettings.ofSlots(16), 42, 1, finished::add).generate(requests);

        assertThat(trajectories).hasSize(50);
        for (int i = 0; i < 50; i++) {
            assertThat(trajectories.get(i).prompt()).isSameAs(requests.get(i).prompt());
            assertThat(trajectories.get(i).sample()).isEqualTo(i / 7);
            assertThat(trajectories.get(i).length()).isEqualTo(1 + 11 * i % 37);
            assertThat(logprobs(trajectories.get(i)))
                    .containsExactly(scored(model, trajectories.get(i), 1), within(1e-4f));
        }
        assertThat(finished).isSorted().endsWith(50L);
    }

    @Test
    void aResponseContinuesFromItsOwnPrefix() {
        LanguageModel model = model(TinyModels.QWEN3);
        SamplingParams params = temperature(1, 20);
        Trajectory whole = generate(model, 16, List.of(request("p", 3, params, 40, 41, 42)))
                .get(0);
        Trajectory continued = generate(model, 16, List.of(RolloutRequest.branch(whole, 5, 3, temperature(1, 15))))
                .get(0);

        assertThat(continued.response()).isEqualTo(whole.response());
        assertThat(logprobs(continued)).isEqualTo(logprobs(whole)); // bit for bit
        for (int t = 0; t < 20; t++) {
            assertThat(continued.isLearned(t)).isEqualTo(t >= 5);
        }
    }

    @Test
    void aStopStringThatBeginsInThePrefixEndsTheResponseAndThePrefixIsText() {
        Trajectory free = one(temperature(1, 40), 50, 51);
        int start = firstNew(free.response(), 20);
        String stop = free.text().substring(start, start + 2);
        SamplingParams params = SamplingParams.of(39 - start).withStop(List.of(stop));
        Trajectory continued = generate(
                        model(TinyModels.LLAMA), 16, List.of(RolloutRequest.branch(free, start + 1, 0, params)))
                .get(0);

        assertThat(continued.response()).isEqualTo(Arrays.copyOf(free.response(), start + 2));
        assertThat(continued.text()).isEqualTo(free.text().substring(0, start));
        assertThat(continued.finish()).isEqualTo(Finish.STOP);
    }

    @Test
    void whatExceedsTheModelsPositionsIsRefused() {
        assertThatThrownBy(() -> one(temperature(1, 1023), 50, 51))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("1025 tokens")
                .hasMessageContaining("1024 positions");
        assertThat(generate(
                                model(TinyModels.LLAMA),
                                1,
                                List.of(request("p", 0, temperature(1, 24), TinyModels.tokens(1000, 1))))
                        .get(0)
                        .length())
                .isEqualTo(24);
    }

    @Test
    void noRequestsHaveNoTrajectories() {
        assertThat(generate(model(TinyModels.LLAMA), 16, List.of())).isEmpty();
    }

    private static Trajectory one(SamplingParams params, int... tokens) {
        return generate(model(TinyModels.LLAMA), 16, List.of(request("p", 0, params, tokens)))
                .get(0);
    }

    /** The first place from {@code from} on whose token has not come before. */
    private static int firstNew(int[] tokens, int from) {
        for (int i = from; i < tokens.length; i++) {
            int token = tokens[i];
            if (Arrays.stream(tokens, 0, i).noneMatch(before -> before == token)) {
                return i;
            }
        }
        throw new IllegalStateException("no new token from " + from + " on");
    }
}
