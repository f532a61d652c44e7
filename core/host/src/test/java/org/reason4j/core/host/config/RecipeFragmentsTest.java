package org.reason4j.core.host.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.reason4j.core.host.config.RecipeFiles.MINIMAL;
import static org.reason4j.core.host.config.RecipeFiles.origin;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.reason4j.api.plugin.ConfigException;

class RecipeFragmentsTest {

    record Settings(double clipHigh, double clipLow, Optional<String> path, ChoicesTest.Form form) {}

    private static final Map<String, String> RECIPES =
            Map.of("dapo", """
            rollout: {groupSize: 16, temperature: 0.9}
            optimizer: {name: grpo, preset: wide, config: {clip-high: 0.28, form: {name: circle, radius: 2}}}
            filters: [{name: dynamic}]
            regularizers: [{name: kl}, {name: length}]
            """, "long-dapo", """
            extends: dapo
            rollout:
              maxTokens: 4096
              temperature: ${TEMPERATURE:0.8}
            data: {train: {name: jsonl, config: {path: long.jsonl}}}
            """, "circle", "extends: back", "back", "extends: circle");

    private static final InstalledComponents INSTALLED = new InstalledComponents() {
        @Override
        public Record settings(String kind, String name, String where) {
            return new Settings(0.2, 0.2, Optional.empty(), new ChoicesTest.Point());
        }

        @Override
        public Record preset(String kind, String name, String preset, String where) {
            return new Settings(0.5, 0.1, Optional.empty(), new ChoicesTest.Point());
        }

        @Override
        public RecipeFragment recipe(String name) {
            return Optional.ofNullable(RECIPES.get(name))
                    .map(yaml -> new RecipeFragment(name, yaml, "bundle.jar"))
                    .orElseThrow(() -> new ConfigException("No recipe named '" + name + "'. Installed: dapo."));
        }
    };

    @TempDir
    Path directory;

    private RecipeFiles recipes;

    @BeforeEach
    void recipes() {
        recipes = new RecipeFiles(directory);
    }

    private ResolvedRecipe resolve(String text, Map<String, String> environment, String... arguments) {
        return RecipeReader.read(recipes.write(text), environment, List.of(arguments), INSTALLED);
    }

    private ResolvedRecipe resolve(String text, String... arguments) {
        return resolve(text, Map.of(), arguments);
    }

    private static String extending(String name, String... lines) {
        return "extends: " + name + "\n" + MINIMAL + String.join("\n", lines) + "\n";
    }

    @Test
    void aRecipeTakesOverWhatItExtendsAndItsOwnLinesWin() {
        ResolvedRecipe resolved = resolve(extending("dapo", "rollout: {temperature: 1.0}"));
        assertThat(resolved.recipe().rollout().groupSize()).isEqualTo(16);
        assertThat(resolved.recipe().rollout().temperature()).isEqualTo(1.0);
        assertThat(resolved.recipe().filters())
                .extracting(Recipe.Component::name)
                .containsExactly("dynamic");
        assertThat(origin(resolved, "rollout.groupSize")).isEqualTo("recipe dapo (bundle.jar)");
        assertThat(origin(resolved, "rollout.temperature")).isEqualTo("recipe.yaml:12");
        assertThat(origin(resolved, "rollout.maxTokens")).isEqualTo("default");
    }

    @Test
    void settingsComeFromTheRecipeThenTheFragmentThenThePreset() {
        ResolvedRecipe resolved = resolve(extending("dapo", "optimizer: {name: grpo, config: {path: x}}"));
        Map<String, Object> config = resolved.recipe().optimizer().config();
        assertThat(config).containsEntry("clipHigh", 0.28).containsEntry("clipLow", 0.1);
        assertThat(origin(resolved, "optimizer.config.clipHigh")).isEqualTo("recipe dapo (bundle.jar)");
        assertThat(origin(resolved, "optimizer.config.clipLow")).isEqualTo("preset grpo:wide");
        assertThat(origin(resolved, "optimizer.config.path")).isEqualTo("recipe.yaml:12");
    }

    @Test
    void aSettingIsReplacedWhicheverWayItIsSpelled() {
        ResolvedRecipe resolved = resolve(extending("dapo", "optimizer: {name: grpo, config: {clipHigh: 0.3}}"));
        assertThat(resolved.recipe().optimizer().config()).containsEntry("clipHigh", 0.3);
    }

