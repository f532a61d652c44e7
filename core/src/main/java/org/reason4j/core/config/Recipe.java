package org.reason4j.core.config;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Everything that defines a run.
 *
 * @param seed key of all randomness
 * @param device {@code auto}, {@code cpu} or {@code cuda:N}
 * @param model the policy to train
 * @param data what it is trained and measured on
 * @param supervised a supervised stage before reinforcement learning; absent for none
 * @param rollout how responses are sampled
 * @param sampler how prompts become groups
 * @param rewards what judges the responses; their weighted sum is the reward
 * @param shaping what changes the composed rewards, in order
 * @param optimizer the policy optimizer
 * @param regularizers what keeps the policy near something
 * @param training steps, batches and the gradient optimizer
 * @param evaluation how accuracy is measured
 * @param checkpoints what is kept
 * @param trackers who watches
 */
public record Recipe(
        long seed,
        String device,
        Model model,
        Data data,
        Optional<Supervised> supervised,
        Rollout rollout,
        Component sampler,
        List<RewardTerm> rewards,
        List<Component> shaping,
        Component optimizer,
        List<Component> regularizers,
        Training training,
        Evaluation evaluation,
        Checkpoints checkpoints,
        List<Component> trackers) {

    /**
     * A plugin's component by name.
     *
     * @param name the name it is registered under
     * @param preset named settings to start from; absent for the defaults
     * @param config settings that differ from there
     */
    public record Component(String name, Optional<String> preset, Map<String, Object> config) {}

    /**
     * The policy.
     *
     * @param path a Hugging Face model directory; absent when {@code create} is given
     * @param create a new model with random weights
     * @param precision of model passes: {@code bf16} (over fp32 master weights), {@code fp32}, or {@code auto}: bf16
     *     where the machine computes in it
     * @param lora low-rank adapters to train instead of all weights; absent for full training
     */
    public record Model(Optional<String> path, Optional<NewModel> create, String precision, Optional<Lora> lora) {}

    /**
     * A model with random weights.
     *
     * @param config a {@code config.json}
     * @param tokenizer a directory with {@code tokenizer.json}
     */
    public record NewModel(String config, String tokenizer) {}

    /**
     * Low-rank adapters (LoRA, arXiv 2106.09685): {@code W + alpha / rank * B A}.
     *
     * @param rank of the adapters
     * @param alpha their scale, before division by the rank
     * @param targets names of the projections that get one, such as {@code q_proj}
     */
    public record Lora(int rank, double alpha, List<String> targets) {}

    /**
     * Datasets by name of their reader.
     *
     * @param train prompts for reinforcement learning
     * @param evaluation held-out problems
     * @param system a system message put before every conversation that has none; absent for none
     * @param shuffle whether training prompts are drawn in a random order, a new one each epoch
     */
    public record Data(Component train, Component evaluation, Optional<String> system, boolean shuffle) {}

    /**
     * Supervised training on the responses of a dataset.
     *
     * @param data examples with responses
     * @param steps number of updates
     * @param batchSize examples per update
     * @param learningRate peak learning rate
     * @param warmupSteps updates over which it rises from 0
     */
    public record Supervised(Component data, int steps, int batchSize, double learningRate, int warmupSteps) {}

    /**
     * Sampling of responses during training.
     *
     * @param groupSize responses per prompt, {@code G}
     * @param temperature divides the logits
     * @param topK keeps the k most likely tokens; 0 keeps all
     * @param topP keeps the smallest set of tokens with this probability
     * @param minP keeps tokens at least this many times as likely as the most likely one
     * @param maxTokens longest response
     * @param stopIds further token ids that end a response
     * @param stop strings that end a response
     * @param batchSize sequences decoded together
     */
    public record Rollout(
            int groupSize,
            double temperature,
            int topK,
            double topP,
            double minP,
            int maxTokens,
            List<Integer> stopIds,
            List<String> stop,
            int batchSize) {}

    /** What happens to a trajectory without a score. */
    public enum OnMissing {
        /** The trajectory is left out of statistics and loss. */
        DROP_TRAJECTORY,
        /** So is its whole group. */
        DROP_GROUP,
        /** The reward is asked again, up to its {@code retries}; then the trajectory is dropped. */
        RETRY,
        /** The run stops. */
        ABORT
    }

    /**
     * One reward of the weighted sum.
     *
     * @param name the name it is registered under
     * @param key its name in metrics; the registered name when absent
     * @param weight factor in the sum
     * @param clip bounds applied to its value before the weight; empty for none, else {@code [low, high]}
     * @param gate whether it multiplies the sum of the others instead of adding to it
     * @param deadlineSeconds time for one call, which scores one group
     * @param retries how often {@code RETRY} asks again
     * @param onUnscorable what an unscorable response means
     * @param onTimeout what a missed deadline means
     * @param onFailure what a failing reward means
     * @param config the reward's own settings
     */
    public record RewardTerm(
            String name,
            Optional<String> key,
            double weight,
            List<Double> clip,
            boolean gate,
            double deadlineSeconds,
            int retries,
            OnMissing onUnscorable,
            OnMissing onTimeout,
            OnMissing onFailure,
            Map<String, Object> config) {}

    /**
     * Steps, batches and the gradient optimizer (AdamW).
     *
     * @param steps passes of the loop
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
     * @param recompute whether activations of each layer are computed again in the backward pass, to save memory
     */
    public record Training(
            int steps,
            int promptsPerStep,
            int miniBatches,
            int epochs,
            int tokensPerMicroBatch,
            double learningRate,
            String schedule,
            int warmupSteps,
            double finalLearningRate,
            double weightDecay,
            double beta1,
            double beta2,
            double epsilon,
            double clipNorm,
            boolean recompute) {}

    /**
     * Measurement on held-out problems. A response counts as correct where the first reward of the recipe is at least
     * {@code threshold}.
     *
     * @param every steps between measurements with greedy decoding; 0 for only before and after
     * @param limit problems used of the evaluation dataset; 0 for all
     * @param during problems used for measurements while training; 0 for as many as {@code limit}
     * @param samples samples per problem for pass@k and maj@k, before and after; 0 for greedy decoding alone
     * @param k the k of pass@k and maj@k, none larger than {@code samples}
     * @param temperature of those samples
     * @param threshold least reward of a correct response
     */
    public record Evaluation(
            int every, int limit, int during, int samples, List<Integer> k, double temperature, double threshold) {}

    /**
     * Checkpoints.
     *
     * @param every steps between checkpoints; the last step always has one
     * @param keepLast how many of the newest are kept
     * @param keepBest whether the one with the best held-out accuracy is kept, too
     */
    public record Checkpoints(int every, int keepLast, boolean keepBest) {}
}
