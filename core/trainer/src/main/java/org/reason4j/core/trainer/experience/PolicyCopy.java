package org.reason4j.core.trainer.experience;

import org.reason4j.core.engine.model.LanguageModel;

/** A second instance of the policy's model, which writes rollouts while the policy trains. */
public interface PolicyCopy extends AutoCloseable {

    /** The copy behind a backend, which takes over the weights when a batch begins, while no other is being written. */
    PolicyCopy OF_BACKEND = new PolicyCopy() {
        @Override
        public void refresh() {} // the engine of a batch does

        @Override
        public void close() {} // the backend belongs to the recipe's components
    };

    /** Takes over the policy's weights of now; no call of the copy may be running. */
    void refresh();

    @Override
    void close();

    /** Returns the copy of a policy in this process; closing it closes {@code copy}. */
    static PolicyCopy of(LanguageModel policy, LanguageModel copy) {
        return new PolicyCopy() {
            @Override
            public void refresh() {
                copy.take(policy);
            }

            @Override
            public void close() {
                copy.close();
            }
        };
    }
}
