package org.reason4j.api.model;

import ai.djl.ndarray.NDArray;
import java.util.Optional;
import org.reason4j.api.data.Stream;
import org.reason4j.api.data.TokenBatch;

/**
 * A model that learns beside the policy: a critic, or a process reward model.
 *
 * <p>It starts as a copy of the policy that reinforcement learning starts from, or as another Hugging Face directory with
 * the same vocabulary. Before the rewards of a step, core computes one number per response token and attaches it to every
 * trajectory as {@link #stream}. After credit it is updated on the trajectories of all credits, whose streams its loss may
 * read, in the mini-batches and micro-batches of the policy and with an AdamW of its own. Checkpoints hold its weights
 * and moments.
 */
public interface AuxiliaryModel {

    /** What a model computes for a token. */
    enum Output {
        /** Log-probability of the token, at the temperature of the rollouts. */
        LOGPROBS,
        /**
         * A scalar before the token is read: a linear head, which starts at 0, on the last hidden state of what comes before it
         * (PPO, arXiv 1707.06347, section 5).
         */
        VALUES
    }

    /**
     * How it learns.
     *
     * @param path a Hugging Face directory to start from; empty for the policy's
     * @param learningRate of its AdamW, constant; the other settings are those of the policy's
     * @param epochs passes over each step's trajectories
     * @param clipNorm largest norm of its gradient; 0 for no limit
     * @param soloSteps steps at the beginning of a run in which it learns and the policy does not (value pretraining,
     *     arXiv 2503.01491)
     */
    record Learning(Optional<String> path, double learningRate, int epochs, double clipNorm, int soloSteps) {}

    /** Its name in checkpoints, metrics and messages, such as {@code critic}; unique in a recipe. */
    String name();

    /** What it computes. */
    Output output();

    /** How it learns. */
    Learning learning();

    /** The stream that its output is attached as, with the weights of the step's start. */
    default Stream stream() {
        return new Stream(name());
    }

    /**
     * Returns this micro-batch's share of the loss to minimise; a scalar.
     *
     * @param output of the model as it is now, differentiable, {@code [B, T]}
     */
    NDArray loss(TokenBatch batch, NDArray output);
}
