package org.reason4j.api.data;

import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;

/** Source of a trajectory's tokens. Constants may be added: a {@code switch} needs a {@code default}. */
@API(status = Status.STABLE, since = "1.0.0")
public enum Origin {
    /** The policy in training sampled it for this step, with the weights of {@link Trajectory#policyVersion()}. */
    POLICY,
    /** The policy in training sampled it for an earlier step, and a component kept it. */
    REPLAY,
    /** A text to imitate, by a person or a program: no distribution, so no behaviour log-probabilities. */
    DEMONSTRATION,
    /** Another model sampled it; it has behaviour log-probabilities where that model gave them. */
    OTHER_POLICY
}
