package org.reason4j.core.trainer.beside;

import static org.reason4j.api.plugin.ConfigException.check;

import org.reason4j.api.text.TextModel;

/**
 * A language model that learns beside the policy, as it is in the step that asks: the text model named {@code learner}. An
 * answer depends on the question, its seed, the learner's seed, the policy's step and the learner's weights.
 */
public final class LearnerModel implements TextModel {

    /**
     * Which one it is.
     *
     * @param of key of a learner under {@code learners}; {@code policy} for the policy, which a learner's rewards may ask, too
     */
    public record Config(String of) {
        /** The learner of a recipe that calls it a judge. */
        public static final Config DEFAULTS = new Config("judge");

        public Config {
            check(!of.isBlank(), "learner.of is blank, expected the key of a learner");
        }
    }

    private final TextModel model;

    /** Finds the model by its key. */
    public LearnerModel(Config config, LearningModels models) {
        model = models.get(config.of());
    }

    @Override
    public Completion complete(Request request) throws Exception {
        return model.complete(request);
    }

    /** None: it changes from step to step. */
    @Override
    public String identity() {
        return "";
    }
}
