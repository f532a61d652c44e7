package org.reason4j.core.trainer.experience;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.reason4j.api.data.Message;
import org.reason4j.api.data.ModelRef;
import org.reason4j.api.data.Prompt;
import org.reason4j.api.data.SamplingParams;
import org.reason4j.api.data.TopTokens;
import org.reason4j.api.data.Trajectory;
import org.reason4j.api.model.ScoringModel;
import org.reason4j.api.model.TokenScores;
import org.reason4j.api.plugin.ConfigException;
import org.reason4j.core.engine.model.AdamW;
import org.reason4j.core.engine.model.LanguageModel;
import org.reason4j.core.engine.model.ModelScorer;
import org.reason4j.core.engine.model.OutputPass;
import org.reason4j.core.engine.model.Precision;
import org.reason4j.core.engine.model.RowScores;
import org.reason4j.core.engine.model.ScalarModel;
import org.reason4j.core.engine.model.ScoringOptions;
import org.reason4j.core.engine.model.TinyModels;
import org.reason4j.core.engine.model.TokenRows;
import org.reason4j.core.engine.text.ConversationScorer;

class ScoringServiceTest {

    private static final Path MODEL = TinyModels.directory(TinyModels.QWEN3);
    private static final ModelRef VALUES = ModelRef.values("values");

    /** Responses of 7, 0, 12 and 3 tokens at temperatures 1, 1, 0.5 and 1; of the third, only the first token is learned. */
    private static List<Trajectory> responses() {
        boolean[] first = new boolean[12];
        first[0] = true;
        return List.of(
                response(0, 7),
                response(1, 0),
                response(2, 12)
                        .withLearned(first)
                        .withParams(SamplingParams.of(12).withTemperature(0.5)),
                response(3, 3));
    }

    private static Trajectory response(int sample, int length) {
        Prompt prompt = Prompt.of("p", List.of(), TinyModels.tokens(4, 1));
        return Trajectory.demonstration(prompt, sample, TinyModels.tokens(length, 10 + sample), "text");
    }

    private static TokenRows alone(Trajectory trajectory) {
        boolean[] all = new boolean[trajectory.length()];
        Arrays.fill(all, true);
        TokenRows rows = new TokenRows();
        rows.add(trajectory.prompt().tokens(), trajectory.response(), all, trajectory.temperature());
        return rows;
    }

    private static ScoringService service(Map<ModelRef, ModelScorer> scorers) {
        return new ScoringService(scorers, Map.of(), 16);
    }

    @Test
    void everyTokenIsScoredAtItsTrajectorysTemperature() {
        try (LanguageModel model = LanguageModel.load(MODEL, Device.cpu(), Precision.FP32)) {
            ScoringModel policy =
                    service(Map.of(ModelRef.POLICY, ModelScorer.of(model))).get(ModelRef.POLICY);
            assertThat(policy.maxTokens()).isEqualTo(model.config().maxPositions());
            List<TokenScores> scores = policy.score(responses(), 3);
            assertThat(scores).hasSize(4);
            for (int i : new int[] {0, 2, 3}) {
                RowScores expected = model.score(alone(responses().get(i)), new ScoringOptions(false, 3));
                TokenScores found = scores.get(i);
                assertThat(found.logprobs()).containsExactly(expected.logprobs(), within(2e-6f));
                assertThat(found.entropies()).containsExactly(expected.entropies(), within(2e-6f));
                TopTokens top = found.top().orElseThrow();
                assertThat(top.ids()).isEqualTo(expected.topIds());
                assertThat(top.logprobs()).containsExactly(expected.top(), within(2e-6f));
                assertThat(found.values()).isEmpty();
            }
            assertThat(scores.get(1).logprobs()).isEmpty();
            assertThat(scores.get(1).top().orElseThrow().length()).isZero();
            assertThat(policy.score(responses()).get(0).top()).isEmpty();
        }
    }

