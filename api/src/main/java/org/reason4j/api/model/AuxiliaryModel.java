package org.reason4j.api.model;

import ai.djl.ndarray.NDArray;
import java.util.List;
import java.util.Optional;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;
import org.reason4j.api.Extension;
import org.reason4j.api.data.Credit;
import org.reason4j.api.data.TokenBatch;
import org.reason4j.api.data.TokenStream;

/**
 * A model that learns beside the policy: a critic, a process reward model, or a reward model.
 *
 * <p>It starts as a copy of the policy that reinforcement learning starts from, or as another Hugging Face directory with
 * the same vocabulary. Before the rewards of a step, core computes one number per response token and attaches it to every
 * trajectory as {@link #stream}. After credit it is updated on the trajectories of all credits, whose streams its loss may
 * read, in the mini-batches and micro-batches of the policy and with an AdamW of its own. Checkpoints hold its weights
 * and moments.
 */
@Extension
@API(status = Status.STABLE, since = "1.0.0")
public interface AuxiliaryModel {

    /** Number that a model computes for a token. */
    enum Output {
        /** Log-probability of the token, at the temperature of the rollouts. */
        LOGPROBS,
        /**
         * A scalar before the token is read: a linear head, which starts at 0, on the last hidden state of the tokens before it
         * (PPO, arXiv 1707.06347, section 5).
         */
        VALUES,
        /**
         * A scalar after the token is read: a linear head without bias, which starts at 0, on the last hidden state of the tokens
         * up to it. At the last token it is the score of a reward model (InstructGPT, arXiv 2203.02155, section 3.5), and a
         * directory of one is what the model may start from.
         */
        @API(status = Status.EXPERIMENTAL, since = "1.0.0")
        SCORES
    }

    /** Settings of its learning. Immutable. */
    @API(status = Status.STABLE, since = "1.0.0")
    final class Learning {

        private final Optional<String> path;
        private final double learningRate;
        private final int epochs;
        private final double clipNorm;
        private final int soloSteps;
        private final int miniBatches;
        private final int warmupUpdates;
        private final boolean rewardHead;

        private Learning(
                Optional<String> path,
                double learningRate,
                int epochs,
                double clipNorm,
                int soloSteps,
                int miniBatches,
                int warmupUpdates,
                boolean rewardHead) {
            this.path = path;
            this.learningRate = learningRate;
            this.epochs = epochs;
            this.clipNorm = clipNorm;
            this.soloSteps = soloSteps;
            this.miniBatches = miniBatches;
            this.warmupUpdates = warmupUpdates;
            this.rewardHead = rewardHead;
        }

        /**
         * One pass over each step's trajectories from the policy's weights on, with gradients of norm 1 at most.
         *
         * @param learningRate of its AdamW, constant after the warm-up; the other settings are those of the policy's
         */
        public static Learning of(double learningRate) {
            return new Learning(Optional.empty(), learningRate, 1, 1.0, 0, 0, 0, false);
        }

        /** Returns a copy that starts from a Hugging Face directory instead of the policy's, or from that if it is empty. */
        public Learning withPath(Optional<String> directory) {
            return new Learning(
                    directory, learningRate, epochs, clipNorm, soloSteps, miniBatches, warmupUpdates, rewardHead);
        }

        /** Returns a copy with so many passes over each step's trajectories. */
        public Learning withEpochs(int passes) {
            return new Learning(
                    path, learningRate, passes, clipNorm, soloSteps, miniBatches, warmupUpdates, rewardHead);
        }

        /** Returns a copy with another largest norm of the gradient; 0 for no limit. */
        public Learning withClipNorm(double largest) {
            return new Learning(path, learningRate, epochs, largest, soloSteps, miniBatches, warmupUpdates, rewardHead);
        }

        /**
         * Returns a copy with so many steps at the beginning of a run in which it learns and the policy does not (value
         * pretraining, arXiv 2503.01491).
         */
        public Learning withSoloSteps(int steps) {
            return new Learning(path, learningRate, epochs, clipNorm, steps, miniBatches, warmupUpdates, rewardHead);
        }

