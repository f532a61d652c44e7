package org.reason4j.core.host.config;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.reason4j.core.host.config.constraint.OfKind;
import org.reason4j.core.host.config.constraint.OneOf;
import org.reason4j.core.host.config.constraint.Within;
import org.reason4j.core.host.config.tree.Problems;
import org.reason4j.core.host.config.tree.SettingOrigin;

/**
 * Everything that defines a run.
 *
 * <p>The records are schema, defaults and reference page in one. Their defaults live in {@code DEFAULTS}, or in a factory
 * {@code of} whose parameters are the settings that have no default; allowed values stand beside each component. Building
 * a record checks nothing, because a reader wants every problem of a recipe at once: {@link RecipeReader} checks what it
 * reads, and {@link #checked()} checks a recipe made in Java.
 *
 * @param seed key of all randomness
 * @param device {@code auto}, {@code cpu} or {@code cuda:N}
 * @param model the policy to train
 * @param data datasets for training and measurement
 * @param supervised a supervised stage before reinforcement learning; absent for none
 * @param preference training of a reward model in place of reinforcement learning; absent for none
 * @param rollout sampling of responses
 * @param curriculum chooses the examples of each batch; absent for the order of {@code data}
 * @param sampler turns prompts into groups
 * @param schedules change the sampling parameters of requests, in order
 * @param environment answers the policy's turns; absent for responses of a single turn
 * @param backend where rollouts are written; absent for this process
 * @param models text models that rewards talk to
 * @param rewards judges of the responses; their weighted sum is the reward
 * @param filters select the scored groups to learn from
 * @param shaping changes of the composed rewards, in order
 * @param optimizer the policy optimizer
 * @param credit changes of the credits that the optimizer assigns, in order
 * @param regularizers terms that keep the policy near something
 * @param guards what watches the run, and what follows its alarms
 * @param coach hints where the metrics show that nothing is being learned
 * @param training steps, batches and the gradient optimizer
 * @param evaluation measurement of accuracy
 * @param checkpoints how often the run is saved, and how much is kept
 * @param trackers observers of the run
 * @param learners further language models that learn from what the policy writes, each by a recipe of its own
 * @param stages parts of the training, one after the other, each with all sections of a recipe: those around {@code stages} are
 *     what they share. None for a single one
 */
