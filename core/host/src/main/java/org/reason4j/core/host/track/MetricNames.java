package org.reason4j.core.host.track;

/** Names of the metrics that the console and the report show; a metric that is absent is left out of both. */
public final class MetricNames {

    /** Mean composed reward of the step's trajectories. */
    public static final String REWARD = "reward/mean";

    /** Before the key of a configured reward, whose mean follows under {@link #MEAN_SUFFIX}. */
    public static final String REWARDS_PREFIX = "reward/";

    /** Ends the names of means. */
    public static final String MEAN_SUFFIX = "/mean";

    /** Ends the name of the share of responses in which one reward reads no answer. */
    public static final String NO_ANSWER_SUFFIX = "/no_answer";

    /** Deviation of the composed rewards of the step's trajectories. */
    public static final String REWARD_DEVIATION = "reward/std";

    /** Share of groups whose rewards are all equal. */
    public static final String FLAT_GROUPS = "reward/frac_zero_std_groups";

    /** Number of responses that the step learns from. */
    public static final String TRAINED_SEQUENCES = "throughput/trained_sequences";

    /** Mean ratio of a token's probability to that under the policy before the step. */
    public static final String RATIO = "policy/ratio_mean";

    /** Begins the name of the number that is 1 in steps with a sign that the coach knows. */
    public static final String COACH_PREFIX = "coach/";

    /** Ends the name of the mean contribution of one reward. */
    public static final String SHARE_SUFFIX = "/share";

    /** Begins the name of a number of a guard. */
    public static final String GUARD_PREFIX = "guard/";

    /** Ends the name of the number that is 1 while a guard raises its alarm. */
    public static final String ALARM_SUFFIX = "/alarm";

    /** Begins the name of a number of a filter. */
    public static final String FILTER_PREFIX = "filter/";

    /** Ends the name of the number of groups that were left out for a reason. */
    public static final String GROUPS_SUFFIX = "_groups";

    /** Share of held-out problems answered correctly by greedy decoding; present on the steps that measure it. */
    public static final String ACCURACY = "eval/accuracy";

    /** Loss of a reward model in training on the step's pairs. */
    public static final String PAIR_LOSS = "reward-model/loss";

    /** Share of the step's pairs whose chosen response a reward model in training scored higher, before it learned from them. */
    public static final String PAIR_ACCURACY = "reward-model/accuracy";

    /** Ends the name of the loss of a model that learns. */
    public static final String LOSS_SUFFIX = "/loss";

    /** Ends the name of the share of what a model that learns tells right. */
    public static final String ACCURACY_SUFFIX = "/accuracy";

    /** The policy's own loss. */
    public static final String POLICY_LOSS = "policy/loss";

    /** Loss of a step of the supervised stage. */
    public static final String SUPERVISED_LOSS = "supervised/loss";

    /** Norm of its whole gradient before it is clipped. */
    public static final String SUPERVISED_GRADIENT_NORM = "supervised/grad_norm";

    /** Its learning rate. */
    public static final String SUPERVISED_LEARNING_RATE = "supervised/learning_rate";

    /** Tokens of responses that it learned from, per second. */
    public static final String SUPERVISED_TOKENS_PER_SECOND = "supervised/tokens_per_second";

    /** Mean number of tokens of a response. */
    public static final String RESPONSE_LENGTH = "completions/mean_length";

    /** Share of responses that ended at the length limit. */
    public static final String TRUNCATED = "completions/truncated_ratio";

    /** Mean entropy of the policy on learned tokens, in nats. */
    public static final String ENTROPY = "policy/entropy";

    /** Mean KL divergence from the reference policy, per learned token. */
    public static final String KL_REFERENCE = "regularizer/kl";

    /** Mean KL divergence from the policy before the step's updates, per learned token. */
    public static final String KL_OLD = "policy/kl_old";

    /** Share of learned tokens clipped at the lower bound. */
    public static final String CLIP_LOW = "policy/clip_fraction_low";

    /** Share of learned tokens clipped at the upper bound. */
    public static final String CLIP_HIGH = "policy/clip_fraction_high";

    /** Norm of the whole gradient before it is clipped. */
    public static final String GRADIENT_NORM = "update/grad_norm";

    /** Learning rate of the step's last update. */
    public static final String LEARNING_RATE = "update/learning_rate";

    /** Mean absolute difference between the log-probabilities of rollout and training. */
    public static final String MISMATCH_MEAN = "mismatch/logprob_diff_mean";

    /** Largest absolute difference between the log-probabilities of rollout and training. */
    public static final String MISMATCH_MAX = "mismatch/logprob_diff_max";

    /** Response tokens sampled per second of the whole step. */
    public static final String TOKENS_PER_SECOND = "throughput/tokens_per_second";

    /** Before the name of a stage: the seconds it took. */
    public static final String TIME_PREFIX = "time/";

    /** Seconds of the whole step. */
    public static final String STEP_SECONDS = "time/step";

    private MetricNames() {}
}
