package org.reason4j.optimizer.ppo;

import ai.djl.ndarray.NDArray;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.reason4j.api.data.Credit;
import org.reason4j.api.data.ScoredGroup;
import org.reason4j.api.data.TokenBatch;
import org.reason4j.api.data.TokenStream;

/**
 * Imitates responses that were right: the mean of {@code -logprob} over the learned tokens of responses whose outcome is
 * positive; 0 where there is none.
 *
 * <p>The mean is over the tokens of the whole step. Each of the {@code N+} tokens of right responses weighs {@code N / N+}
 * of the step's {@code N} tokens, so that a mean over all tokens becomes one over those; with several mini-batches, one with
 * more right responses than the step has on average counts for more.
 *
 * @see <a href="https://arxiv.org/abs/2504.05118">VAPO, section 4.3: positive example LM loss</a>
 */
final class PositiveExamples {

    /** Weight of a token, the same all over a response. */
    private static final TokenStream WEIGHT = TokenStream.of("optimizer-ppo", "positiveWeight");

    private PositiveExamples() {}

    /** Returns the credits, one per trajectory of the groups and in their order, with the weights attached. */
    static List<Credit> weigh(List<ScoredGroup> groups, List<Credit> credits) {
        List<Boolean> right = groups.stream()
                .flatMap(group -> group.trajectories().stream())
                .map(scored -> scored.outcome() > 0)
                .toList();
        long tokens = 0;
        long rightTokens = 0;
        for (int i = 0; i < credits.size(); i++) {
            int learned = credits.get(i).trajectory().learnedTokens();
            tokens += learned;
            rightTokens += right.get(i) ? learned : 0;
        }
        float weight = (float) tokens / Math.max(1, rightTokens);
        return IntStream.range(0, credits.size())
                .mapToObj(i -> weighted(credits.get(i), right.get(i) ? weight : 0))
                .toList();
    }

    private static Credit weighted(Credit credit, float weight) {
        float[] weights = new float[credit.trajectory().length()];
        Arrays.fill(weights, weight);
        return Credit.of(credit.trajectory().with(WEIGHT, weights), credit.advantages());
    }

    /** Returns this micro-batch's share of {@code coefficient} times the term; a scalar. */
    static NDArray loss(TokenBatch batch, double coefficient) {
        NDArray weights = batch.learned(batch.stream(WEIGHT)).mul(-coefficient);
        return batch.tokenMean(batch.learned(batch.logprobs()).mul(weights));
    }
}
