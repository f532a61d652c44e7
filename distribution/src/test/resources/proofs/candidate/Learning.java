package proofs.candidate;

import ai.djl.ndarray.NDArray;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.reason4j.api.data.Credit;
import org.reason4j.api.data.Requirements;
import org.reason4j.api.data.ScoredGroup;
import org.reason4j.api.data.TokenBatch;
import org.reason4j.api.data.TokenStream;
import org.reason4j.api.optimizer.CreditShaper;
import org.reason4j.api.optimizer.PolicyOptimizer;
import org.reason4j.api.regularizer.Regularizer;

final class Learning {

    private Learning() {}

    /** The advantage over the mean of the group, and a loss with the ratio to the policy at the step's start. */
    record Baseline(Config config, Calls calls) implements PolicyOptimizer {

        record Config(double strength) {}

        @Override
        public List<Credit> credit(List<ScoredGroup> groups) {
            calls.of("optimizer");
            List<Credit> credits = new ArrayList<>();
            for (ScoredGroup group : groups) {
                double mean = Arrays.stream(group.rewards()).average().orElse(0);
                credits.addAll(Credit.perTrajectory(
                        group,
                        Arrays.stream(group.rewards())
                                .map(reward -> config.strength() * (reward - mean))
                                .toArray()));
            }
            return credits;
        }

        @Override
        public NDArray loss(TokenBatch batch) {
            NDArray ratio = batch.logprobs().sub(batch.oldLogprobs()).exp();
            return batch.tokenMean(ratio.mul(batch.advantages()).neg());
        }
    }

    /** Bounds advantages. */
    record Clip(Config config, Calls calls) implements CreditShaper {

        record Config(double bound) {}

        @Override
        public List<Credit> shape(List<Credit> credits) {
            calls.of("credit");
            return credits.stream()
                    .map(credit -> {
                        float[] advantages = credit.advantages();
                        for (int t = 0; t < advantages.length; t++) {
                            advantages[t] = (float) Math.max(-config.bound(), Math.min(config.bound(), advantages[t]));
                        }
                        return credit.withAdvantages(advantages);
                    })
                    .toList();
        }
    }

    /** An entropy bonus. */
    record Entropy(Config config, Calls calls) implements Regularizer {

        record Config(double coefficient) {}

        @Override
        public Optional<NDArray> loss(TokenBatch batch) {
            calls.of("regularizer");
            return Optional.of(
                    batch.tokenMean(batch.stream(TokenStream.ENTROPY)).mul(-config.coefficient()));
        }

        @Override
        public Requirements requirements() {
            return Requirements.lossStreams(TokenStream.ENTROPY);
        }
    }
}
