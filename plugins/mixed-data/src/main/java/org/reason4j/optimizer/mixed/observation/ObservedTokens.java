package org.reason4j.optimizer.mixed.observation;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.reason4j.api.data.Credit;
import org.reason4j.api.data.TokenBatch;
import org.reason4j.api.data.TokenStream;
import org.reason4j.api.data.Trajectory;

/**
 * Cross entropy of some of a step's tokens that are not learned, beside the optimizer's loss: {@code c / N_o sum_o f_o (-l)}.
 *
 * <p>The mean is over the step's {@code N_o} tokens with a factor {@code f} above 0. It is carried by a weight on each,
 * {@code f N / N_o}, with {@code N} the step's learned tokens, so that a share of the mini-batch divides by its learned
 * tokens. The optimizer's own mean is not diluted.
 */
final class ObservedTokens {

    private final TokenStream weights;

    /** Tokens whose weights stand in that stream. */
    ObservedTokens(TokenStream weights) {
        this.weights = weights;
    }

    /** Attaches the weight of each token; {@code factors} says how much a response's tokens count, {@code [L]}, 0 for not. */
    List<Credit> weighted(List<Credit> credits, Function<Trajectory, float[]> factors) {
        long learned = 0;
        long counted = 0;
        List<float[]> all = new ArrayList<>();
        for (Credit credit : credits) {
            Trajectory one = credit.trajectory();
            float[] own = one.learnedTokens() > 0 ? factors.apply(one) : new float[one.length()];
            all.add(own);
            learned += one.learnedTokens();
            for (float factor : own) {
                counted += factor > 0 ? 1 : 0;
            }
        }
        float weight = counted > 0 ? (float) ((double) learned / counted) : 0;
        List<Credit> weighted = new ArrayList<>();
        for (int i = 0; i < credits.size(); i++) {
            float[] numbers = all.get(i).clone();
            for (int t = 0; t < numbers.length; t++) {
                numbers[t] *= weight;
            }
            Credit credit = credits.get(i);
            weighted.add(credit.withTrajectory(credit.trajectory().with(weights, numbers)));
        }
        return weighted;
    }

    /** Returns this micro-batch's share of the mean cross entropy over those tokens; empty where it has none. */
    Optional<NDArray> crossEntropy(TokenBatch batch) {
        int width = Math.toIntExact(batch.mask().getShape().get(1));
        float[] matrix = new float[batch.rows().size() * width];
        boolean any = false;
        for (int row = 0; row < batch.rows().size(); row++) {
            float[] numbers = batch.rows().get(row).trajectory().stream(weights);
            for (int t = 0; t < numbers.length; t++) {
                matrix[row * width + t] = numbers[t];
                any |= numbers[t] > 0;
            }
        }
        if (!any) {
            return Optional.empty();
        }
        NDArray tokens =
                batch.mask().getManager().create(matrix, new Shape(batch.rows().size(), width));
        return Optional.of(batch.stream(TokenStream.OBSERVED_LOGPROBS)
                .mul(tokens)
                .sum()
                .neg()
                .div(batch.constant(Math.max(1, batch.totals().learnedTokens()))));
    }
}
