package org.reason4j.reward.dense.label;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import ai.djl.nn.Activation;
import org.reason4j.api.data.TokenBatch;
import org.reason4j.api.data.TokenStream;
import org.reason4j.api.model.AuxiliaryModel;

/**
 * A process reward model that learns labels of steps: a scalar head whose number after a step is the logit of its label, {@code
 * BCE(sigmoid(v_k), label_k)}, a mean over the steps of a response and over responses.
 *
 * <p>The head's number stands before the next token is read, so the label of a step is that of the token after it: the first of
 * the next step, or the one that ends the response. The last step of a truncated response is not learned. It reports {@code
 * step-model/accuracy}: the share of such steps whose logit has its label's side of a half.
 */
record StepModel(StepModelConfig config) implements AuxiliaryModel {

    static final String NAME = "step-model";

    /** The logit before each token, with the weights of the step's start. */
    static final TokenStream LOGITS = TokenStream.of("reward-dense", "stepLogits");

    /** The label of the step before a token; 0 where the weight is 0. */
    static final TokenStream TARGETS = TokenStream.of("reward-dense", "stepTargets");

    /** 1 over the number of judged steps of the response, on the token after each of them; else 0. */
    static final TokenStream WEIGHTS = TokenStream.of("reward-dense", "stepWeights");

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Output output() {
        return Output.VALUES;
    }

    @Override
    public TokenStream stream() {
        return LOGITS;
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
        NDArray targets = batch.stream(TARGETS);
        NDArray weights = batch.stream(WEIGHTS);
        NDArray logits = batch.learned(output);
        NDArray right = logits.stopGradient().gt(0).eq(targets.gte(0.5)).toType(DataType.FLOAT32, false);
        int responses = Math.max(1, batch.totals().responses());
        batch.share(NAME + "/accuracy", right.mul(weights).sum().div(responses));
        return Activation.softPlus(logits)
                .sub(logits.mul(targets))
                .mul(weights)
                .sum()
                .div(batch.constant(responses));
    }
}
