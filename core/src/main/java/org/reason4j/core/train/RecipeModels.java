package org.reason4j.core.train;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.reason4j.api.plugin.ConfigException;
import org.reason4j.api.text.TextModel;
import org.reason4j.api.text.TextModels;
import org.reason4j.core.config.Recipe;
import org.reason4j.core.plugin.ComponentFactory;
import org.reason4j.core.plugin.ComponentKind;

/** The text models of a recipe. */
final class RecipeModels implements TextModels, AutoCloseable {

    private final Map<String, TextModel> models = new LinkedHashMap<>();

    RecipeModels(List<Recipe.NamedModel> wanted, ComponentFactory factory) {
        for (int i = 0; i < wanted.size(); i++) {
            Recipe.NamedModel model = wanted.get(i);
            models.put(
                    model.key(),
                    factory.create(
                            ComponentKind.TEXT_MODEL,
                            model.name(),
                            Optional.empty(),
                            model.config(),
                            "models[" + i + "]"));
        }
    }

    @Override
    public TextModel get(String key) {
        return Optional.ofNullable(models.get(key))
                .orElseThrow(() -> new ConfigException("No text model has the key '" + key
                        + "'; the recipe's models are " + models.keySet() + ". Add one with that key under models."));
    }

    @Override
    public void close() {
        models.values().forEach(TextModel::close);
    }
}
