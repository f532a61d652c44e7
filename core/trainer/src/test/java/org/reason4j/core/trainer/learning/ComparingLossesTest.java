package org.reason4j.core.trainer.learning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.reason4j.api.data.Credit;
import org.reason4j.api.data.Prompt;
import org.reason4j.api.data.SamplingParams;
import org.reason4j.api.data.TokenBatch;
import org.reason4j.api.data.TokenStream;
import org.reason4j.api.data.TopTokens;
import org.reason4j.api.data.Trajectory;
import org.reason4j.api.optimizer.WeightVector;
import org.reason4j.api.sampler.RolloutRequest;
import org.reason4j.core.engine.model.Policy;
import org.reason4j.core.engine.model.Precision;
import org.reason4j.core.engine.rollout.Decoder;
import org.reason4j.core.engine.rollout.DecoderSettings;
import org.reason4j.core.formats.huggingface.ModelConfig;
import org.reason4j.core.formats.huggingface.ModelTokenizer;
import org.reason4j.core.formats.huggingface.RandomWeights;
import org.reason4j.core.trainer.report.Observers;
import org.reason4j.core.trainer.report.StepLog;
import org.reason4j.core.trainer.run.TinyRun;

/** Losses over pairs, over top tokens and over rows at temperatures of their own. */
class ComparingLossesTest {

    private static final TokenStream TEACHER = TokenStream.of("test", "teacher");
    private static final TokenStream OTHER = TokenStream.of("test", "other");

    @TempDir
    private Path directory;

    private Policy policy;
    private NDManager owner;

    @BeforeEach
    void load() {
        Path tiny = TinyRun.resource("/tiny");
        RandomWeights.write(ModelConfig.readFile(tiny.resolve("config.json")), tiny, directory.resolve("model"), 1);
        policy = Policy.load(directory.resolve("model"), Device.cpu(), Precision.FP32, Optional.empty(), 1);
        owner = policy.model().scope();
    }

    @AfterEach
    void close() {
        owner.close();
        policy.close();
    }

    private RuleUpdate update(
            Function<TokenBatch, NDArray> loss, List<Credit> credits, int tokens, UpdateStatistics statistics) {
        BatchRescue rescue = new BatchRescue(directory);
        return new RuleUpdate(
                policy,
                new PolicyPasses(
                        policy,
                        PolicyPasses.inThisProcess(policy, false),
                        false,
                        true,
                        new Observers(List.of()),
                        rescue),
                loss,
                new MiniBatch(credits, new Batching(1, tokens, 64, false, true)),
                new StepLog(1),
                owner,
                statistics,
                true,
                rescue);
    }

    private RuleUpdate update(Function<TokenBatch, NDArray> loss, List<Credit> credits, int tokens) {
        return update(loss, credits, tokens, new UpdateStatistics(OptionalDouble.empty()));
    }

    private RuleUpdate observing(Function<TokenBatch, NDArray> loss, List<Credit> credits, int tokens) {
        BatchRescue rescue = new BatchRescue(directory);
        return new RuleUpdate(
                policy,
                new PolicyPasses(
                        policy,
                        PolicyPasses.inThisProcess(policy, false),
                        true,
                        true,
                        new Observers(List.of()),
                        rescue),
                loss,
                new MiniBatch(credits, new Batching(1, tokens, 64, false, false, true)),
                new StepLog(1),
                owner,
                new UpdateStatistics(OptionalDouble.empty()),
                true,
                rescue);
    }

    /** Tokens 1 and 2 of four are not learned; they are the question that the policy did not ask. */
    private static List<Credit> interrupted() {
        boolean[] learned = {true, false, false, true};
        return List.of(
                Credit.constant(Trajectories.of(2, learned, Map.of()), 0.5),
                Credit.constant(Trajectories.of(3, learned, Map.of()), -1));
    }

