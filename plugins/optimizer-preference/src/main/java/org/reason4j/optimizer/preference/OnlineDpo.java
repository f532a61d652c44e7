package org.reason4j.optimizer.preference;

import ai.djl.ndarray.NDArray;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.reason4j.api.data.Credit;
import org.reason4j.api.data.Requirements;
import org.reason4j.api.data.ScoredGroup;
import org.reason4j.api.data.TokenBatch;
import org.reason4j.api.data.TokenStream;
import org.reason4j.api.optimizer.PolicyOptimizer;
import org.reason4j.api.track.Metrics;

/**
 * {@link Dpo} or {@link Ipo} on pairs of the policy's own: {@link BestAndWorst} of each group by its rewards. A judge that compares
 * responses is a reward that ranks a group.
 *
 * <p>Metrics: those of the loss, {@code preference/pairs}, and {@code preference/skipped}, groups whose responses are equally good.
 *
 * @see <a href="https://arxiv.org/abs/2402.04792">Direct language model alignment from online AI feedback, algorithm 1</a>
 */
public record OnlineDpo(OnlineDpoConfig config, Metrics metrics) implements PolicyOptimizer {

    @Override
    public Requirements requirements() {
        return Requirements.lossStreams(TokenStream.REFERENCE_LOGPROBS)
                .withPairsTogether()
                .groupsOf(2);
    }

    @Override
    public List<Credit> credit(List<ScoredGroup> groups) {
        List<Credit> credits = new ArrayList<>();
        for (ScoredGroup group : groups) {
            Optional<BestAndWorst> pair = BestAndWorst.of(group, config.missingEosPenalty());
            if (pair.isPresent()) {
                int number = credits.size() / 2;
                credits.addAll(
                        Credit.pair(number, pair.get().chosen(), pair.get().rejected()));
            }
        }
        int pairs = credits.size() / 2;
        metrics.add("preference/pairs", pairs);
        metrics.add("preference/skipped", groups.size() - pairs);
        return credits;
    }

    @Override
    public NDArray loss(TokenBatch batch) {
        return config.loss().loss(batch);
    }
}