    @Test
    void aComponentOfAnotherNameReplacesTheWholeComponent() {
        Recipe recipe = resolve(extending("dapo", "optimizer: {name: ppo}")).recipe();
        assertThat(recipe.optimizer().preset()).isEmpty();
        assertThat(recipe.optimizer().config()).containsEntry("clipHigh", 0.2);
    }

    @Test
    void aChoiceOfAnotherNameReplacesTheWholeChoiceAndOneOfTheSameNameChangesIt() {
        assertThat(form("{name: open-box, height: 5}"))
                .isEqualTo(Map.of("name", "open-box", "width", 1.0, "height", 5.0));
        assertThat(form("{radius: 3}")).isEqualTo(Map.of("name", "circle", "radius", 3.0));
        assertThat(form("{name: circle}")).isEqualTo(Map.of("name", "circle", "radius", 2.0));
        assertThat(form("circle")).isEqualTo(Map.of("name", "circle", "radius", 1.0));
    }

    /** What the optimizer's form is, without what is absent, when a recipe writes that. */
    @SuppressWarnings("unchecked") // a choice is written as a map
    private Object form(String own) {
        Recipe recipe = resolve(extending("dapo", "optimizer: {name: grpo, config: {form: " + own + "}}"))
                .recipe();
        Map<String, Object> form =
                new HashMap<>((Map<String, Object>) recipe.optimizer().config().get("form"));
        form.values().removeIf(Objects::isNull);
        return form;
    }

    @Test
    void aListReplacesTheWholeList() {
        Recipe recipe =
                resolve(extending("dapo", "regularizers: [{name: entropy}]")).recipe();
        assertThat(recipe.regularizers()).extracting(Recipe.Component::name).containsExactly("entropy");
    }

    @Test
    void variablesAndArgumentsWinOverBoth() {
        ResolvedRecipe resolved = resolve(
                extending("dapo"), Map.of("REASON4J__ROLLOUT__GROUP_SIZE", "4"), "optimizer.config.clipHigh=0.4");
        assertThat(resolved.recipe().rollout().groupSize()).isEqualTo(4);
        assertThat(resolved.recipe().optimizer().config()).containsEntry("clipHigh", 0.4);
    }

    @Test
    void aFragmentMayExtendAnotherAndNamePlaceholders() {
        ResolvedRecipe resolved = resolve(extending("long-dapo"), Map.of("TEMPERATURE", "0.7"));
        assertThat(resolved.recipe().rollout().groupSize()).isEqualTo(16);
        assertThat(resolved.recipe().rollout().temperature()).isEqualTo(0.7);
        assertThat(origin(resolved, "rollout.maxTokens")).isEqualTo("recipe long-dapo (bundle.jar)");
        assertThat(origin(resolved, "rollout.groupSize")).isEqualTo("recipe dapo (bundle.jar)");
    }

    @Test
    void filesOfAFragmentStartAtTheDirectoryOfTheRecipe() {
        String withoutTrain = MINIMAL.replaceFirst("(?m)^  train: .*\n", "");
        Recipe recipe = resolve("extends: long-dapo\n" + withoutTrain).recipe();
        assertThat(recipe.data().train().config())
                .containsEntry(
                        "path", directory.resolve("long.jsonl").toAbsolutePath().toString());
    }

    @Test
    void theResolvedRecipeExtendsNothing() {
        ResolvedRecipe resolved = resolve(extending("long-dapo"));
        assertThat(resolved.toYaml()).doesNotContain("extends");
        assertThat(recipes.read(resolved.toYaml())).isEqualTo(resolved.recipe());
    }

    @Test
    void anUnknownNameIsAProblemLikeOthers() {
        assertThatThrownBy(() -> resolve(extending("dpao", "sede: 1")))
                .isInstanceOf(ConfigException.class)
                .hasMessageContainingAll(
                        "recipe.yaml:1: extends: No recipe named 'dpao'. Installed: dapo.",
                        "recipe.yaml:12: sede: unknown key");
    }

    @Test
    void aCircleIsRefused() {
        assertThatThrownBy(() -> resolve(extending("circle")))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("extends: recipes extend each other in a circle: circle, back, circle");
    }

    @Test
    void extendsNamesOneRecipe() {
        assertThatThrownBy(() -> resolve(extending("[dapo, long-dapo]")))
                .hasMessageContaining("recipe.yaml:1: extends: found a list, expected the name of one recipe");
    }

    @Test
    void withoutPluginsThereIsNothingToExtend() {
        assertThatThrownBy(() -> recipes.read(extending("dapo")))
                .hasMessageContaining("extends: found 'dapo', but no plugins are loaded that offer recipes");
    }
}
