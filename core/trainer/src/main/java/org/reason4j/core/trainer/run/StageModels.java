package org.reason4j.core.trainer.run;

import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.reason4j.api.data.ModelRef;
import org.reason4j.api.data.Requirements;
import org.reason4j.api.data.TokenStream;
import org.reason4j.core.engine.model.LanguageModel;
import org.reason4j.core.trainer.components.Components;

/** Further instances of the policy's model that reinforcement learning needs. */
final class StageModels implements AutoCloseable {

    private final Supplier<LanguageModel> loader;
    private @Nullable LanguageModel reference;
    private @Nullable LanguageModel copy;

    /**
     * Loads the instances that are needed; closes the first where the second can't be loaded.
     *
     * @param reference whether a component reads the log-probabilities of the frozen reference policy
     * @param copy whether rollouts are written ahead, by a copy of the policy
     * @param loader loads the model that reinforcement learning starts from
     */
    StageModels(boolean reference, boolean copy, Supplier<LanguageModel> loader) {
        this.loader = loader;
        try {
            this.reference = reference ? loader.get() : null;
            this.copy = copy ? loader.get() : null;
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    /** True if a component reads log-probabilities of the frozen reference policy, or asks it for numbers. */
    static boolean readsReference(Components components) {
        Requirements needs = components.needs();
        return components.scoringModels().contains(ModelRef.REFERENCE)
                || needs.streams().contains(TokenStream.REFERENCE_LOGPROBS)
                || needs.lossStreams().contains(TokenStream.REFERENCE_LOGPROBS);
    }

    /** The frozen reference policy. */
    Optional<LanguageModel> reference() {
        return Optional.ofNullable(reference);
    }

    /** Loads one more instance of the model that reinforcement learning starts from, for the caller to close. */
    LanguageModel loadStart() {
        return loader.get();
    }

    /** Hands the copy over; the caller closes it from now on. */
    Optional<LanguageModel> takeCopy() {
        Optional<LanguageModel> taken = Optional.ofNullable(copy);
        copy = null;
        return taken;
    }

    @Override
    public void close() {
        if (copy != null) {
            copy.close();
        }
        if (reference != null) {
            reference.close();
        }
    }
}
