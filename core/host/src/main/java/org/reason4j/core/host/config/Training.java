package org.reason4j.core.host.config;

import java.util.List;
import java.util.Optional;
import org.reason4j.core.host.config.constraint.OfKind;
import org.reason4j.core.host.config.constraint.OneOf;
import org.reason4j.core.host.config.constraint.Within;

/**
 * Steps, batches and the gradient optimizer (AdamW).
 *
 * @param steps passes of the loop; 0 only with a supervised stage, or where a reward model is trained
 * @param promptsPerStep prompts per step, {@code P}
 * @param miniBatches weight updates per epoch over a step's rollouts
 * @param epochs passes over a step's rollouts
 * @param tokensPerMicroBatch tokens of prompts and responses, padding included, in one forward and backward pass
 * @param learningRate peak learning rate
 * @param schedule {@code constant}, {@code linear} or {@code cosine}, after the warm-up
 * @param warmupSteps updates over which the learning rate rises from 0
 * @param finalLearningRate where linear and cosine schedules end, as a fraction of the peak
 * @param weightDecay decoupled weight decay of matrices; norms and biases have none
 * @param beta1 decay of the first moment
 * @param beta2 decay of the second moment
 * @param epsilon added to the root of the second moment
 * @param clipNorm largest norm of the whole gradient; 0 for no clipping
 * @param staleness most updates by which any token of a rollout may be older than the weights that it trains; above 0, the
 *     next steps' rollouts are written by earlier weights while a step trains, or with {@code rollout.partialTokens} a
 *     response goes on over several steps
 * @param recompute whether activations of each layer are computed again in the backward pass, to save memory
 * @param rewardCalls most calls of rewards at the same time, each for a group; 0 for as many as there are cores, two at
 *     least. More of them help where a reward waits for a judge
 */
