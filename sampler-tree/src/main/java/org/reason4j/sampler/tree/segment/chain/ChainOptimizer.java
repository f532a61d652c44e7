package org.reason4j.sampler.tree.segment.chain;

import ai.djl.ndarray.NDArray;
import java.util.List;
import java.util.function.IntPredicate;
import org.reason4j.api.data.Credit;
import org.reason4j.api.data.Requirements;
import org.reason4j.api.data.ScoredGroup;
import org.reason4j.api.data.ScoredTrajectory;
import org.reason4j.api.data.TokenBatch;
import org.reason4j.api.data.TokenStream;
import org.reason4j.api.data.Trajectory;
import org.reason4j.api.optimizer.PolicyOptimizer;
import org.reason4j.api.track.Metrics;
import org.reason4j.sampler.tree.segment.TokenMask;

/**
 * SPO-chain: the advantages of the reward {@code spo-chain}, on the tokens that the policy was not sure of, with PPO's clipped
 * objective. Rewards count only through the values of continuations, not by their sum.
 *
 * <p>Metric: {@code tree/learned_ratio}, share of the tokens that the policy wrote that are left.
 */
public final class ChainOptimizer implements PolicyOptimizer {

    private final ChainAdvantageConfig config;
    private final Metrics metrics;

    /** Created by core, from the optimizer's settings. */
    public ChainOptimizer(ChainAdvantageConfig config, Metrics metrics) {
        this.config = config;
        this.metrics = metrics;
    }

    @Override
    public Requirements requirements() {
        return Requirements.streamsOf("the reward 'spo-chain'", ChainReward.SEGMENT_ADVANTAGES)
                .and(Requirements.streams(TokenStream.BEHAVIOUR_LOGPROBS))
                .and(Requirements.lossStreams(TokenStream.OLD_LOGPROBS));
    }

    @Override
    public List<Credit> credit(List<ScoredGroup> groups) {
        List<Credit> credits = groups.stream()
                .flatMap(group -> group.trajectories().stream())
                .map(ScoredTrajectory::trajectory)
                .map(response -> Credit.of(response, response.stream(ChainReward.SEGMENT_ADVANTAGES)))
                .toList();
        return TokenMask.keep(credits, this::kept, metrics);
    }

    private IntPredicate kept(Credit credit) {
        Trajectory response = credit.trajectory();
        float[] logprobs = response.stream(TokenStream.BEHAVIOUR_LOGPROBS);
        return t -> TokenMask.isUnlikely(response, logprobs, t, config.probabilityBelow());
    }

    @Override
    public NDArray loss(TokenBatch batch) {
        return config.objective().loss(batch);
    }
}
