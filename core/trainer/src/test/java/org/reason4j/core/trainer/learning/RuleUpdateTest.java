package org.reason4j.core.trainer.learning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SplittableRandom;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.reason4j.api.data.Credit;
import org.reason4j.api.data.TokenBatch;
import org.reason4j.api.data.TokenStream;
import org.reason4j.api.optimizer.WeightVector;
import org.reason4j.core.engine.model.Policy;
import org.reason4j.core.engine.model.Precision;
import org.reason4j.core.formats.huggingface.ModelConfig;
import org.reason4j.core.formats.huggingface.RandomWeights;
import org.reason4j.core.trainer.report.Observers;
import org.reason4j.core.trainer.report.StepLog;
import org.reason4j.core.trainer.run.TinyRun;

class RuleUpdateTest {

    /** {@code -A l}, and entropy with a little of it squared, so that the second derivative shows, too. */
    private static final Function<TokenBatch, NDArray> LOSS = batch -> {
        NDArray entropy = batch.stream(TokenStream.ENTROPY);
        NDArray perToken = batch.logprobs()
                .mul(batch.advantages())
                .neg()
                .sub(entropy.mul(0.3))
                .add(entropy.square().mul(0.01));
        batch.metric("test/logprob", batch.logprobs());
        return batch.tokenMean(perToken);
    };

