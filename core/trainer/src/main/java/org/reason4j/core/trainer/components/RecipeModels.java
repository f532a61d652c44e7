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

    /** Builds the models; in the place of one that can't be built is an {@link AbsentService}. */
    public void build(List<Recipe.NamedModel> wanted, ComponentFactory factory, ProblemList problems) {
        for (int i = 0; i < wanted.size(); i++) {
            Recipe.NamedModel model = wanted.get(i);
            String where = "models[" + i + "]";
            TextModel built = problems.collect(
                    () -> factory.create(Kind.TEXT_MODEL, model.component(), where), AbsentService.of(TextModel.class));
            models.put(model.key(), built);
        }
    }

    @Override
    public TextModel get(String key) {
        return Optional.ofNullable(models.get(key))
                .orElseThrow(() -> new ConfigException("No text model has the key '" + key
                        + "'; the recipe's models are " + models.keySet() + ". Add one with that key under models."));
    }
}
