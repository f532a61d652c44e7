package org.reason4j.sampler.tree.search;

import static org.reason4j.api.plugin.ConfigException.check;

import java.util.Optional;
import org.reason4j.api.data.ModelRef;

/** What the beginning of a response is worth, before it is finished. */
public sealed interface Values {

    /** The model that tells; empty where none is asked. */
    default Optional<ModelRef> model() {
        return Optional.empty();
    }

    /** What came of its continuations by the policy, judged by the reward that measures. */
    record Continuations() implements Values {

        /** There is nothing to set. */
        public static final Continuations DEFAULTS = new Continuations();
    }

    /**
     * What a value model says of the state after it, on the scale of rewards.
     *
     * @param path a Hugging Face directory with the policy's vocabulary and a value head
     */
    record ValueModel(String path) implements Values {

        /** A directory beside the run. */
        public static final ValueModel DEFAULTS = new ValueModel("value-model");

        public ValueModel {
            check(!path.isBlank(), "value-model.path must name the directory of a value model");
        }

        @Override
        public Optional<ModelRef> model() {
            return Optional.of(ModelRef.values(path));
        }
    }

    /**
     * {@code sigmoid} of the score that a reward model gives it as an answer.
     *
     * @param path a Hugging Face directory of a reward model
     */
    record RewardModel(String path) implements Values {

        /** A directory beside the run. */
        public static final RewardModel DEFAULTS = new RewardModel("reward-model");

        public RewardModel {
            check(!path.isBlank(), "reward-model.path must name the directory of a reward model");
        }

        @Override
        public Optional<ModelRef> model() {
            return Optional.of(ModelRef.reward(path));
        }
    }
}
