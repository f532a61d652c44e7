package org.reason4j.reward.dense;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import org.reason4j.api.data.TokenBatch;
import org.reason4j.api.data.TokenStream;
import org.reason4j.api.model.AuxiliaryModel;

/**
 * PRIME's process reward model: a language model that learns from labels of whole responses, once the policy has learned
 * from its rewards (the released setting {@code after}).
 *
 * <p>Its loss is the mean of {@link ImplicitReward#crossEntropy} over the mini-batch's responses with a learned token. It
 * reports {@code prime/accuracy}, the share of learned tokens whose response has a logit on its label's side.
 */
record ImplicitRewardModel(PrimeConfig config) implements AuxiliaryModel {

    static final String NAME = "prime";

    /** Log-probabilities of the process reward model at the step's start. */
    static final TokenStream LOGPROBS = TokenStream.of("reward-dense", NAME);

    /** 1 on every token of a right response, 0 on those of a wrong one. */
    static final TokenStream LABELS = TokenStream.of("reward-dense", "primeLabels");

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Output output() {
        return Output.LOGPROBS;
    }

    @Override
    public TokenStream stream() {
        return LOGPROBS;
    }

    @Override
    public Learning learning() {
        return Learning.of(config.learningRate())
                .withPath(config.path())
                .withEpochs(config.epochs())
                .withClipNorm(config.clipNorm());
    }

    @Override
    public NDArray loss(TokenBatch batch, NDArray output) {
        NDArray mask = batch.mask();
        NDArray labels = batch.stream(LABELS).mul(mask).max(new int[] {1}, true);
        NDArray logits =
                ImplicitReward.logits(output, batch.stream(TokenStream.REFERENCE_LOGPROBS), mask, config.beta());
        NDArray right = logits.stopGradient().gt(0).eq(labels.gt(0)).toType(DataType.FLOAT32, false);
        batch.metric("prime/accuracy", right.mul(mask.onesLike()));
        NDArray written = mask.max(new int[] {1}, true);
        return ImplicitReward.crossEntropy(logits, labels)
                .mul(written)
                .sum()
                .div(batch.constant(Math.max(1, batch.totals().responses())));
    }
}
