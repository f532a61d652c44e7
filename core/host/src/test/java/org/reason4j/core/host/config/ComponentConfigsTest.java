package org.reason4j.core.host.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.reason4j.core.host.config.RecipeFiles.MINIMAL;
import static org.reason4j.core.host.config.RecipeFiles.origin;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.reason4j.api.plugin.ConfigException;

class ComponentConfigsTest {

    enum Place {
        LAST_LINE,
        ANYWHERE
    }

    record Range(int low, int high) {}

    record Settings(double scale, Place place, Range range, Optional<String> path, List<String> words) {
        Settings {
            ConfigException.check(scale > 0, "scale must be positive, got %s", scale);
        }
    }

    private static final Settings DEFAULTS =
            new Settings(1, Place.LAST_LINE, new Range(0, 9), Optional.empty(), List.of("so"));
    private static final Settings BOLD = new Settings(3, Place.ANYWHERE, new Range(1, 2), Optional.empty(), List.of());

    /** Knows no component called {@code nobody} and one preset, {@code bold}. */
    private static final InstalledComponents INSTALLED = new InstalledComponents() {
        @Override
        public Record settings(String kind, String name, String where) {
            ConfigException.check(!name.equals("nobody"), "No %s is called %s at %s", kind, name, where);
            return DEFAULTS;
        }

        @Override
        public Record preset(String kind, String name, String preset, String where) {
            ConfigException.check(preset.equals("bold"), "No preset %s of %s %s at %s", preset, kind, name, where);
            return BOLD;
        }

        @Override
        public RecipeFragment recipe(String name) {
            throw new ConfigException("No recipe is called " + name);
        }
    };

    @TempDir
    Path directory;

    private RecipeFiles recipes;

    @BeforeEach
    void recipes() {
        recipes = new RecipeFiles(directory);
    }

    private ResolvedRecipe resolve(String text, String... arguments) {
        return RecipeReader.read(recipes.write(text), Map.of(), List.of(arguments), INSTALLED);
    }

    @Test
    void everySettingIsThereWithThePlaceItComesFrom() {
        ResolvedRecipe resolved = resolve(MINIMAL + """
                optimizer:
                  name: grpo
                  preset: bold
                  config:
                    place: last_line
                    range: {high: 7}
                """, "optimizer.config.words=[a, b]");

        assertThat(resolved.explain("optimizer.config"))
                .extracting(ResolvedRecipe.Setting::path, ResolvedRecipe.Setting::value, ResolvedRecipe.Setting::origin)
                .map(Object::toString)
                .containsExactly(
                        "(\"optimizer.config.scale\", \"3.0\", \"preset grpo:bold\")",
                        "(\"optimizer.config.place\", \"\"last-line\"\", \"recipe.yaml:15\")",
                        "(\"optimizer.config.range.low\", \"1\", \"preset grpo:bold\")",
                        "(\"optimizer.config.range.high\", \"7\", \"recipe.yaml:16\")",
                        "(\"optimizer.config.path\", \"null\", \"preset grpo:bold\")",
                        "(\"optimizer.config.words[0]\", \"a\", \"command line\")",
                        "(\"optimizer.config.words[1]\", \"b\", \"command line\")");
    }

    @Test
    void componentsThatNobodyNamedHaveTheirDefaultsToo() {
        ResolvedRecipe resolved = resolve(MINIMAL);
        assertThat(origin(resolved, "trackers[1].config.scale")).isEqualTo("default");
        assertThat(origin(resolved, "sampler.config.words[0]")).isEqualTo("default");
        assertThat(resolved.recipe().optimizer().config()).containsEntry("range", Map.of("low", 0, "high", 9));
    }

    @Test
    void settingsOfAComponentThatOnlyTheDefaultsNameAreCheckedToo() {
        assertThat(resolve(MINIMAL, "optimizer.config.scale=2")
                        .recipe()
                        .optimizer()
                        .config())
                .containsEntry("scale", 2.0)
                .containsEntry("words", List.of("so"));
        assertThatThrownBy(() -> resolve(MINIMAL, "optimizer.config.scale=-1", "trackers[2].config.scal=2"))
                .hasMessage("command line: optimizer.config: scale must be positive, got -1.0\n"
                        + "command line: trackers[2].config.scal: unknown key, did you mean 'scale'? Known: scale, place,"
                        + " range, path, words");
    }

    @Test
    void allProblemsOfRecipeAndComponentsAreReportedTogether() {
        assertThatThrownBy(() -> resolve("""
                        model: {path: policy}
                        data:
                          train: {name: nobody, config: {path: train.jsonl}}
                          evaluation: {name: jsonl, config: {path: 7}}
                        rewards:
                          - name: math
                            config: {scale: -1}
                          - {name: format, config: [1]}
                        optimizer:
                          name: grpo
                          preset: bald
                          config: {scal: 1, range: {low: many}}
                        sampler: nobody
                        trackers: [console, nobody]
                        training: {steps: 5, learningRate: .nan}
                        """, "optimizer.config.scale=.nan"))
                .isInstanceOf(ConfigException.class)
                .hasMessage(String.join(
                        "\n",
                        "recipe.yaml:3: data.train.name: No dataset is called nobody at data.train",
                        "recipe.yaml:4: data.evaluation.config.path: found 7, expected text; put it in quotes",
                        "recipe.yaml:7: rewards[0].config: scale must be positive, got -1.0",
                        "recipe.yaml:8: rewards[1].config: found a list, expected a section",
                        "recipe.yaml:11: optimizer.preset: No preset bald of optimizer grpo at optimizer",
                        "recipe.yaml:12: optimizer.config.scal: unknown key, did you mean 'scale'? Known: scale, place, "
                                + "range, path, words",
                        "recipe.yaml:12: optimizer.config.range.low: found 'many', expected a whole number",
                        "recipe.yaml:13: sampler.name: No sampler is called nobody at sampler",
                        "recipe.yaml:14: trackers[1].name: No tracker is called nobody at trackers[1]",
                        "recipe.yaml:15: training.learningRate: found .nan (which YAML reads as NaN), expected a finite"
                                + " number",
                        "command line: optimizer.config.scale: found .nan (which YAML reads as NaN), expected a finite"
                                + " number"));
    }

    @Test
    void whatMustBeGivenIsStillMissing() {
        assertThatThrownBy(() -> resolve("model: {path: policy}"))
                .hasMessageContainingAll(
                        "data.train: missing",
                        "data.evaluation: missing",
                        "rewards: missing",
                        "training.steps: missing")
                .hasMessageNotContaining("config");
    }

    @Test
    void theResolvedRecipeSaysAllByItself() {
        ResolvedRecipe first = resolve(MINIMAL + "optimizer: {name: grpo, preset: bold, config: {scale: 2}}\n");
        assertThat(recipes.read(first.toYaml())).isEqualTo(first.recipe());
        assertThat(resolve(first.toYaml()).recipe()).isEqualTo(first.recipe());
    }
}
