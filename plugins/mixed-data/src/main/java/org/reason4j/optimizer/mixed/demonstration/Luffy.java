package org.reason4j.optimizer.mixed.demonstration;

import ai.djl.ndarray.NDArray;
import java.util.ArrayList;
import java.util.List;
import org.reason4j.api.data.Credit;
import org.reason4j.api.data.Origin;
import org.reason4j.api.data.Requirements;
import org.reason4j.api.data.ScoredGroup;
import org.reason4j.api.data.TokenBatch;
import org.reason4j.api.data.TokenStream;
import org.reason4j.api.data.Trajectory;
import org.reason4j.api.optimizer.PolicyOptimizer;

/**
 * Learns from responses that the policy did not sample for the step, demonstrations or replayed ones, beside its own, with
 * advantages over the whole group.
 *
 * <p>Per token {@code x = -A rho} on the policy's own, with the ratio {@code rho = exp(l - lo)}, and {@code x = -A f(w)} on those
 * from elsewhere, with the {@link PolicyShaping weight} {@code f(w) = w / (w + gamma)} and no clip.
 *
 * <p>Metrics: those of a ratio, and {@code luffy/importance} and {@code luffy/weight}, the means of {@code w} and {@code f(w)}
 * over the tokens from elsewhere.
 *
 * @see <a href="https://arxiv.org/abs/2504.14945">LUFFY, equations 5 to 8</a>
 * @see <a href="https://arxiv.org/abs/2510.02245">ExGRPO, equations 5 and 6</a>
 */
public record Luffy(LuffyConfig config) implements PolicyOptimizer {

    private static boolean isElsewhere(Trajectory one) {
        return one.origin() != Origin.POLICY;
    }

    @Override
    public List<Credit> credit(List<ScoredGroup> groups) {
        List<Credit> credits = new ArrayList<>();
        for (ScoredGroup group : groups) {
            double[] advantages =
                    GroupAdvantage.of(group, one -> !config.ownStatistics() || !isElsewhere(one), config.normalize());
            credits.addAll(Credit.perTrajectory(group, advantages));
        }
        return Parts.perToken(credits, Luffy::isElsewhere);
    }

    @Override
    public NDArray loss(TokenBatch batch) {
        NDArray elsewhere = batch.column(row -> isElsewhere(row.trajectory()) ? 1 : 0);
        NDArray own = OwnRatio.loss(batch, elsewhere.neg().add(1), config.clipLow(), config.clipHigh());
        NDArray importance = PolicyShaping.importance(batch);
        NDArray weight = PolicyShaping.of(importance, config.gamma());
        if (batch.rows().stream().anyMatch(row -> isElsewhere(row.trajectory()))) {
            NDArray mean = Parts.weight(batch).mul(elsewhere); // makes the mean over all tokens one over these
            batch.metric("luffy/importance", importance.mul(mean));
            batch.metric("luffy/weight", weight.mul(mean));
        }
        NDArray other = weight.mul(batch.learned(batch.advantages())).mul(elsewhere);
        return batch.aggregate(own.sub(other), config.aggregation());
    }

    @Override
    public Requirements requirements() {
        return Requirements.lossStreams(TokenStream.OLD_LOGPROBS).groupsOf(2);
    }
}