public record Training(
        @Within("[0, inf)") int steps,
        @Within("[1, inf)") int promptsPerStep,
        @Within("[1, inf)") int miniBatches,
        @Within("[1, inf)") int epochs,
        @Within("[1, inf)") int tokensPerMicroBatch,
        @Within("(0, inf)") double learningRate,
        @OneOf({"constant", "linear", "cosine"}) String schedule,
        @Within("[0, inf)") int warmupSteps,
        @Within("[0, 1]") double finalLearningRate,
        @Within("[0, inf)") double weightDecay,
        @Within("[0, 1)") double beta1,
        @Within("[0, 1)") double beta2,
        @Within("(0, inf)") double epsilon,
        @Within("[0, inf)") double clipNorm,
        @Within("[0, inf)") int staleness,
        boolean recompute,
        @Within("[0, inf)") int rewardCalls) {

    /** On-policy training of this length: one update per step. */
    public static Training of(int steps) {
        return new Training(steps, 32, 1, 1, 4096, 1e-6, "constant", 0, 0.0, 0.01, 0.9, 0.999, 1e-8, 1.0, 0, false, 0);
    }

    /** Number of weight updates in a step: one per mini-batch of each epoch. */
    public int updatesPerStep() {
        return miniBatches * epochs;
    }

    /** Number of steps between the weights that write and those that train, at most. */
    public int stepsOfStaleness() {
        return staleness / updatesPerStep();
    }

    /**
     * Supervised training on the responses of a dataset.
     *
     * @param data examples with responses
     * @param steps number of updates
     * @param batchSize examples per update
     * @param learningRate peak learning rate
     * @param warmupSteps updates over which it rises from 0
     * @param loss {@code nll}: {@code -ln p} of each token, a mean over the tokens of the batch; {@code dft}: the same times
     *     the token's own probability, held constant (arXiv 2508.05629, equation 9); {@code redi}: {@code -ln p} of the response
     *     less {@code alpha} times that of a wrong one, the example's field {@code rejected}, each a mean over its own tokens
     *     (arXiv 2505.24850, equation 5)
     * @param alpha weight of the wrong response in {@code redi}
     */
    public record Supervised(
            @OfKind("dataset") Recipe.Component data,
            @Within("[1, inf)") int steps,
            @Within("[1, inf)") int batchSize,
            @Within("(0, inf)") double learningRate,
            @Within("[0, inf)") int warmupSteps,
            @OneOf({"nll", "dft", "redi"}) String loss,
            @Within("[0, inf)") double alpha) {

        /** A stage of this length with small batches and a careful learning rate. */
        public static Supervised of(Recipe.Component data, int steps) {
            return new Supervised(data, steps, 16, 1e-5, 0, "nll", 0.8);
        }
    }

    /**
     * Hints where the metrics of a run show that nothing is being learned. They change nothing.
     *
     * @param mute rules that say nothing: {@code truncated} and {@code no-answer} (nearly all responses are cut off, or have no
     *     answer that can be read), {@code too-hard}, {@code too-easy}, {@code alike} and {@code same-reward} (rewards are equal),
     *     {@code nothing-kept} (no response is left), {@code entropy-gone}, {@code large-updates}, {@code far-from-reference} and
     *     {@code mismatch} (rollouts and training disagree), or {@code all}: then no reward is asked for answers that only
     *     the coach needs
     * @param patience steps in a row with a sign before it is told
     */
    public record Coach(
            @OneOf({
                "truncated",
                "no-answer",
                "too-hard",
                "too-easy",
                "alike",
                "same-reward",
                "nothing-kept",
                "entropy-gone",
                "large-updates",
                "far-from-reference",
                "mismatch",
                "all"
            })
            List<String> mute,

            @Within("[1, inf)") int patience) {

        /** Every rule, for a sign of two steps. */
        public static final Coach DEFAULTS = new Coach(List.of(), 2);

        public Coach {
            mute = List.copyOf(mute);
        }
    }

    /**
     * Training of a reward model on pairs of responses, of which one was preferred, by the loss of Bradley and Terry. It is a
     * run of its own, with {@code training.steps: 0}: {@code data.train} has the pairs and {@code data.evaluation} those that
     * measure it. An example has the fields {@code chosen} and {@code rejected}: texts, or lists of messages that end with the
     * assistant's. The model starts from the policy, after a supervised stage where there is one, or from {@code path}. AdamW, precision and micro-batches are those of {@code training} and {@code model}.
     *
     * @param steps number of updates
     * @param batchSize pairs per update
     * @param learningRate peak learning rate; it falls to a tenth on a cosine
     * @param warmupSteps updates over which it rises from 0
     * @param path a Hugging Face directory that it starts from, a language model or a reward model with the tokenizer of {@code
     *     model}; absent for the policy's
     * @param margin least difference of the two scores that is wanted (Llama 2, arXiv 2307.09288, equation 2); 0 for none
     * @param centring weight of the square of the sum of the two scores, which keeps them around 0 (arXiv 2312.09244); 0 for
     *     none
     */
    public record Preference(
            @Within("[1, inf)") int steps,
            @Within("[1, inf)") int batchSize,
            @Within("(0, inf)") double learningRate,
            @Within("[0, inf)") int warmupSteps,
            Optional<String> path,
            @Within("[0, inf)") double margin,
            @Within("[0, inf)") double centring) {

        /** A run of this length with small batches and a careful learning rate. */
        public static Preference of(int steps) {
            return new Preference(steps, 16, 1e-5, 0, Optional.empty(), 0, 0);
        }
    }

    /**
     * One of several stages of training: of supervised training, of reinforcement learning, or of both. It begins with the
     * weights that the stage before it ended with and with moments of zero, and is a run of its own in {@code stages/N-KEY},
     * where {@code N} counts from 1.
     *
     * @param key its name in the run
     * @param recipe what differs from the recipe around it: a file, or sections, which change those around as a recipe changes
     *     what it {@code extends}. A stage with {@code supervised} has no steps of reinforcement learning unless it says so. Its
     *     seed follows from that of the recipe around it and its key unless it names one
     */
    public record StageTerm(String key, Recipe recipe) {

        /** A stage of that name. */
        public static StageTerm of(String key, Recipe recipe) {
            return new StageTerm(key, recipe);
        }
    }
}
