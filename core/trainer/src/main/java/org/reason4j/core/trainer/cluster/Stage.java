package org.reason4j.core.trainer.cluster;

/** What a worker is asked to do. */
enum Stage {
    /** Continues sequences: generation requests to generations. */
    GENERATE,
    /** Judges a group by a reward: a group to scores. */
    SCORE,
    /** Makes a forward pass: rows to log-probabilities and entropies. */
    FORWARD,
    /** Makes a forward and a backward pass: rows and gradients of their outputs to the gradient of the parameters. */
    GRADIENT
}