    @Test
    void aLossOfTokensThatAreNotLearnedHasTheGradientOfItsSlopeAndLeavesTheOthersAlone() {
        Function<TokenBatch, NDArray> learned = batch -> batch.tokenMean(batch.logprobs()
                .mul(batch.advantages())
                .sub(batch.stream(TokenStream.ENTROPY).mul(0.1)));
        Function<TokenBatch, NDArray> observed =
                batch -> batch.stream(TokenStream.OBSERVED_LOGPROBS).sum().mul(-0.3);
        Function<TokenBatch, NDArray> both = batch -> learned.apply(batch).add(observed.apply(batch));
        RuleUpdate update = observing(both, interrupted(), 1000);
        WeightVector gradient = update.gradient(both);
        double length = Math.sqrt(gradient.dot(gradient));
        WeightVector start = update.weights();
        WeightVector direction = gradient.combine(1 / length, 0, gradient.copy());
        double h = 0.01;
        update.move(direction, h);
        double above = update.value(both);
        update.move(direction, -2 * h);
        double below = update.value(both);
        update.moveTo(start);
        assertThat((above - below) / (2 * h)).isCloseTo(length, within(0.02 * length + 5e-5));

        RuleUpdate plain = new RuleUpdate(
                policy,
                new PolicyPasses(
                        policy,
                        PolicyPasses.inThisProcess(policy, false),
                        true,
                        true,
                        new Observers(List.of()),
                        new BatchRescue(directory)),
                learned,
                new MiniBatch(interrupted(), new Batching(1, 1000, 64, false, false)),
                new StepLog(1),
                owner,
                new UpdateStatistics(OptionalDouble.empty()),
                true,
                new BatchRescue(directory));
        assertThat(update.value(learned)).isCloseTo(plain.value(learned), within(1e-6));
        WeightVector same = plain.gradient(learned).combine(1, -1, update.gradient(learned));
        assertThat(Math.sqrt(same.dot(same))).isLessThan(1e-5);
        WeightVector split = observing(both, interrupted(), 4).gradient(both).combine(1, -1, update.gradient(both));
        assertThat(Math.sqrt(split.dot(split))).isLessThan(1e-5 * length);
    }

    /** The slope along the gradient of length 1 is the gradient's length. */
    private void assertGradient(Function<TokenBatch, NDArray> loss, List<Credit> credits) {
        RuleUpdate update = update(loss, credits, 1000);
        WeightVector gradient = update.gradient(loss);
        double length = Math.sqrt(gradient.dot(gradient));
        assertThat(length).isGreaterThan(1e-2);
        WeightVector start = update.weights();
        WeightVector direction = gradient.combine(1 / length, 0, gradient.copy());
        double h = 0.01;
        update.move(direction, h);
        double above = update.value(loss);
        update.move(direction, -2 * h);
        double below = update.value(loss);
        update.moveTo(start);
        // values of fp32 near 1 have errors of 1e-7; over 0.02 that is 1e-5
        assertThat((above - below) / (2 * h)).isCloseTo(length, within(0.02 * length + 5e-5));
    }

    private void assertSplit(Function<TokenBatch, NDArray> loss, List<Credit> credits) {
        RuleUpdate whole = update(loss, credits, 1000);
        RuleUpdate split = update(loss, credits, 4);
        assertThat(split.value(loss)).isCloseTo(whole.value(loss), within(1e-6));
        WeightVector gradient = whole.gradient(loss);
        double length = Math.sqrt(gradient.dot(gradient));
        WeightVector difference = gradient.combine(1, -1, split.gradient(loss));
        assertThat(Math.sqrt(difference.dot(difference))).isLessThan(1e-5 * length);
    }

    @Test
    void aLossOverPairsAgreesWithFiniteDifferencesAndItsSplitIntoMicroBatches() {
        // -log sigmoid(m) with m = 0.3 (sum log p of the chosen - sum log p of the rejected), mean over pairs
        Function<TokenBatch, NDArray> loss = batch -> {
            NDArray margins =
                    batch.pairDifferences(batch.rowSums(batch.logprobs())).mul(0.3);
            return batch.pairMean(margins.neg().exp().add(1).log());
        };
        List<Credit> credits = new ArrayList<>();
        credits.addAll(Credit.pair(0, Trajectories.of(3, 5), Trajectories.of(2, 4)));
        credits.addAll(Credit.pair(1, Trajectories.of(6, 2), Trajectories.of(1, 7)));
        assertGradient(loss, credits);
        assertSplit(loss, credits);
    }

