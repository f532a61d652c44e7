package org.reason4j.api.data;

import java.util.regex.Pattern;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;

/**
 * The name of one number per response token.
 *
 * <p>A component declares the streams that it reads in its {@link Requirements}; core computes each at most once per
 * step, in as few passes as it can. A plugin may attach streams of its own, with a reward's {@link Score.Value} or with
 * {@link Trajectory#with} in a shaper, a regularizer's {@code shape} or an optimizer's {@code credit}, to every trajectory
 * or to none, and finds them again in the {@link TokenBatch}. For other components to read them, it declares them with
 * {@link Requirements#attaching}. The name of a plugin's stream carries the plugin's name: {@code ppo/returns}.
 *
 * <p>Log-probabilities are natural logarithms at the temperature of their trajectory; entropies are in nats.
 */
@API(status = Status.STABLE, since = "1.0.0")
public final class TokenStream {

    private static final Pattern PLUGIN = Pattern.compile("[a-z0-9-]+");
    private static final Pattern LOCAL = Pattern.compile("[A-Za-z0-9_.-]+");
    private static final Pattern ANY = Pattern.compile("(?:[a-z0-9-]+/)?[A-Za-z0-9_.-]+");

    /** Log-probability under the policy being trained; differentiable, and in a {@link TokenBatch} only. */
    public static final TokenStream LOGPROBS = new TokenStream("logprobs");

    /**
     * Log-probability under the policy being trained of response tokens that are not learned, such as what an environment said;
     * 0 on learned tokens, unlike every other stream. Differentiable, and in a {@link TokenBatch} only, where a component
     * declares it among its {@code lossStreams}.
     */
    @API(status = Status.EXPERIMENTAL, since = "1.0.0")
    public static final TokenStream OBSERVED_LOGPROBS = new TokenStream("observedLogprobs");

    /**
     * Entropy of the policy's whole next-token distribution. In a trajectory it is that of the step's start; in a {@link
     * TokenBatch} that of the policy being trained, differentiable where a component declares the stream.
     */
    public static final TokenStream ENTROPY = new TokenStream("entropy");

    /** Log-probability under the policy at the start of this step's updates (the proximal policy). */
    public static final TokenStream OLD_LOGPROBS = new TokenStream("oldLogprobs");

    /** Log-probability under the reference policy, frozen unless a component moves it. */
    public static final TokenStream REFERENCE_LOGPROBS = new TokenStream("refLogprobs");

    /**
     * Log-probability under the model that sampled, before {@link EntropyMinimization}, top-k, top-p and min-p; missing where
     * {@link Origin} has none.
     */
    public static final TokenStream BEHAVIOUR_LOGPROBS = new TokenStream("behaviourLogprobs");

    /** Log-probability under the distribution that was really sampled from, after {@link EntropyMinimization} and filters. */
    public static final TokenStream SAMPLED_LOGPROBS = new TokenStream("sampledLogprobs");

    /**
     * Version of the weights that sampled a token: the number of updates behind them, as {@link Trajectory#policyVersion}
     * says it of the oldest token of a response. Responses that were not finished when the weights changed have several.
     * Whole numbers; missing where {@link Origin} has none.
     */
    @API(status = Status.EXPERIMENTAL, since = "1.0.0")
    public static final TokenStream POLICY_VERSION = new TokenStream("policyVersion");

    /**
     * Self-certainty: cross-entropy from the uniform distribution to the policy's, {@code -1/V sum_v ln p(v)} in nats, at
     * the step's start; {@code ln V} where the policy has no preference (Intuitor, arXiv 2505.19590, equation 4).
     */
    public static final TokenStream CERTAINTY = new TokenStream("certainty");

    /**
     * Probability that two draws from the policy's next-token distribution agree, {@code sum_v p(v)^2}, at the step's start:
     * 1 where it is sure, {@code 1/V} where it has no preference.
     */
    @API(status = Status.EXPERIMENTAL, since = "1.0.0")
    public static final TokenStream COLLISION = new TokenStream("collision");

    /**
     * Value of the state before the token is read, from a critic at the step's start; only where the recipe has a model
     * that computes it.
     */
    public static final TokenStream VALUES = new TokenStream("values");

    /** Reward of the environment for a turn, on the turn's last token; 0 elsewhere. Only where there is an environment. */
    public static final TokenStream TURN_REWARDS = new TokenStream("turnRewards");

    /** Advantage, as credited by the policy optimizer; in a {@link TokenBatch} only. */
    public static final TokenStream ADVANTAGES = new TokenStream("advantages");

    private final String name;

    private TokenStream(String name) {
        this.name = name;
    }

    /**
     * A stream of a plugin.
     *
     * @param plugin the plugin's name, of lower-case letters, digits and dashes, such as {@code optimizer-ppo}
     * @param name the stream's name within the plugin, of letters, digits, dots, dashes and underscores
     * @throws IllegalArgumentException if a name has other characters
     */
    public static TokenStream of(String plugin, String name) {
        if (!PLUGIN.matcher(plugin).matches() || !LOCAL.matcher(name).matches()) {
            throw new IllegalArgumentException(
                    "a plugin's stream is named PLUGIN/NAME with PLUGIN of a-z, 0-9 and -, and"
                            + " NAME of letters, digits, '.', '-' and '_'; got '" + plugin + "' and '" + name + "'");
        }
        return new TokenStream(plugin + "/" + name);
    }

    /**
     * The stream of a whole name, as {@link #name()} returned it: for reading files.
     *
     * @throws IllegalArgumentException if no stream can have that name
     */
    public static TokenStream named(String name) {
        if (!ANY.matcher(name).matches()) {
            throw new IllegalArgumentException("no stream can be named '" + name + "'");
        }
        return new TokenStream(name);
    }

    /** The whole name: {@code NAME} for a stream of core, {@code PLUGIN/NAME} for one of a plugin. */
    public String name() {
        return name;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof TokenStream stream && stream.name.equals(name);
    }

    @Override
    public int hashCode() {
        return name.hashCode();
    }

    @Override
    public String toString() {
        return name;
    }
}
