package org.reason4j.distillation.self;

import org.reason4j.api.data.ModelRef;

/** Weights of a policy that is its own teacher. */
public enum Weights {
    /** Those of the start of each step. */
    POLICY,
    /** Those that reinforcement learning started from, or those that a regularizer keeps the reference at. */
    REFERENCE;

    /** The model with these weights. */
    public ModelRef model() {
        return this == POLICY ? ModelRef.POLICY : ModelRef.REFERENCE;
    }
}