    /** 5 + 4 + 2 + 7 = 18 learned tokens. */
    private static final List<Credit> CREDITS = List.of(
            Credit.constant(Trajectories.of(3, 5), 1),
            Credit.constant(Trajectories.of(2, 4), -0.5),
            Credit.constant(Trajectories.of(6, 2), 2),
            Credit.constant(Trajectories.of(1, 7), -1.5));

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
            Function<TokenBatch, NDArray> loss, int tokensPerMicroBatch, UpdateStatistics statistics) {
        BatchRescue rescue = new BatchRescue(directory);
        PolicyPasses passes = new PolicyPasses(
                policy, PolicyPasses.inThisProcess(policy, false), true, false, new Observers(List.of()), rescue);
        return new RuleUpdate(
                policy,
                passes,
                loss,
                new MiniBatch(CREDITS, new Batching(1, tokensPerMicroBatch, 16, false, false)),
                new StepLog(1),
                owner,
                statistics,
                true,
                rescue);
    }

    private RuleUpdate update(int tokensPerMicroBatch) {
        return update(LOSS, tokensPerMicroBatch, new UpdateStatistics(OptionalDouble.of(0)));
    }

    @Test
    void gradientDescentMovesTheWeightsAgainstTheGradientOfThePolicy() {
        // the loss is -sum(A l) / 18, so its gradient with respect to l is -A / 18
        Function<TokenBatch, NDArray> loss = batch ->
                batch.tokenMean(batch.logprobs().mul(batch.advantages()).neg());
        WeightVector byHand = owner(() -> {
            for (Credit credit : CREDITS) {
                MicroBatch alone =
                        MicroBatch.split(List.of(credit.trajectory()), 100).get(0);
                try (NDManager scope = policy.model().scope()) {
                    float[] slope = new float[credit.trajectory().length()];
                    for (int t = 0; t < slope.length; t++) {
                        slope[t] = -credit.advantage(t) / 18;
                    }
                    policy.backward(
                            policy.forward(scope, alone.rows(), false),
                            scope.create(slope),
                            scope.create(new float[0]));
                }
            }
        });
        WeightVector start = policy.parameters(owner);
        RuleUpdate update = update(loss, 1000, new UpdateStatistics(OptionalDouble.of(0)));
        update.move(update.gradient(update.loss()), -0.1);

        WeightVector moved = policy.parameters(owner).combine(1, -1, start); // should be -0.1 g
        double length = Math.sqrt(moved.dot(moved));
        assertThat(length).isCloseTo(0.1 * Math.sqrt(byHand.dot(byHand)), within(1e-4 * length));
        WeightVector rest = moved.combine(1, 0.1, byHand);
        assertThat(Math.sqrt(rest.dot(rest))).isLessThan(1e-4 * length);
    }

    private WeightVector owner(Runnable backward) {
        policy.clearGradients();
        backward.run();
        return policy.takeGradients(owner);
    }

    @Test
    void gradientsAgreeWithFiniteDifferencesOfValues() {
        long seed = 20;
        SplittableRandom random = new SplittableRandom(seed);
        RuleUpdate update = update(1000);
        WeightVector gradient = update.gradient(LOSS);
        WeightVector start = update.weights();
        for (int round = 0; round < 3; round++) {
            try (WeightVector direction = direction(update, random)) {
                double h = 0.01;
                update.move(direction, h);
                double above = update.value(LOSS);
                update.move(direction, -2 * h);
                double below = update.value(LOSS);
                update.moveTo(start);
                double slope = gradient.dot(direction);
                // values of fp32 near 1 have errors of 1e-7; over 0.02 that is 1e-5
                assertThat((above - below) / (2 * h))
                        .as("derivative, seed %d, round %d", seed, round)
                        .isCloseTo(slope, within(0.01 * Math.abs(slope) + 5e-5));
            }
        }
        assertThat(gradient.dot(gradient)).isGreaterThan(1e-3);
    }

    /** Of length 1: the gradient of a loss with random weights, with the true gradient mixed in. */
    private WeightVector direction(RuleUpdate update, SplittableRandom random) {
        WeightVector direction = update.gradient(batch -> {
            float[] numbers = new float[(int) batch.mask().size()];
            for (int i = 0; i < numbers.length; i++) {
                numbers[i] = (float) random.nextDouble(-1, 1);
            }
            NDManager scope = batch.mask().getManager();
            NDArray weights = scope.create(numbers, batch.mask().getShape());
            return batch.tokenMean(batch.logprobs().mul(weights));
        });
        WeightVector mixed = direction.combine(1, random.nextDouble(-1, 1), update.gradient(LOSS));
        return mixed.combine(1 / Math.sqrt(mixed.dot(mixed)), 0, mixed.copy());
    }

    @Test
    void theSplitIntoMicroBatchesChangesNeitherGradientNorValue() {
        RuleUpdate whole = update(1000);
        RuleUpdate split = update(10); // rows of 6, 8, 8 and 8 tokens, each alone
        assertThat(split.value(LOSS)).isCloseTo(whole.value(LOSS), within(1e-6));
        WeightVector gradient = whole.gradient(LOSS);
        double length = Math.sqrt(gradient.dot(gradient));
        WeightVector difference = gradient.combine(1, -1, split.gradient(LOSS));
        assertThat(Math.sqrt(difference.dot(difference))).isLessThan(1e-5 * length);
    }

    @Test
    void theFirstPassOverTheOwnLossIsReportedAndNoOther() {
        UpdateStatistics statistics = new UpdateStatistics(OptionalDouble.of(0));
        RuleUpdate update = update(LOSS, 10, statistics);
        update.value(batch -> batch.tokenMean(batch.logprobs().mul(7)));
        double loss = update.value(update.loss());
        WeightVector gradient = update.gradient(update.loss());
        double norm = Math.sqrt(gradient.dot(gradient));
        update.move(gradient, -1);
        update.value(update.loss());
        statistics.updated();

        assertThat(statistics.metrics().get("policy/loss")).isCloseTo(loss, within(1e-6));
        assertThat(statistics.metrics().get("update/grad_norm")).isCloseTo(norm, within(1e-5));
        assertThat(statistics.metrics()).containsKeys("policy/entropy", "test/logprob");
        assertThat(policy.updates()).isZero();
    }

    @Test
    void aGradientThatIsNotFiniteStopsTheRunAndAValueDoesNot() {
        RuleUpdate update = update(1000);
        Function<TokenBatch, NDArray> broken =
                batch -> batch.tokenMean(batch.logprobs().mul(Float.NaN));
        assertThat(update.value(broken)).isNaN();
        assertThatThrownBy(() -> update.gradient(broken))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("The loss is NaN at step 1");
    }
}
