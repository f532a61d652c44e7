package org.reason4j.api.model;

import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;
import org.reason4j.api.Provided;

/**
 * The reference policy of the run: a service for components that move it. Unless a component does, it stays
 * where reinforcement learning started.
 *
 * <p>It is one model for all its readers: {@link org.reason4j.api.data.TokenStream#REFERENCE_LOGPROBS} and {@link
 * org.reason4j.api.data.ModelRef#REFERENCE}. A component that moves it declares one of these two in its {@link
 * org.reason4j.api.data.Requirements}, so that it is loaded, and moves it between steps, in {@link
 * org.reason4j.api.regularizer.Regularizer#stepCompleted}. Where the policy trains adapters, the reference follows the sums of
 * weights and adapters. Once it has moved, every checkpoint holds its weights.
 *
 * @see <a href="https://arxiv.org/abs/2505.24864">ProRL</a>
 * @see <a href="https://arxiv.org/abs/2404.09656">TR-DPO</a>
 */
@Provided
@API(status = Status.EXPERIMENTAL, since = "1.0.0")
public interface ReferencePolicy {

    /**
     * Sets the reference to the policy as it is now.
     *
     * @param moments true to set the moments of the policy's AdamW to 0, too, and to count its steps from 1 again
     * @throws IllegalStateException if no component declares that it reads the reference, or the run has not begun
     */
    void reset(boolean moments);

    /**
     * Moves the reference towards the policy: {@code reference = share * policy + (1 - share) * reference}.
     *
     * @param share of the policy as it is now, in (0, 1]
     * @throws IllegalStateException as {@link #reset}
     */
    void average(double share);
}
