package org.reason4j.core.engine.serve.weights;

import org.reason4j.api.model.Tokenizer;
import org.reason4j.core.engine.model.LanguageModel;
import org.reason4j.core.engine.rollout.LiveDecoder;
import org.reason4j.core.engine.rollout.PromptReuse;

/** Weights of one version under a name, with the thread that decodes with them. Its owner guards the number of users. */
final class ServedModel {

    private final String name;
    private final String version;
    private final LanguageModel model;
    private final boolean owned;
    private final LiveDecoder decoder;
    private int users; // requests under way
    private boolean retired;

    /**
     * Starts to decode.
     *
     * @param owned whether the model is closed with it in any case; else only where other weights took its place
     */
    ServedModel(
            String name,
            String version,
            LanguageModel model,
            boolean owned,
            Tokenizer tokenizer,
            int slots,
            PromptReuse reuse) {
        this.name = name;
        this.version = version;
        this.model = model;
        this.owned = owned;
        decoder = new LiveDecoder(model, tokenizer, slots, reuse, 0);
    }

    String name() {
        return name;
    }

    String version() {
        return version;
    }

    LanguageModel model() {
        return model;
    }

    LiveDecoder decoder() {
        return decoder;
    }

    void enter() {
        users++;
    }

    /** Takes a user out; true if the model is to be closed now. */
    boolean leave() {
        users--;
        return retired && users == 0;
    }

    /** Takes the model out of service; true if nobody uses it. */
    boolean retire() {
        retired = true;
        return users == 0;
    }

    /** True until the last user of weights that are out of service has gone. */
    boolean isLeaving() {
        return retired && users > 0;
    }

    /** Waits for the decoder's thread, then frees the weights. */
    void close() {
        decoder.close();
        if (owned || retired) {
            model.close();
        }
    }
}