    @Test
    void tokensThatAnotherModelNamedAreScored() {
        try (LanguageModel model = LanguageModel.load(MODEL, Device.cpu(), Precision.FP32)) {
            ScoringModel policy =
                    service(Map.of(ModelRef.POLICY, ModelScorer.of(model))).get(ModelRef.POLICY);
            List<TokenScores> most = policy.score(responses(), 3);
            List<TopTokens> turned = most.stream()
                    .map(scores -> turned(scores.top().orElseThrow()))
                    .toList();
            List<TokenScores> scores = policy.scoreTokens(responses(), turned);
            for (int i = 0; i < 4; i++) {
                TopTokens found = scores.get(i).top().orElseThrow();
                assertThat(found.ids()).isEqualTo(turned.get(i).ids());
                assertThat(found.logprobs()).containsExactly(turned.get(i).logprobs(), within(2e-6f));
                assertThat(scores.get(i).logprobs()).containsExactly(most.get(i).logprobs(), within(2e-6f));
            }
            assertThatThrownBy(() -> policy.scoreTokens(responses(), turned.subList(0, 3)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("tokens for each of 4 trajectories");
        }
    }

    /** The same tokens, the least likely of each position first. */
    private static TopTokens turned(TopTokens top) {
        int k = top.k();
        int[] ids = top.ids();
        float[] logprobs = top.logprobs();
        for (int i = 0; i < ids.length; i++) {
            int j = i - i % k + k - 1 - i % k;
            ids[i] = top.ids()[j];
            logprobs[i] = top.logprobs()[j];
        }
        return TopTokens.of(k, ids, logprobs);
    }

    @Test
    void aValueModelGivesTheValuesThatItWasSavedWith(@TempDir Path folder) {
        try (ScalarModel trained = ScalarModel.loadValues(MODEL, Device.cpu(), Precision.FP32)) {
            try (NDManager scope = trained.model().scope()) {
                OutputPass pass = trained.pass(scope, alone(response(0, 7)), false);
                pass.backward().accept(scope.create(new float[] {1, 1, 1, 1, 1, 1, 1}));
            }
            trained.update(new AdamW(0.9, 0.99, 1e-8, 0), 0.1); // the head is 0 before
            trained.save(folder.resolve("values"));
            try (ModelScorer scorer = ModelScorer.loadValues(folder.resolve("values"), Device.cpu(), Precision.FP32)) {
                ScoringModel values = service(Map.of(VALUES, scorer)).get(VALUES);
                List<TokenScores> scores = values.score(responses());
                for (int i : new int[] {0, 2, 3}) {
                    float[] expected = trained.output(alone(responses().get(i)));
                    assertThat(scores.get(i).values()).containsExactly(expected, within(1e-4f));
                    assertThat(expected[0]).isNotZero();
                }
                assertThat(scores.get(1).values()).isEmpty();
                assertThatThrownBy(() -> values.score(responses(), 1))
                        .isInstanceOf(IllegalArgumentException.class)
                        .hasMessageContaining("topK must be in 0 to 0");
            }
        }
    }

    @Test
    void aRewardModelScoresConversationsInAnyBatchAndLeavesOutWhatItCannotRead(@TempDir Path folder) {
        ModelRef ref = ModelRef.reward(folder.toString());
        try (ScalarModel trained = ScalarModel.loadScores(MODEL, Device.cpu(), Precision.FP32)) {
            try (NDManager scope = trained.model().scope()) {
                OutputPass pass = trained.pass(scope, alone(response(0, 7)), false);
                pass.backward().accept(scope.create(new float[] {1, 1, 1, 1, 1, 1, 1}));
            }
            trained.update(new AdamW(0.9, 0.99, 1e-8, 0), 0.1); // the head is 0 before
            trained.save(folder.resolve("reward"));
        }
        try (ConversationScorer scorer =
                ConversationScorer.load(folder.resolve("reward"), Device.cpu(), Precision.FP32)) {
            List<Message> brief = List.of(Message.user("a b"), new Message("assistant", "c"));
            List<Message> other = List.of(Message.user("a"), new Message("assistant", "c d e f"));
            List<Message> tooLong = List.of(Message.user("a"), new Message("assistant", "b ".repeat(2000)));
            int[] tokens = scorer.tokens(brief);
            assertThat(tokens[tokens.length - 1]).isEqualTo(2); // the end of the sequence

            ScoringModel model = new ScoringService(Map.of(), Map.of(ref, scorer), 16).get(ref);
            List<OptionalDouble> scores = model.scoreConversations(List.of(brief, tooLong, other));
            float[] alone = scorer.score(List.of(tokens));
            assertThat(alone[0]).isNotZero();
            assertThat(scores.get(0).orElseThrow()).isCloseTo(alone[0], within(1e-5));
            assertThat(scores.get(1)).isEmpty();
            assertThat(scores.get(2).orElseThrow())
                    .isCloseTo(scorer.score(List.of(scorer.tokens(other)))[0], within(1e-5));
            assertThatThrownBy(() -> model.score(responses()))
                    .isInstanceOf(UnsupportedOperationException.class)
                    .hasMessageContaining("is a reward model, which scores whole conversations");
        }
    }

    @Test
    void whatCannotBeAnsweredIsRefused() {
        try (ModelScorer scorer = ModelScorer.load(MODEL, Device.cpu(), Precision.FP32)) {
            ScoringService service = service(Map.of(ModelRef.REFERENCE, scorer));
            assertThatThrownBy(() -> service.get(ModelRef.POLICY))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("No component declares the model 'POLICY'");
            ScoringModel reference = service.get(ModelRef.REFERENCE);
            assertThatThrownBy(() -> reference.score(responses(), 101))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("topK must be in 0 to 100");
            List<Trajectory> tooLong = List.of(response(0, scorer.config().maxPositions()));
            assertThatThrownBy(() -> reference.score(tooLong))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("reads at most");
        }
        assertThatThrownBy(() -> ModelScorer.loadValues(MODEL, Device.cpu(), Precision.FP32))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("has no value_head.safetensors");
    }

    @Test
    void callsFromSeveralThreadsTakeTurns() throws InterruptedException {
        try (ModelScorer scorer = ModelScorer.load(MODEL, Device.cpu(), Precision.FP32)) {
            ScoringModel model = service(Map.of(ModelRef.REFERENCE, scorer)).get(ModelRef.REFERENCE);
            float[] expected = model.score(responses()).get(2).logprobs();
            List<float[]> found = new ArrayList<>();
            List<Thread> threads = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                threads.add(new Thread(() -> {
                    for (int round = 0; round < 5; round++) {
                        float[] own = model.score(responses()).get(2).logprobs();
                        synchronized (found) {
                            found.add(own);
                        }
                    }
                }));
            }
            threads.forEach(Thread::start);
            for (Thread thread : threads) {
                thread.join();
            }
            assertThat(found).hasSize(20).allSatisfy(one -> assertThat(one).isEqualTo(expected));
        }
    }
}
