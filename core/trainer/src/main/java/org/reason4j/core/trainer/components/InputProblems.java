package org.reason4j.core.trainer.components;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Predicate;
import org.reason4j.api.data.SamplingParams;
import org.reason4j.api.model.Tokenizer;
import org.reason4j.api.plugin.ConfigException;
import org.reason4j.api.plugin.Kind;
import org.reason4j.api.sampler.RolloutSettings;
import org.reason4j.api.text.TextModel;
import org.reason4j.core.engine.model.LanguageModel;
import org.reason4j.core.host.config.Recipe;
import org.reason4j.core.host.config.RecipeReader;
import org.reason4j.core.host.config.SettingsBinder;
import org.reason4j.core.host.plugin.ComponentFactory;
import org.reason4j.core.host.plugin.PluginRegistry;

/**
 * Problems of the model and the datasets of a recipe that has problems of its own, so that all are told at once. Other components
 * are not built, because their settings may be those that are wrong.
 */
public record InputProblems(PluginRegistry plugins) implements RecipeReader.Inputs {

    @Override
    public Map<String, String> problems(Recipe recipe, Predicate<String> concerned) {
        Map<String, String> found = new LinkedHashMap<>();
        if (!concerned.test("model")) {
            recipe.model()
                    .path()
                    .ifPresent(path -> check(found, "model.path", () -> LanguageModel.requireFiles(Path.of(path))));
        }
        CurrentRun run = CurrentRun.measuring(recipe);
        try (ComponentFactory factory = new ComponentFactory(
                plugins,
                SettingsBinder::bind,
                new RunServices(AbsentService.of(Tokenizer.class), run)
                        .forComponents(
                                key -> AbsentService.of(TextModel.class),
                                RolloutSettings.of(1, SamplingParams.of(1))))) {
            datasets(recipe).forEach((where, component) -> {
                if (!concerned.test(where)) {
                    check(
                            found,
                            where,
                            () -> factory.create(Kind.DATASET, component, where).read());
                }
            });
        }
        return found;
    }

    private static Map<String, Recipe.Component> datasets(Recipe recipe) {
        Map<String, Recipe.Component> datasets = new LinkedHashMap<>();
        datasets.put("data.train", recipe.data().train());
        datasets.put("data.evaluation", recipe.data().evaluation());
        recipe.supervised().ifPresent(stage -> datasets.put("supervised.data", stage.data()));
        return datasets;
    }

    private static void check(Map<String, String> found, String where, Runnable check) {
        try {
            check.run();
        } catch (ConfigException e) {
            found.put(where, String.valueOf(e.getMessage()));
        }
    }
}
