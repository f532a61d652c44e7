package org.reason4j.core.trainer.components;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.reason4j.api.plugin.ConfigException;
import org.reason4j.api.plugin.Kind;
import org.reason4j.api.text.TextModel;
import org.reason4j.api.text.TextModels;
import org.reason4j.core.host.config.Recipe;
import org.reason4j.core.host.plugin.ComponentFactory;

/** The text models of a recipe. */
public final class RecipeModels implements TextModels, AutoCloseable {

    private final Map<String, TextModel> models = new LinkedHashMap<>();

    public RecipeModels(List<Recipe.NamedModel> wanted, ComponentFactory factory) {
        try {
            for (int i = 0; i < wanted.size(); i++) {
                add(wanted.get(i), "models[" + i + "]", factory);
            }
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    private void add(Recipe.NamedModel model, String where, ComponentFactory factory) {
        models.put(model.key(), factory.create(Kind.TEXT_MODEL, model.component(), where));
    }

    @Override
    public TextModel get(String key) {
        return Optional.ofNullable(models.get(key))
                .orElseThrow(() -> new ConfigException("No text model has the key '" + key
                        + "'; the recipe's models are " + models.keySet() + ". Add one with that key under models."));
    }

    /** Closes every model, also after one could not be closed. */
    @Override
    public void close() {
        List<RuntimeException> failures = new ArrayList<>();
        for (TextModel model : models.values()) {
            try {
                model.close();
            } catch (RuntimeException e) {
                failures.add(e);
            }
        }
        if (!failures.isEmpty()) {
            RuntimeException first = failures.get(0);
            failures.subList(1, failures.size()).forEach(first::addSuppressed);
            throw first;
        }
    }
}