public record Recipe(
        long seed,
        @OneOf({"auto", "cpu", "cuda:N"}) String device,
        Model model,
        Data data,
        Optional<Training.Supervised> supervised,
        Optional<Training.Preference> preference,
        Rollout rollout,
        @OfKind("curriculum") Optional<Component> curriculum,
        @OfKind("sampler") Component sampler,
        @OfKind("schedule") List<Component> schedules,
        @OfKind("environment") Optional<Component> environment,
        @OfKind("backend") Optional<Component> backend,
        @OfKind("text model") List<NamedModel> models,
        @OfKind("reward") List<RewardTerm> rewards,
        @OfKind("filter") List<Component> filters,
        @OfKind("shaper") List<Component> shaping,
        @OfKind("optimizer") Component optimizer,
        @OfKind("credit shaper") List<Component> credit,
        @OfKind("regularizer") List<Component> regularizers,
        @OfKind("guard") List<GuardTerm> guards,
        Training.Coach coach,
        Training training,
        Evaluation evaluation,
        Checkpoints checkpoints,
        @OfKind("tracker") List<Component> trackers,
        List<LearnerTerm> learners,
        List<Training.StageTerm> stages) {

    static final long SEED = 42;

    public Recipe {
        schedules = List.copyOf(schedules);
        rewards = List.copyOf(rewards);
        models = List.copyOf(models);
        filters = List.copyOf(filters);
        shaping = List.copyOf(shaping);
        credit = List.copyOf(credit);
        regularizers = List.copyOf(regularizers);
        guards = List.copyOf(guards);
        trackers = List.copyOf(trackers);
        learners = List.copyOf(learners);
        stages = List.copyOf(stages);
    }

    /** A recipe with the defaults of everything else. */
    public static Recipe of(Model model, Data data, List<RewardTerm> rewards, Training training) {
        return new Recipe(
                SEED,
                "auto",
                model,
                data,
                Optional.empty(),
                Optional.empty(),
                Rollout.DEFAULTS,
                Optional.empty(),
                Component.of("group"),
                List.of(),
                Optional.empty(),
                Optional.empty(),
                List.of(),
                rewards,
                List.of(),
                List.of(),
                Component.of("grpo"),
                List.of(),
                List.of(),
                List.of(),
                Training.Coach.DEFAULTS,
                training,
                Evaluation.DEFAULTS,
                Checkpoints.DEFAULTS,
                List.of(
                        Component.of("console"),
                        Component.of("jsonl"),
                        Component.of("completions"),
                        Component.of("tensorboard"),
                        Component.of("report")),
                List.of(),
                List.of());
    }

    /** Steps of the run: of reinforcement learning, or of the training of a reward model. */
    public int steps() {
        return preference.map(Training.Preference::steps).orElse(training.steps());
    }

    /** Returns this recipe with another evaluation. */
    public Recipe with(Evaluation other) {
        return with(other, learners, stages);
    }

    /** Returns this recipe with another evaluation, other learners and other stages. */
    Recipe with(Evaluation other, List<LearnerTerm> terms, List<Training.StageTerm> parts) {
        return new Recipe(
                seed,
                device,
                model,
                data,
                supervised,
                preference,
                rollout,
                curriculum,
                sampler,
                schedules,
                environment,
                backend,
                models,
                rewards,
                filters,
                shaping,
                optimizer,
                credit,
                regularizers,
                guards,
                coach,
                training,
                other,
                checkpoints,
                trackers,
                terms,
                parts);
    }

    /**
     * Returns this recipe if it keeps every rule.
     *
     * @throws org.reason4j.api.plugin.ConfigException with one line for each broken rule
     */
    public Recipe checked() {
        Problems problems = new Problems();
        RecipeRules.check(this, (path, message) -> problems.add(new SettingOrigin("recipe"), path, message));
        problems.throwIfAny();
        return this;
    }

    /**
     * A plugin's component by name.
     *
     * @param name the name it is registered under
     * @param preset named settings to start from; absent for the defaults
     * @param config settings that differ from there
     */
    public record Component(String name, Optional<String> preset, Map<String, Object> config) {

        public Component {
            config = Collections.unmodifiableMap(new LinkedHashMap<>(config));
        }

        /** A component with its default settings. */
        public static Component of(String name) {
            return new Component(name, Optional.empty(), Map.of());
        }
    }

    /**
     * A text model that rewards name by its key.
     *
     * @param key name by which rewards ask for it, such as {@code judge}
     * @param name the name it is registered under
     * @param preset named settings to start from; absent for the defaults
     * @param config settings that differ from there
     */
    public record NamedModel(String key, String name, Optional<String> preset, Map<String, Object> config) {

        public NamedModel {
            config = Collections.unmodifiableMap(new LinkedHashMap<>(config));
        }

        /** The component without its key. */
        public Component component() {
            return new Component(name, preset, config);
        }
    }

    /**
     * The policy.
     *
     * @param path a Hugging Face model directory, or the name on the Hub of a model that was downloaded; absent when
     *     {@code create} is given
     * @param create a new model with random weights
     * @param precision of model passes: {@code bf16} or {@code fp16} (over fp32 master weights), {@code fp32}, or
     *     {@code auto}: bf16 where the machine computes in it
     * @param head of which precision the logits are, in rollouts and in all other passes: {@code fp32}, or {@code same} for
     *     that of the passes
     * @param lora low-rank adapters to train instead of all weights; absent for full training
     */
    public record Model(
            Optional<String> path,
            Optional<NewModel> create,
            @OneOf({"auto", "bf16", "fp16", "fp32"}) String precision,
            @OneOf({"same", "fp32"}) String head,
            Optional<Lora> lora) {

        /** No model yet, full training, in the precision that suits the machine. */
        public static final Model DEFAULTS =
                new Model(Optional.empty(), Optional.empty(), "auto", "same", Optional.empty());
    }

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
     * @param targets names of the projections that get one, such as {@code q_proj}; the name of a part stands for a matrix that
     *     holds several, such as {@code qkv_proj}
     */
    public record Lora(
            @Within("[1, inf)") int rank,
            @Within("(0, inf)") double alpha,
            List<String> targets) {

        public Lora {
            targets = List.copyOf(targets);
        }

        /** Adapters of this rank on every projection of attention and MLP. */
        public static Lora of(int rank) {
            return new Lora(
                    rank, 16, List.of("q_proj", "k_proj", "v_proj", "o_proj", "gate_proj", "up_proj", "down_proj"));
        }
    }

    /**
     * Datasets by name of their reader.
     *
     * @param train prompts for reinforcement learning
     * @param evaluation held-out problems
     * @param system a system message put before every conversation that has none; {@code {environment}} stands for what the
     *     environment says about itself, such as its tools with their arguments; absent for none
     * @param shuffle whether training prompts are drawn in a random order, a new one each epoch
     * @param template further arguments of the model's chat template, such as {@code enable_thinking}
     * @param unfit treatment of examples whose prompt has no tokens or leaves no room for a response: {@code refuse} ends the
     *     run before it begins and lists them, {@code skip} leaves them out and says how many
     */
    public record Data(
            @OfKind("dataset") Component train,
            @OfKind("dataset") Component evaluation,
            Optional<String> system,
            boolean shuffle,
            Map<String, Object> template,
            @OneOf({"refuse", "skip"}) String unfit) {

        public Data {
            template = Map.copyOf(template);
        }

        /** True if examples that don't fit are left out, and counted. */
        public boolean skipsUnfit() {
            return unfit.equals("skip");
        }

        /** Shuffled prompts without a system message. */
        public static Data of(Component train, Component evaluation) {
            return new Data(train, evaluation, Optional.empty(), true, Map.of(), "refuse");
        }
    }

    /**
     * Sampling of responses during training.
     *
     * @param groupSize responses per prompt, {@code G}
     * @param temperature divides the logits
     * @param topK keeps the k most likely tokens; 0 keeps all
     * @param topP keeps the smallest set of tokens with this probability
     * @param minP keeps tokens at least this many times as likely as the most likely one
     * @param maxTokens longest response
     * @param partialTokens new tokens of a response after which the step may leave the rest to later steps, whose weights then
     *     write on; 0 for whole responses. {@code training.staleness} bounds the age of every token. Only with the sampler
     *     {@code group}
     * @param stopIds further token ids that end a response
     * @param stop strings that end a response
     * @param batchSize sequences decoded together; with an environment, up to as many more wait for its answers beside them
     * @param maxBatches how often prompts are sampled per step, at most, to make up for groups that filters leave out
     * @param overSampling prompts that are sampled each time where the recipe has filters, in multiples of
     *     {@code training.promptsPerStep}; groups that are not needed are left out
     * @param onShortage what follows where fewer groups than that have passed the filters in the last batch
     * @param speculation true to draft tokens, from the prompt and from other and earlier responses to it, where few sequences
     *     are decoded in this process: responses are the same token for token
     * @param cacheTokens response tokens whose keys and values are kept for plans that branch, such as trees; a plan waits
     *     until there is room
     * @param maxTurns most turns of a response with an environment
     * @param turnSeconds time for the environment's answer to a turn
     * @param answerSeconds longest time without any answer of a rollout backend while requests are open; of workers of a
     *     cluster, for a whole task, which is up to 8 responses or a pass with a gradient
     * @param onFailure treatment of a response whose environment failed; never {@code RETRY}. A step in which that happens to
     *     every response ends the run
     */
    public record Rollout(
            @Within("[1, inf)") int groupSize,
            @Within("[0, 100]") double temperature,
            @Within("[0, inf)") int topK,
            @Within("(0, 1]") double topP,
            @Within("[0, 1)") double minP,
            @Within("[1, inf)") int maxTokens,
            @Within("[0, inf)") int partialTokens,
            @Within("[0, inf)") List<Integer> stopIds,
            List<String> stop,
            @Within("[1, inf)") int batchSize,
            @Within("[1, inf)") int maxBatches,
            @Within("[1, inf)") double overSampling,
            OnShortage onShortage,
            boolean speculation,
            @Within("[1, inf)") long cacheTokens,
            @Within("[1, inf)") int maxTurns,
            @Within("(0, inf)") double turnSeconds,
            @Within("(0, inf)") double answerSeconds,
            OnMissing onFailure) {

        /** Groups of eight, drawn from the policy as it is. */
        public static final Rollout DEFAULTS = new Rollout(
                8,
                1.0,
                0,
                1.0,
                0.0,
                512,
                0,
                List.of(),
                List.of(),
                64,
                1,
                1,
                OnShortage.LEARN,
                false,
                262_144,
                8,
                10.0,
                600.0,
                OnMissing.DROP_TRAJECTORY);

        public Rollout {
            stopIds = List.copyOf(stopIds);
            stop = List.copyOf(stop);
        }

        /** Returns a copy with another longest response. */
        public Rollout withMaxTokens(int tokens) {
            return new Rollout(
                    groupSize,
                    temperature,
                    topK,
                    topP,
                    minP,
                    tokens,
                    partialTokens,
                    stopIds,
                    stop,
                    batchSize,
                    maxBatches,
                    overSampling,
                    onShortage,
                    speculation,
                    cacheTokens,
                    maxTurns,
                    turnSeconds,
                    answerSeconds,
                    onFailure);
        }
    }

    /** What follows where filters leave fewer groups than a step wants, and no further batch may be sampled. */
    public enum OnShortage {
        /** The step learns from those that passed. */
        LEARN,
        /** The run stops. */
        ABORT
    }

    /** Treatment of a trajectory without a score. */
    public enum OnMissing {
        /** The trajectory is left out of statistics and loss. */
        DROP_TRAJECTORY,
        /** So is its whole group. */
        DROP_GROUP,
        /** The reward is called again, up to its {@code retries}; then the trajectory is dropped. */
        RETRY,
        /** The run stops. */
        ABORT
    }

    /**
     * Checkpoints.
     *
     * @param every steps between checkpoints; the last step always has one
     * @param keepLast how many of the newest are kept
     * @param keepBest whether the best of those whose step measured held-out accuracy is kept, too
     */
    public record Checkpoints(
            @Within("[1, inf)") int every,
            @Within("[1, inf)") int keepLast,
            boolean keepBest) {

        /** Every 50 steps; the newest two and the best are kept. */
        public static final Checkpoints DEFAULTS = new Checkpoints(50, 2, true);
    }
}
