package org.reason4j.optimizer.grpo;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.training.GradientCollector;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.reason4j.api.data.BatchTotals;
import org.reason4j.api.data.Credit;
import org.reason4j.api.data.Finish;
import org.reason4j.api.data.Prompt;
import org.reason4j.api.data.SamplingParams;
import org.reason4j.api.data.ScoredGroup;
import org.reason4j.api.data.ScoredTrajectory;
import org.reason4j.api.data.TokenBatch;
import org.reason4j.api.data.TokenStream;
import org.reason4j.api.data.Trajectory;
import org.reason4j.api.optimizer.PolicyOptimizer;

/** A policy over two tokens; each step samples both of them once. */
class GrpoTrainingTest {

    @ParameterizedTest
    @ValueSource(strings = {"verl", "trl", "openrlhf", "dr-grpo", "deepseekmath", "dapo"})
    void theRewardedTokenBecomesLikelier(String preset) {
        double[] probabilities = train(new Grpo(GrpoConfig.PRESETS.get(preset)), 0, 1);
        assertThat(probabilities[1]).isGreaterThan(0.9);
    }

    @ParameterizedTest
    @MethodSource("org.reason4j.optimizer.grpo.EveryOptimizerTest#all")
    void soItDoesWithEveryOptimizer(PolicyOptimizer optimizer) {
        assertThat(train(optimizer, 0, 1)[1]).isGreaterThan(0.9);
    }

    static Stream<Named<PolicyOptimizer>> losses() {
        return Stream.of(
                        PolicyGradientConfig.SAPO,
                        PolicyGradientConfig.DPPO_TV,
                        PolicyGradientConfig.DPPO_TV_SKYRL,
                        PolicyGradientConfig.DPPO_KL,
                        PolicyGradientConfig.PRIME_DPPO_KL,
                        PolicyGradientConfig.PRIME_IPO,
                        PolicyGradientConfig.LUSPO,
                        PolicyGradientConfig.VESPO,
                        PolicyGradientConfig.CE_GPPO,
                        PolicyGradientConfig.ARCHER,
                        PolicyGradientConfig.DISCO,
                        PolicyGradientConfig.DISCO_RATIO,
                        PolicyGradientConfig.NFT,
                        PolicyGradientConfig.KIMI_PG,
                        PolicyGradientConfig.KIMI_PG_PAPER)
                .map(parts -> Named.of(parts.loss().toString(), new PolicyGradient(parts)));
    }

    @ParameterizedTest
    @MethodSource("losses")
    void soItDoesWithEveryLoss(PolicyOptimizer optimizer) {
        assertThat(train(optimizer, 0, 1)[1]).isGreaterThan(0.9);
    }

    @Test
    void equalRewardsLeaveThePolicyAlone() {
        assertThat(train(new Grpo(GrpoConfig.DEFAULTS), 1, 1)).containsExactly(0.5, 0.5);
    }

    private static double[] train(PolicyOptimizer optimizer, double... rewards) {
        List<Credit> credits = optimizer.credit(List.of(bothTokens(rewards)));
        try (NDManager manager = NDManager.newBaseManager()) {
            float[] logits = {0, 0};
            for (int step = 0; step < 100; step++) {
                float[] gradient = gradient(optimizer, credits, manager.create(logits));
                logits[0] -= gradient[0];
                logits[1] -= gradient[1];
            }
            float[] trained = manager.create(logits).softmax(0).toFloatArray();
            return new double[] {trained[0], trained[1]};
        }
    }

    private static float[] gradient(PolicyOptimizer optimizer, List<Credit> credits, NDArray logits) {
        NDManager manager = logits.getManager();
        logits.setRequiresGradient(true);
        try (GradientCollector collector = Engine.getInstance().newGradientCollector()) {
            NDArray logprobs = logits.logSoftmax(0).reshape(2, 1);
            NDArray before = logprobs.stopGradient();
            float[][] advantages = {credits.get(0).advantages(), credits.get(1).advantages()};
            TokenBatch batch = TokenBatch.of(
                    manager.create(new float[][] {{1}, {1}}),
                    Map.of(
                            TokenStream.LOGPROBS,
                            logprobs,
                            TokenStream.OLD_LOGPROBS,
                            before,
                            TokenStream.BEHAVIOUR_LOGPROBS,
                            before,
                            TokenStream.REFERENCE_LOGPROBS,
                            before.onesLike().mul((float) Math.log(0.5)),
                            TokenStream.ENTROPY,
                            before.neg(),
                            TokenStream.ADVANTAGES,
                            manager.create(advantages)),
                    BatchTotals.of(credits, 1));
            List<TokenBatch.Row> rows =
                    credits.stream().map(credit -> TokenBatch.Row.of(credit, 0)).toList();
            collector.backward(optimizer.loss(batch.withRows(rows)));
            return logits.getGradient().toFloatArray();
        }
    }

    private static ScoredGroup bothTokens(double... rewards) {
        Prompt prompt = Prompt.of("p", List.of(), new int[] {0});
        ScoredTrajectory greedy = answer(prompt, 0, rewards[0]); // the lowest id among equals
        return ScoredGroup.of(prompt, List.of(answer(prompt, 0, rewards[0]), answer(prompt, 1, rewards[1])))
                .withGreedy(greedy);
    }

    private static ScoredTrajectory answer(Prompt prompt, int token, double reward) {
        Trajectory trajectory = Trajectory.sampled(
                        prompt, token, new int[] {token}, "", Finish.STOP, 0, SamplingParams.of(64))
                .with(TokenStream.BEHAVIOUR_LOGPROBS, new float[1]);
        return ScoredTrajectory.of(trajectory, reward);
    }
}