    /** {@code -sum_j q_j log p_j}, with q the teacher's probabilities of its top tokens. */
    private static NDArray crossEntropy(TokenBatch batch, TokenStream name) {
        TokenBatch.Top top = batch.top(name);
        return batch.tokenMean(
                top.logprobs().exp().mul(top.policy()).sum(new int[] {2}).neg());
    }

    private static Trajectory taught(int promptTokens, int length) {
        return Trajectories.of(promptTokens, length)
                .with(TEACHER, top(length, 3, 40))
                .with(OTHER, top(length, 2, 50));
    }

    /** Tokens from {@code first} on, with probabilities 1/2, 1/3, 1/4. */
    private static TopTokens top(int length, int k, int first) {
        int[] ids = new int[length * k];
        float[] logprobs = new float[length * k];
        Arrays.setAll(ids, i -> first + i % 17);
        for (int i = 0; i < logprobs.length; i++) {
            logprobs[i] = (float) -Math.log(2 + i % k);
        }
        return TopTokens.of(k, ids, logprobs);
    }

    @Test
    void aLossOverTopTokensAgreesWithFiniteDifferencesAndItsSplitIntoMicroBatches() {
        Function<TokenBatch, NDArray> loss = batch -> crossEntropy(batch, TEACHER)
                .add(crossEntropy(batch, OTHER).mul(0.5))
                .add(batch.tokenMean(batch.logprobs()).mul(0.1));
        List<Credit> credits = List.of(
                Credit.constant(taught(3, 5), 1),
                Credit.constant(taught(2, 4), 1),
                Credit.constant(taught(1, 2).withParams(SamplingParams.of(8).withTemperature(0.5)), 1));
        assertGradient(loss, credits);
        assertSplit(loss, credits);
    }

    @Test
    void topTokensOfTokensThatAreNotLearnedAreZero() {
        Trajectory half = taught(2, 4).withLearned(new boolean[] {true, false, false, true});
        Function<TokenBatch, NDArray> loss = batch -> {
            float[] teacher = batch.top(TEACHER).logprobs().toFloatArray(); // [1, 4, 3]
            assertThat(Arrays.copyOfRange(teacher, 3, 9)).containsOnly(0f);
            assertThat(Arrays.copyOf(teacher, 3))
                    .containsExactly(new float[] {-0.693147f, -1.098612f, -1.386294f}, within(1e-6f));
            float[] own = batch.top(TEACHER).policy().toFloatArray();
            assertThat(Arrays.copyOfRange(own, 3, 9)).containsOnly(0f);
            assertThat(own[0]).isNegative();
            assertThat(own[11]).isNegative();
            return batch.top(OTHER).policy().sum();
        };
        assertThat(update(loss, List.of(Credit.constant(half, 1)), 100).value(loss))
                .isNegative();
    }

    @Test
    void rolloutsAtAnyTemperatureMismatchByRoundingOnly() {
        List<RolloutRequest> requests = new ArrayList<>();
        double[] temperatures = {0.5, 1, 1.5, 0};
        for (int i = 0; i < 16; i++) {
            Prompt prompt = Prompt.of("p" + i, List.of(), new int[] {20 + i, 30});
            requests.add(RolloutRequest.of(
                    prompt, i, SamplingParams.of(12).withTemperature(temperatures[i % temperatures.length])));
        }
        List<Trajectory> written = written(requests);
        UpdateStatistics statistics = new UpdateStatistics(OptionalDouble.empty());
        Function<TokenBatch, NDArray> loss = batch -> batch.tokenMean(batch.logprobs());
        RuleUpdate update = update(
                loss, written.stream().map(one -> Credit.constant(one, 1)).toList(), 1000, statistics);
        update.value(update.loss());
        statistics.updated();
        assertThat(statistics.metrics().get("mismatch/logprob_diff_max")).isLessThan(1e-4);
    }

    private List<Trajectory> written(List<RolloutRequest> requests) {
        try (ModelTokenizer tokenizer =
                ModelTokenizer.open(directory.resolve("model"), policy.model().config())) {
            DecoderSettings settings = DecoderSettings.ofSlots(16);
            return new Decoder(policy.model(), tokenizer, settings, 5, 1, done -> {}).generate(requests);
        }
    }
}
