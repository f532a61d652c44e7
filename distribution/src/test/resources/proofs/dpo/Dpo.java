package proofs.dpo;

import ai.djl.ndarray.NDArray;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.reason4j.api.data.Credit;
import org.reason4j.api.data.Requirements;
import org.reason4j.api.data.ScoredGroup;
import org.reason4j.api.data.ScoredTrajectory;
import org.reason4j.api.data.TokenBatch;
import org.reason4j.api.data.TokenStream;
import org.reason4j.api.optimizer.PolicyOptimizer;
import org.reason4j.api.optimizer.UpdateRule;

/**
 * {@code -log sigmoid(beta (log r(chosen) - log r(rejected)))} with {@code r = pi / pi_ref} (DPO, arXiv 2305.18290, equation
 * 7); the best response of a group is chosen, the worst rejected.
 */
record Dpo(Config config) implements PolicyOptimizer {

    /**
     * Settings.
     *
     * @param beta inverse temperature of the implied reward
     * @param together whether to declare that a pair stays in one micro-batch
     * @param rate of a gradient descent that checks its gradient; 0 for AdamW
     */
    record Config(double beta, boolean together, double rate) {}

    @Override
    public List<Credit> credit(List<ScoredGroup> groups) {
        List<Credit> credits = new ArrayList<>();
        for (int i = 0; i < groups.size(); i++) {
            List<ScoredTrajectory> byReward = groups.get(i).trajectories().stream()
                    .sorted(Comparator.comparingDouble(ScoredTrajectory::reward))
                    .toList();
            credits.addAll(Credit.pair(
                    i,
                    byReward.get(byReward.size() - 1).trajectory(),
                    byReward.get(0).trajectory()));
        }
        return credits;
    }

    @Override
    public NDArray loss(TokenBatch batch) {
        NDArray ratios = batch.rowSums(batch.logprobs().sub(batch.stream(TokenStream.REFERENCE_LOGPROBS)));
        NDArray margins = batch.pairDifferences(ratios).mul(config.beta());
        batch.share("dpo/margin", batch.pairMean(margins));
        batch.share("dpo/pairs", margins.zerosLike().add(1).sum());
        return batch.pairMean(margins.neg().exp().add(1).log());
    }

    @Override
    public Optional<UpdateRule> updateRule() {
        return config.rate() > 0 ? Optional.of(new CheckedDescent(config.rate())) : Optional.empty();
    }

    @Override
    public Requirements requirements() {
        Requirements needs =
                Requirements.lossStreams(TokenStream.REFERENCE_LOGPROBS).groupsOf(2);
        return config.together() ? needs.withPairsTogether() : needs;
    }
}
