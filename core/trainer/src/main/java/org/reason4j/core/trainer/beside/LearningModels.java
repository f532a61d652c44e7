package org.reason4j.core.trainer.beside;

import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import org.reason4j.api.plugin.ConfigException;
import org.reason4j.api.text.TextModel;
import org.reason4j.core.engine.text.PolicyModel;

/**
 * The language models that learn in a run, as text models: the policy and the learners beside it. Each is known by its key
 * from the beginning, and answers once it is loaded.
 */
public final class LearningModels {

    private final Set<String> keys;
    private final Map<String, PolicyModel> loaded = new ConcurrentHashMap<>();

    /** Models with these keys, none of them loaded yet. */
    public LearningModels(Set<String> keys) {
        this.keys = new TreeSet<>(keys);
    }

    /** Says that a model can be asked from now on. */
    public void use(String key, PolicyModel model) {
        loaded.put(key, model);
    }

    /**
     * Returns the model of a key, which can be asked once it is loaded.
     *
     * @throws ConfigException if there is none; the message lists the keys that there are
     */
    TextModel get(String key) {
        ConfigException.check(
                keys.contains(key),
                "No model that learns in this run has the key '%s'; %s. Set the text model's config.of to one of learners, or"
                        + " choose another text model.",
                key,
                keys.isEmpty() ? "only a training run has such models" : "those that do are " + keys);
        return new TextModel() {
            @Override
            public Completion complete(Request request) throws InterruptedException {
                PolicyModel model = loaded.get(key);
                if (model == null) {
                    throw new IllegalStateException(
                            "The model '" + key
                                    + "' is not loaded before the run has begun; a constructor keeps its text models and asks none.");
                }
                return model.complete(request);
            }

            /** None: it changes from step to step. */
            @Override
            public String identity() {
                return "";
            }
        };
    }
}
