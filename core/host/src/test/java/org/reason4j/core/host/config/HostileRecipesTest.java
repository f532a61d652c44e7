package org.reason4j.core.host.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.reason4j.core.host.config.RecipeFiles.MINIMAL;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.reason4j.api.plugin.ConfigException;

/**
 * YAML that says more than a recipe does. Each is refused within a second on an idle machine; the deadline here leaves room for
 * a busy one.
 */
class HostileRecipesTest {

    private static final Duration DEADLINE = Duration.ofSeconds(10);

    @TempDir
    Path directory;

    private RecipeFiles recipes;

    @BeforeEach
    void recipes() {
        recipes = new RecipeFiles(directory);
    }

    private void assertRefused(String recipe, String problem, String... arguments) {
        assertThatThrownBy(() -> assertTimeoutPreemptively(DEADLINE, () -> recipes.read(recipe, arguments)))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining(problem);
    }

    private static String bomb() throws IOException {
        try (InputStream file =
                Objects.requireNonNull(HostileRecipesTest.class.getResourceAsStream("alias-bomb.yaml"))) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static String many(String item, int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> item.replace("#", "" + i))
                .collect(Collectors.joining());
    }

    @Test
    void aliasesOfAliasesAreRefused() throws IOException {
        assertRefused(bomb(), "more than 10000 values, those behind an alias (*name) counted as often as it is used");
        assertThat(RecipeFragments.check(bomb())).singleElement().asString().contains("more than 10000 values");
        assertRefused(MINIMAL, "more than 10000 values", "rewards[0].config.x=\n" + bomb().indent(1));
    }

    @Test
    void aFileThatIsTooLargeIsNotRead() {
        assertRefused(
                "seed: " + "x".repeat(10_000_000),
                "found 10,000,006 bytes, expected at most 262,144; is this a recipe?");
        assertRefused(MINIMAL, " characters, expected at most 262,144", "seed=" + "x".repeat(300_000));
        assertRefused("seed: " + "x".repeat(200_000), "... (200000 characters)', expected a whole number");
    }

    @Test
    void manyValuesAndManyProblemsAreRefused() {
        assertRefused(many("k#: 1\n", 20_000), "more than 10000 values");
        assertRefused(many("k#: 1\n", 4_000), "more problems");
        assertRefused("seed: [" + "*x,".repeat(10), "found undefined alias x");
        assertRefused("model: {path: &x a}\nx: [" + "*x,".repeat(20_000) + "]", "more than 10000 values");
        assertRefused("seed: " + "[".repeat(100_000), "Nesting Depth exceeded max 50");
        assertRefused("---\n".repeat(50_000), "documents, expected one; remove the '---'");
        assertRefused("? " + "k".repeat(200_000) + "\n: 1", "... (200000 characters)");
        assertRefused("model: {path: a" + "${A:".repeat(60_000) + "}", "recipe.yaml:1");
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', textBlock = """
                    !!binary {a: b}; found the tag '!!binary', expected none; remove it
                    !!binary x!; found the tag '!!binary'
                    !!binary aGk=; found the tag '!!binary'
                    !!java.net.URL ["http://localhost"]; Global tag is not allowed: tag:yaml.org,2002:java.net.URL
                    !!set {a, b}; found the tag '!!set'
                    !!omap [a: b]; found the tag '!!omap'
                    !!pairs [a: b]; found the tag '!!pairs'
                    !!timestamp x; found the tag '!!timestamp'
                    !!int x; found the tag '!!int'
                    !!int [1]; found the tag '!!int'
                    !!float x; found the tag '!!float'
                    !!bool 17; found the tag '!!bool'
                    !!null x; found the tag '!!null'
                    !!str {a: b}; found the tag '!!str'
                    !!seq x; found the tag '!!seq'
                    !!map [x]; found the tag '!!map'
                    !mine x; found the tag '!mine'
                    {? !!binary a : b}; found the tag '!!binary'
                    &a [*a]; nested deeper than 50 levels
                    &a {b: *a}; nested deeper than 50 levels
                    &a {*a : b}; nested deeper than 50 levels
                    &a {<<: *a}; nested deeper than 50 levels
                    &a {<<: &b {<<: *a}}; nested deeper than 50 levels
                    {<<: 5}; expected a mapping or list of mappings for merging
                    {[a]: b}; found the key a list or section
                    {5: b}; found the key '5', which YAML doesn't read as text
                    2001-99-99; found '2001-99-99', which YAML takes for a number or a date but is none
                    ._; found '._', which YAML takes for a number or a date but is none
                    "\\x"; expected escape sequence of 2 hexadecimal numbers
                    """)
    void whatYamlCanAndRecipesCannotSayIsAMessageWithItsLine(String value, String problem) {
        assertRefused("seed: 1\nrewards: [{name: math, config: {x: " + value + "}}]", "recipe.yaml:2: ");
        assertRefused("seed: 1\nrewards: [{name: math, config: {x: " + value + "}}]", problem);
        assertRefused(MINIMAL, problem, "rewards[0].config.x=" + value);
    }

    @Test
    void charactersThatAreNoTextAreAMessageWithTheirLine() throws IOException {
        assertRefused("seed: 1\nx: \0", "recipe.yaml:2: found the character U+0000");
        assertRefused(MINIMAL, "found the character U+0000", "seed=\0");
        Path file = directory.resolve("latin.yaml");
        Files.write(file, "seed: 1\nx: é".getBytes(StandardCharsets.ISO_8859_1));
        assertThatThrownBy(() -> RecipeReader.read(file))
                .isInstanceOf(ConfigException.class)
                .hasMessage(file + ":2: not UTF-8 text; save the recipe in that encoding");
        assertThat(recipes.read("\ufeff" + MINIMAL).training().steps()).isEqualTo(5);
    }

    @Test
    void anEscapeThatTheFileCutsOffIsAMessage() {
        assertRefused(
                "seed: \"\\x", "recipe.yaml: not YAML: found a \\x, \\u or \\U in double quotes without its digits");
    }

    @Test
    void beginningsOfPlaceholdersAreText() {
        String text = "${A:".repeat(60_000);
        ResolvedRecipe recipe = assertTimeoutPreemptively(
                DEADLINE,
                () -> recipes.resolve(MINIMAL + "models: [{key: a, name: b, config: {c: '" + text + "'}}]", Map.of()));
        assertThat(recipe.toYaml()).contains(text);
    }

    @Test
    void aKeyOfDashesIsUnknown() {
        assertRefused("---: 1", "recipe.yaml:1: ---: unknown key");
    }

    @Test
    void aFileNameThatCannotBeOneIsAMessage() {
        assertRefused("model: {path: \"a\\0b\"}", "recipe.yaml:1: model.path: not the name of a file on this system");
        assertRefused(MINIMAL, "model.path: not the name of a file on this system", "model.path=\"a\\0b\"");
    }

    @Test
    void aPathOfThousandsOfStepsIsRefused() {
        assertRefused(
                MINIMAL,
                "is not a path; the longest has 500 characters",
                "rewards[0].config" + ".a".repeat(60_000) + "=1");
        assertThatThrownBy(() -> recipes.resolve(MINIMAL, Map.of("REASON4J__" + "A__".repeat(10_000) + "B", "1")))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("is not a path; the longest has 500 characters");
    }
}
