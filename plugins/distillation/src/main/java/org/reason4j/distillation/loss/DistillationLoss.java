package org.reason4j.distillation.loss;

import ai.djl.ndarray.NDArray;
import org.reason4j.api.data.Requirements;

/** A distance from the student to the teacher that is minimised; each choice holds its settings and its formula. */
public sealed interface DistillationLoss permits K2, K3, Abs, RefKl, SampledToken, ForwardKl, Jsd, SoftTargets {

    /** The loss of each token, differentiable in the student's log-probabilities, {@code [B, T]}; any number where it is not learned. */
    NDArray perToken(Signal signal);

    /** Number of the teacher's most likely tokens that it reads at each position; 0 for the sampled token alone. */
    default int topK() {
        return 0;
    }

    /** Needs of this loss beside the teacher's numbers. */
    default Requirements requirements() {
        return Requirements.NONE;
    }
}
