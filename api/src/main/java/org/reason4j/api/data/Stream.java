package org.reason4j.api.data;

/**
 * The name of one number per response token.
 *
 * <p>A component declares the streams that it reads in its {@link Requirements}; core computes each at most once per
 * step, in as few passes as it can. A plugin may attach streams of its own, with a reward's {@link Score.Value} or with
 * {@link Trajectory#with} in a shaper, a regularizer's {@code shape} or an optimizer's {@code credit}, to every trajectory
 * or to none, and finds them again in the {@link TokenBatch}. For other components to read them, it declares them with
 * {@link Requirements#attaching}. Log-probabilities are natural logarithms at the sampling temperature; entropies are in
 * nats.
 */
public record Stream(String name) {

    /** Log-probability under the policy being trained; differentiable, and in a {@link TokenBatch} only. */
    public static final Stream LOGPROBS = new Stream("logprobs");

    /**
     * Entropy of the policy's whole next-token distribution. In a trajectory it is that of the step's start; in a {@link
     * TokenBatch} that of the policy being trained, differentiable where a component declares the stream.
     */
    public static final Stream ENTROPY = new Stream("entropy");

    /** Log-probability under the policy at the start of this step's updates (the proximal policy). */
    public static final Stream OLD_LOGPROBS = new Stream("oldLogprobs");

    /** Log-probability under the frozen reference policy. */
    public static final Stream REFERENCE_LOGPROBS = new Stream("refLogprobs");

    /** Log-probability under the model that sampled, before top-k, top-p and min-p. */
    public static final Stream BEHAVIOUR_LOGPROBS = new Stream("behaviourLogprobs");

    /** Log-probability under the distribution that was really sampled from, after top-k, top-p and min-p. */
    public static final Stream SAMPLED_LOGPROBS = new Stream("sampledLogprobs");

    /**
     * Self-certainty: cross-entropy from the uniform distribution to the policy's, {@code -1/V sum_v ln p(v)} in nats, at
     * the step's start; {@code ln V} where the policy has no preference (Intuitor, arXiv 2505.19590, equation 4).
     */
    public static final Stream CERTAINTY = new Stream("certainty");

    /**
     * Value of the state before the token is read, from a critic at the step's start; only where the recipe has a model
     * that computes it.
     */
    public static final Stream VALUES = new Stream("values");

    /** What the environment gave for a turn, on the turn's last token; 0 elsewhere. Only where there is an environment. */
    public static final Stream TURN_REWARDS = new Stream("turnRewards");

    /** Advantage, as credited by the policy optimizer; in a {@link TokenBatch} only. */
    public static final Stream ADVANTAGES = new Stream("advantages");
}
