package org.reason4j.optimizer.mixed.demonstration;

import ai.djl.ndarray.NDArray;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;
import org.reason4j.api.data.Credit;
import org.reason4j.api.data.Origin;
import org.reason4j.api.data.TokenBatch;
import org.reason4j.api.data.TokenStream;
import org.reason4j.api.data.Trajectory;

/**
 * The two parts of a step: responses of the policy, replayed ones included, and those of others, which it may imitate. A loss
 * with a term for each is a mean over both; a weight on every token makes each term the mean over its own part.
 *
 * <p>Weights are {@code N / N_part} with the counts of the step. So is a term's mean over its own part exact in a step of one
 * update; where a step has several, each token weighs the same in all of them.
 */
final class Parts {

    /** The weight of a token's term, attached to every response. */
    static final TokenStream WEIGHT = TokenStream.of("mixed-data", "weight");

    private Parts() {}

    /** True if the policy did not write a response: a person, a program or another model did. */
    static boolean isImitated(Trajectory one) {
        return one.origin() == Origin.DEMONSTRATION || one.origin() == Origin.OTHER_POLICY;
    }

    /** 1 for rows that {@link #isImitated}, else 0, {@code [B, 1]}. */
    static NDArray imitated(TokenBatch batch) {
        return batch.column(row -> isImitated(row.trajectory()) ? 1 : 0);
    }

    /** The weight of every learned token, else 0, {@code [B, T]}. */
    static NDArray weight(TokenBatch batch) {
        return batch.learned(batch.stream(WEIGHT));
    }

    /**
     * Attaches the weights of terms that are means over tokens.
     *
     * @param other the part that the policy did not write
     */
    static List<Credit> perToken(List<Credit> credits, Predicate<Trajectory> other) {
        return weighted(credits, other, Trajectory::learnedTokens);
    }

    /** Attaches weights for a term of the policy's responses that divides by their number, and one over tokens of the others. */
    static List<Credit> perResponse(List<Credit> credits, Predicate<Trajectory> other) {
        return weighted(credits, other, one -> one.learnedTokens() > 0 ? 1 : 0);
    }

    private static List<Credit> weighted(
            List<Credit> credits, Predicate<Trajectory> other, ToDoubleFunction<Trajectory> ownSize) {
        double own = share(credits, other.negate(), ownSize);
        double others = share(credits, other, Trajectory::learnedTokens);
        List<Credit> weighted = new ArrayList<>();
        for (Credit credit : credits) {
            Trajectory one = credit.trajectory();
            float[] weights = new float[one.length()];
            Arrays.fill(weights, (float) (other.test(one) ? others : own));
            weighted.add(credit.withTrajectory(one.with(WEIGHT, weights)));
        }
        return weighted;
    }

    /** All of a step by its part; 0 where the part is empty. */
    private static double share(List<Credit> credits, Predicate<Trajectory> part, ToDoubleFunction<Trajectory> size) {
        double all = credits.stream().map(Credit::trajectory).mapToDouble(size).sum();
        double own = credits.stream()
                .map(Credit::trajectory)
                .filter(part)
                .mapToDouble(size)
                .sum();
        return own > 0 ? all / own : 0;
    }
}
