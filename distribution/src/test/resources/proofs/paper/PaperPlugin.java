package proofs.paper;

import ai.djl.ndarray.NDArray;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.reason4j.api.data.Credit;
import org.reason4j.api.data.ScoredGroup;
import org.reason4j.api.data.TokenBatch;
import org.reason4j.api.optimizer.PolicyOptimizer;
import org.reason4j.api.plugin.Plugin;
import org.reason4j.api.plugin.Registry;

/** A paper in one line of a recipe. */
public final class PaperPlugin implements Plugin {

    @Override
    public void register(Registry registry) {
        registry.optimizer(
                "mean-baseline",
                new MeanBaseline.Config(1, false),
                MeanBaseline.class,
                Map.of("strong", new MeanBaseline.Config(3, true)));
        registry.recipe("paper", """
                data: {train: {name: letters}, evaluation: {name: letters}}
                rollout: {groupSize: 3, maxTokens: 4}
                rewards: [{name: lowercase}]
                optimizer: {name: mean-baseline, preset: strong}
                training: {steps: 9, promptsPerStep: 2, learningRate: 1e-3}
                """);
        registry.recipe("short-paper", """
                extends: paper
                training: {steps: 2}
                """);
    }

    /** {@code -A log pi} with the advantage {@code A = strength (r - mean(r))}. */
    record MeanBaseline(Config config) implements PolicyOptimizer {

        record Config(double strength, boolean squared) {}

        @Override
        public List<Credit> credit(List<ScoredGroup> groups) {
            List<Credit> credits = new ArrayList<>();
            for (ScoredGroup group : groups) {
                double mean = Arrays.stream(group.rewards()).average().orElse(0);
                double[] advantages = Arrays.stream(group.rewards())
                        .map(reward -> config.strength() * (reward - mean))
                        .toArray();
                credits.addAll(Credit.perTrajectory(group, advantages));
            }
            return credits;
        }

        @Override
        public NDArray loss(TokenBatch batch) {
            NDArray perToken = batch.logprobs().mul(batch.advantages()).neg();
            return batch.tokenMean(config.squared() ? perToken.add(perToken.square()) : perToken);
        }
    }
}
