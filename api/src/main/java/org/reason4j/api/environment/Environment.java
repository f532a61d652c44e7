package org.reason4j.api.environment;

import java.util.List;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;
import org.reason4j.api.Extension;
import org.reason4j.api.data.Prompt;
import org.reason4j.api.data.Requirements;

/**
 * Answers the policy's turns within a response.
 *
 * <p>A turn ends with one of {@link #stop()}, or where a response would end otherwise; one that the length limit cuts off
 * gets no answer. What the environment says is read by the policy and never learned. Several episodes run at the same
 * time, each on a thread of its own; every call has the deadline {@code rollout.turnSeconds}, after which its thread is
 * interrupted. A call that throws or misses the deadline ends its own trajectory with {@link
 * org.reason4j.api.data.Finish#FAILED}, and no other.
 */
@Extension
@API(status = Status.STABLE, since = "1.0.0")
public interface Environment extends AutoCloseable {

    /**
     * Begins an episode. That of a response that branches off another one is first told the turns which both share, and what
     * it answers to them is ignored.
     */
    Episode begin(Prompt prompt, int sample) throws Exception;

    /** Strings with which the policy hands over, such as {@code </tool>}; they stay in the response. */
    List<String> stop();

    /**
     * What the policy is told about this environment, such as its tools and how to call them: the text that stands for
     * {@code {environment}} in the recipe's system message; empty for none.
     */
    @API(status = Status.EXPERIMENTAL, since = "1.0.0")
    default String instructions() {
        return "";
    }

    /** Needs of this environment towards the recipe. */
    default Requirements requirements() {
        return Requirements.NONE;
    }

    /** Releases what the environment holds, such as processes. Called once, when no episode is left. */
    @Override
    default void close() {}
}
