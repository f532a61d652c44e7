package com.example.papers.maxrl;

import static org.reason4j.api.plugin.ConfigException.check;

import ai.djl.ndarray.NDArray;
import java.util.ArrayList;
import java.util.List;
import org.reason4j.api.data.Credit;
import org.reason4j.api.data.Requirements;
import org.reason4j.api.data.ScoredGroup;
import org.reason4j.api.data.TokenBatch;
import org.reason4j.api.data.TokenStream;
import org.reason4j.api.optimizer.ClippedSurrogate;
import org.reason4j.api.optimizer.PolicyOptimizer;

/**
 * MaxRL: {@link MeanNormalizedAdvantage} for every token of a response, and PPO's clipped surrogate as a mean over tokens.
 * Rewards must not be negative.
 */
public record MaxRl(MaxRlConfig config) implements PolicyOptimizer {

    @Override
    public List<Credit> credit(List<ScoredGroup> groups) {
        List<Credit> credits = new ArrayList<>();
        for (ScoredGroup group : groups) {
            double[] rewards = group.rewards();
            for (double reward : rewards) {
                check(
                        reward >= 0,
                        "max-rl divides by the mean reward and needs rewards that are not negative, got %s for %s."
                                + " Take rewards in [0, 1], without penalties.",
                        reward,
                        group.prompt());
            }
            credits.addAll(Credit.perTrajectory(group, MeanNormalizedAdvantage.of(config.epsilon(), rewards)));
        }
        return credits;
    }

    @Override
    public NDArray loss(TokenBatch batch) {
        NDArray ratio = batch.learned(batch.logprobs().sub(batch.oldLogprobs())).exp();
        ClippedSurrogate surrogate = ClippedSurrogate.of(config.clipLow(), config.clipHigh());
        return batch.tokenMean(surrogate.perToken(ratio, batch.learned(batch.advantages())));
    }

    @Override
    public Requirements requirements() {
        return Requirements.lossStreams(TokenStream.OLD_LOGPROBS).groupsOf(2);
    }
}
