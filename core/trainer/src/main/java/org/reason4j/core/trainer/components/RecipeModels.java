package org.reason4j.core.trainer.components;

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

/** The text models of a recipe. Their factory closes them. */
public final class RecipeModels implements TextModels {

    private final Map<String, TextModel> models = new LinkedHashMap<>();

    /** Builds the models. */
    public void build(List<Recipe.NamedModel> wanted, ComponentFactory factory) {
        for (int i = 0; i < wanted.size(); i++) {
            add(wanted.get(i), "models[" + i + "]", factory);
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
}
