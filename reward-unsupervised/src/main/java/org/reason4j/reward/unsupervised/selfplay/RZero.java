package org.reason4j.reward.unsupervised.selfplay;

import java.util.List;
import java.util.Optional;
import org.reason4j.api.data.Group;
import org.reason4j.api.data.Requirements;
import org.reason4j.api.data.Score;
import org.reason4j.api.data.TokenStream;
import org.reason4j.api.data.Trajectory;
import org.reason4j.api.reward.Reward;

/**
 * Rewards of both roles. A question gets the uncertainty of its answers, largest where half of them agree, less the share of
 * the step's questions that are near-duplicates of it, and {@code invalid} if the response has none. An answer gets 1 if it is
 * the one that most attempts gave, else 0.
 *
 * <p>It stands beside the sampler {@code rzero}, which attempts questions and compares them.
 *
 * @see <a href="https://arxiv.org/abs/2508.05004">R-Zero</a>
 */
public final class RZero implements Reward {

    /** On every token of a question: the share of its most frequent answer, or {@link #INVALID}; of an answer, 1 if it is that. */
    static final TokenStream SHARE = TokenStream.of("reward-unsupervised", "share");

    /** On every token of a question: the share of the step's questions in its cluster; 0 on answers. */
    static final TokenStream REPETITION = TokenStream.of("reward-unsupervised", "repetition");

    static final float INVALID = -1;

    private final RZeroConfig config;

    public RZero(RZeroConfig config) {
        this.config = config;
    }

    @Override
    public Requirements requirements() {
        return Requirements.streamsOf("the sampler 'rzero' with this reward", SHARE, REPETITION);
    }

    @Override
    public List<Score> score(Group group) {
        boolean solving = Role.of(group.prompt()).filter(Role.SOLVE::equals).isPresent();
        return Reward.perTrajectory(group, one -> score(one, solving));
    }

    private Score score(Trajectory one, boolean solving) {
        Optional<Float> share = first(one, SHARE);
        Optional<Float> repetition = first(one, REPETITION);
        if (share.filter(Float::isFinite).isEmpty()
                || repetition.filter(Float::isFinite).isEmpty()) {
            return Score.unscorable("the response has no token, or was not written by the sampler 'rzero'");
        }
        if (share.get() < 0) {
            return Score.of(config.invalid());
        }
        return Score.of(solving ? share.get() : challenger(share.get(), repetition.get()));
    }

    private static Optional<Float> first(Trajectory one, TokenStream stream) {
        return one.find(stream).filter(numbers -> numbers.length > 0).map(numbers -> numbers[0]);
    }

    /** The reward of a question whose most frequent answer has that share, in a cluster of that share. */
    double challenger(double share, double repetition) {
        return uncertainty(share) - config.repetitionWeight() * repetition;
    }

    private double uncertainty(double share) {
        return switch (config.scale()) {
            case CODE -> Math.min(share, 1 - share);
            case PAPER -> 1 - 2 * Math.abs(share - 0.5);
        };
    }
}
