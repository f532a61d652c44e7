package proofs.luffy;

import ai.djl.ndarray.NDArray;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.reason4j.api.data.Credit;
import org.reason4j.api.data.Origin;
import org.reason4j.api.data.Requirements;
import org.reason4j.api.data.ScoredGroup;
import org.reason4j.api.data.TokenBatch;
import org.reason4j.api.data.TokenStream;
import org.reason4j.api.optimizer.PolicyOptimizer;

/**
 * {@code -A r} with the ratio {@code r = pi / pi_old} on sampled tokens and {@code f(pi) = pi / (pi + gamma)} on those of
 * demonstrations (LUFFY, arXiv 2504.14945, equation 7), whose own probability counts as 1.
 */
record Luffy(Config config) implements PolicyOptimizer {

    record Config(double gamma) {}

    @Override
    public List<Credit> credit(List<ScoredGroup> groups) {
        List<Credit> credits = new ArrayList<>();
        for (ScoredGroup group : groups) {
            double mean = Arrays.stream(group.rewards()).average().orElse(0);
            credits.addAll(Credit.perTrajectory(
                    group,
                    Arrays.stream(group.rewards()).map(reward -> reward - mean).toArray()));
        }
        return credits;
    }

    @Override
    public NDArray loss(TokenBatch batch) {
        NDArray demonstrated = batch.column(row -> row.trajectory().origin() == Origin.DEMONSTRATION ? 1 : 0);
        NDArray probability = batch.logprobs().exp();
        NDArray shaped = probability.div(probability.add(config.gamma()));
        NDArray ratio = batch.logprobs().sub(batch.oldLogprobs()).exp();
        batch.metric("luffy/demonstrated", batch.mask().mul(demonstrated));
        batch.metric("luffy/demonstrated_probability", probability.mul(demonstrated));
        NDArray mixed = shaped.mul(demonstrated).add(ratio.mul(demonstrated.neg().add(1)));
        return batch.tokenMean(mixed.mul(batch.advantages()).neg());
    }

    @Override
    public Requirements requirements() {
        return Requirements.lossStreams(TokenStream.OLD_LOGPROBS).groupsOf(2);
    }
}
