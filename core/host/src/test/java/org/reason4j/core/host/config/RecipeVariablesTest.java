package org.reason4j.core.host.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.reason4j.core.host.config.RecipeFiles.MINIMAL;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.reason4j.api.plugin.ConfigException;
import org.reason4j.core.formats.secret.Secrets;

class RecipeVariablesTest {

    private static final String SECRET = "sk-live-8fJ2";
    private static final Map<String, String> ENVIRONMENT =
            Map.of("DEMO_SECRET", SECRET, "DEMO_RATE", "3e-4", "DEMO_DATA", "problems", "DEMO_PIN", "7391");

    @TempDir
    Path directory;

    private RecipeFiles recipes;

    @BeforeEach
    void recipes() {
        recipes = new RecipeFiles(directory);
    }

    private ResolvedRecipe demo() {
        return recipes.resolve(
                MINIMAL.replace("train.jsonl", "'${DEMO_DATA}/train.jsonl'") + "  learningRate: ${DEMO_RATE}\n"
                        + "environment:\n  name: lookup\n  config:\n"
                        + "    headers: [{Authorization: 'Bearer ${DEMO_SECRET}'}, plain]\n"
                        + "    text: ${NOT_READ}\n    literal: $${DEMO_SECRET}\n    region: ${DEMO_REGION:north}\n",
                ENVIRONMENT);
    }

    @Test
    void theRunHasTheValueAndEveryListOfSettingsThePlaceholder() {
        ResolvedRecipe resolved = demo();

        assertThat(resolved.recipe().environment().orElseThrow().config().get("headers"))
                .isEqualTo(List.of(Map.of("Authorization", "Bearer " + SECRET), "plain"));
        assertThat(resolved.recipe().training().learningRate()).isEqualTo(3e-4);
        assertThat(resolved.explain("environment.config.headers"))
                .extracting(ResolvedRecipe.Setting::value)
                .containsExactly("\"Bearer ${DEMO_SECRET}\"", "plain");
        assertThat(resolved.explain("training.learningRate").get(0).value()).isEqualTo("\"${DEMO_RATE}\"");
        assertThat(resolved.explain("environment.config.region").get(0).value()).isEqualTo("\"${DEMO_REGION:north}\"");
        assertThat(resolved.toString() + resolved.variables()).doesNotContain(SECRET);
    }

    @Test
    void theResolvedRecipeHasPlaceholdersAndGivesTheSameRecipeInTheSameEnvironment() {
        ResolvedRecipe first = demo();
        String yaml = first.toYaml();

        assertThat(yaml)
                .doesNotContain(SECRET)
                .contains(
                        "\"Bearer ${DEMO_SECRET}\"",
                        "literal: \"$${DEMO_SECRET}\"",
                        "text: \"${NOT_READ}\"",
                        "placeholders:",
                        directory + "/${DEMO_DATA}/train.jsonl");
        ResolvedRecipe second = recipes.resolve(yaml, ENVIRONMENT);
        assertThat(second.recipe()).isEqualTo(first.recipe());
        assertThat(second.settings())
                .extracting(ResolvedRecipe.Setting::value)
                .isEqualTo(first.settings().stream()
                        .map(ResolvedRecipe.Setting::value)
                        .toList());
    }

    @Test
    void anotherValueAndAVariableInThePlaceOfADefaultAreNoticed() {
        String yaml = demo().toYaml();

        Map<String, String> other =
                Map.of("DEMO_SECRET", SECRET, "DEMO_RATE", "3e-5", "DEMO_DATA", "problems", "DEMO_REGION", "south");
        RecipeVariables variables = recipes.resolve(yaml, other).variables();
        assertThat(variables.changed("training.learningRate")).containsExactly("${DEMO_RATE}");
        assertThat(variables.changed("environment.config.region")).containsExactly("${DEMO_REGION:north}");
        assertThat(variables.changed("environment.config.headers[0].Authorization"))
                .isEmpty();
        assertThat(variables.changed("data.train.config.path")).isEmpty();
        assertThat(variables.changed("seed")).isEmpty();
    }

    @Test
    void hashesOfOneValueDifferFromRunToRunAndFromVariableToVariable() {
        Fingerprints one = Fingerprints.of(Map.of("${A}", "same", "${B}", "same", "${C:}", ""));

        List<String> all = new ArrayList<>(one.hashes().values());
        all.add(Fingerprints.hash(Fingerprints.newSalt(), "${A}", "same"));
        assertThat(all).doesNotHaveDuplicates().hasSize(4).allMatch(hash -> hash.matches("[0-9a-f]{16}"));
        assertThat(one.match("${A}", "same")).isTrue();
        assertThat(one.match("${C:}", "")).isTrue();
        assertThat(one.match("${A}", "sane")).isFalse();
        assertThat(one.match("${D}", "same")).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "steps: ${DEMO_SECRET}, 'training.steps: found ''${DEMO_SECRET}'', with a value from the environment'",
        "schedule: ${DEMO_SECRET}, training.schedule",
        "clipNorm: -${DEMO_PIN}, -${DEMO_PIN}",
        "recompute: ${DEMO_PIN}, '''${DEMO_PIN}'''",
    })
    void aProblemNamesTheVariableAndNotItsValue(String line, String shown) {
        String text = MINIMAL.replace("  steps: 5", "  " + line);
        assertThatThrownBy(() -> recipes.resolve(text, ENVIRONMENT))
                .isInstanceOf(ConfigException.class)
                .message()
                .contains(shown)
                .doesNotContain(SECRET, "7391");
    }

    @Test
    void aRecordThatQuotesABadValueQuotesThePlaceholder() {
        String text = MINIMAL.replace("steps: 5", "steps: ${DEMO_STEPS}");
        assertThatThrownBy(() -> recipes.resolve(text, Map.of("DEMO_STEPS", "-731")))
                .isInstanceOf(ConfigException.class)
                .message()
                .contains("${DEMO_STEPS}")
                .doesNotContain("731");
    }

    @Test
    void theVariableThatASettingNamesIsHiddenToo() {
        recipes.resolve(
                MINIMAL + "environment: {name: x, config: {apiKeyVariable: DEMO_JUDGE_KEY}}\n",
                Map.of("DEMO_JUDGE_KEY", "judge-key-4711"));
        assertThat(Secrets.hide("refused judge-key-4711")).isEqualTo("refused ${DEMO_JUDGE_KEY}");
    }
}
