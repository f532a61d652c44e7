package org.reason4j.core.trainer.components;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
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
 * What is wrong with the files of a recipe that has problems of its own, so that all of it is told at once: its model and its
 * datasets. Other components are not built, because their settings may be those that are wrong.
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
            if (!concerned.test("data.train")) {
                dataset(found, factory, "data.train", recipe.data().train());
            }
            if (!concerned.test("data.evaluation")) {
                dataset(found, factory, "data.evaluation", recipe.data().evaluation());
            }
            Optional.of("supervised.data")
                    .filter(concerned.negate())
                    .flatMap(where -> recipe.supervised())
                    .ifPresent(stage -> dataset(found, factory, "supervised.data", stage.data()));
        }
        return found;
    }

    private static void dataset(
            Map<String, String> found, ComponentFactory factory, String where, Recipe.Component component) {
        check(found, where, () -> factory.create(Kind.DATASET, component, where).read());
    }

    private static void check(Map<String, String> found, String where, Runnable check) {
        try {
            check.run();
        } catch (ConfigException e) {
            found.put(where, String.valueOf(e.getMessage()));
        }
    }
}
