package org.reason4j.api.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;
import org.reason4j.api.data.TokenBatch;

/**
 * Loss of reward models that learn from preferences: {@code -log sigmoid(s+ - s- - m) + c (s+ + s-)^2}, the mean over the pairs
 * of the mini-batch, with the scores {@code s+} of the chosen and {@code s-} of the rejected response.
 *
 * <p>The first term is the negative log-likelihood of Bradley and Terry's model (InstructGPT, arXiv 2203.02155, equation 1), with
 * the margin {@code m} of Llama 2 (arXiv 2307.09288, equation 2); the second keeps scores around 0 (arXiv 2312.09244, section
 * 2). Rows of a pair need to be in one micro-batch: {@link org.reason4j.api.data.Requirements#withPairsTogether}.
 */
@API(status = Status.EXPERIMENTAL, since = "1.0.0")
public final class BradleyTerry {

    private BradleyTerry() {}

    /**
     * Returns this micro-batch's share of the loss; a scalar. It reports shares of {@code NAME/accuracy}, pairs whose chosen
     * response has the higher score, a tie counted half, and of {@code NAME/margin}, the mean of {@code s+ - s-}.
     *
     * @param batch rows of pairs, each learned at the token after which its response is scored
     * @param scores {@code [B, T]}
     * @param margin least difference that is wanted, {@code m}
     * @param centring weight of the second term, {@code c}
     * @param name of the model, in metrics
     */
    public static NDArray loss(TokenBatch batch, NDArray scores, double margin, double centring, String name) {
        NDArray perRow = batch.rowSums(scores);
        NDArray differences = batch.pairDifferences(perRow);
        NDArray signs = batch.column(row -> row.chosen() ? 1 : -1);
        NDArray sums = batch.pairDifferences(perRow.mul(signs)); // s+ - (-s-)
        report(batch, differences.stopGradient(), name);
        NDArray loss = minusLogSigmoid(differences.sub(margin));
        return batch.pairMean(centring == 0 ? loss : loss.add(sums.square().mul(batch.constant(centring))));
    }

    private static void report(TokenBatch batch, NDArray differences, String name) {
        NDArray wins = differences
                .gt(0)
                .toType(differences.getDataType(), false)
                .add(differences.eq(0).toType(differences.getDataType(), false).mul(0.5));
        batch.share(name + "/accuracy", batch.pairMean(wins));
        batch.share(name + "/margin", batch.pairMean(differences));
    }

    /** {@code -log sigmoid(x)}, also where the exponential of {@code x} is beyond a float; {@code [n, 1]}. */
    private static NDArray minusLogSigmoid(NDArray x) {
        return NDArrays.concat(new NDList(x, x.zerosLike()), 1)
                .logSoftmax(1)
                .get(":,0:1")
                .neg();
    }
}
