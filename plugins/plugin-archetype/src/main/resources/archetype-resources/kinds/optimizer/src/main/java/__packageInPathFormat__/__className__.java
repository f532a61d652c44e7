package ${package};

import ai.djl.ndarray.NDArray;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.reason4j.api.data.Credit;
import org.reason4j.api.data.Requirements;
import org.reason4j.api.data.ScoredGroup;
import org.reason4j.api.data.TokenBatch;
import org.reason4j.api.data.TokenStream;
import org.reason4j.api.optimizer.ClippedSurrogate;
import org.reason4j.api.optimizer.PolicyOptimizer;

/**
 * The advantage of a response is its distance from the mean of its group, {@code A_i = r_i - mean(r)}; the loss is PPO's
 * clipped surrogate, as a mean over tokens.
 *
 * @see <a href="https://arxiv.org/abs/1707.06347">PPO, equation 7</a>
 */
public record ${className}(${className}Config config) implements PolicyOptimizer {

    @Override
    public List<Credit> credit(List<ScoredGroup> groups) {
        List<Credit> credits = new ArrayList<>();
        for (ScoredGroup group : groups) {
            credits.addAll(Credit.perTrajectory(group, advantages(group.rewards())));
        }
        return credits;
    }

    static double[] advantages(double... rewards) {
        double mean = Arrays.stream(rewards).average().orElse(0);
        return Arrays.stream(rewards).map(reward -> reward - mean).toArray();
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