        /** Returns a copy with so many mini-batches, and so updates, in each pass; 0 for as many as the policy has. */
        @API(status = Status.EXPERIMENTAL, since = "1.0.0")
        public Learning withMiniBatches(int parts) {
            return new Learning(path, learningRate, epochs, clipNorm, soloSteps, parts, warmupUpdates, rewardHead);
        }

        /** Returns a copy whose learning rate rises linearly over so many updates of its own. */
        @API(status = Status.EXPERIMENTAL, since = "1.0.0")
        public Learning withWarmupUpdates(int updates) {
            return new Learning(path, learningRate, epochs, clipNorm, soloSteps, miniBatches, updates, rewardHead);
        }

        /**
         * Returns a copy that starts with the head of the reward model in its directory, too, where its output is {@link
         * Output#VALUES}; without that the head starts at 0.
         */
        @API(status = Status.EXPERIMENTAL, since = "1.0.0")
        public Learning withRewardHead(boolean taken) {
            return new Learning(path, learningRate, epochs, clipNorm, soloSteps, miniBatches, warmupUpdates, taken);
        }

        /** A Hugging Face directory to start from; empty for the policy's. */
        public Optional<String> path() {
            return path;
        }

        /** Learning rate of its AdamW. */
        public double learningRate() {
            return learningRate;
        }

        /** Passes over each step's trajectories. */
        public int epochs() {
            return epochs;
        }

        /** Largest norm of its gradient; 0 for no limit. */
        public double clipNorm() {
            return clipNorm;
        }

        /** Steps at the beginning of a run in which it learns and the policy does not. */
        public int soloSteps() {
            return soloSteps;
        }

        /** Mini-batches in each pass; 0 for as many as the policy has. */
        @API(status = Status.EXPERIMENTAL, since = "1.0.0")
        public int miniBatches() {
            return miniBatches;
        }

        /** Updates of its own over which its learning rate rises linearly. */
        @API(status = Status.EXPERIMENTAL, since = "1.0.0")
        public int warmupUpdates() {
            return warmupUpdates;
        }

        /** True if it starts with the head of the reward model in its directory, too. */
        @API(status = Status.EXPERIMENTAL, since = "1.0.0")
        public boolean rewardHead() {
            return rewardHead;
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Learning learning && learning.all().equals(all());
        }

        @Override
        public int hashCode() {
            return all().hashCode();
        }

        @Override
        public String toString() {
            return "path, learning rate, epochs, clip norm, solo steps, mini-batches, warm-up, reward head " + all();
        }

        private List<Object> all() {
            return List.of(path, learningRate, epochs, clipNorm, soloSteps, miniBatches, warmupUpdates, rewardHead);
        }
    }

    /** Its name in checkpoints, metrics and messages, such as {@code critic}; unique in a recipe. */
    String name();

    /** Number that it computes for a token. */
    Output output();

    /** Settings of its learning. */
    Learning learning();

    /** The stream that its output is attached as, with the weights of the step's start. */
    default TokenStream stream() {
        return TokenStream.of("model", name());
    }

    /**
     * True if it learns in a step and the policy does not; asked after credit. The first steps, {@link Learning#soloSteps}, unless
     * a model knows sooner that it has learned enough.
     *
     * @param step its number, from 1
     */
    @API(status = Status.EXPERIMENTAL, since = "1.0.0")
    default boolean learnsAlone(int step) {
        return step <= learning().soloSteps();
    }

    /**
     * Examples of a step that it learns from: the trajectories of all credits, or others with the policy's tokens, such as pairs of {@link
     * Credit#pair}. Where there are none, it stays as it is.
     *
     * @param credits of the step, those with a learned token
     */
    @API(status = Status.EXPERIMENTAL, since = "1.0.0")
    default List<Credit> examples(List<Credit> credits) {
        return credits;
    }

    /**
     * Returns this micro-batch's share of the loss to minimise; a scalar.
     *
     * @param output of the model as it is now, differentiable, {@code [B, T]}
     */
    NDArray loss(TokenBatch batch, NDArray output);
}
