package org.reason4j.cli.editor;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.reason4j.cli.CommandTester;
import org.yaml.snakeyaml.Yaml;

class SchemaCommandTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Path EXAMPLES = Path.of("src/main/product/examples");

    private static JsonNode written;
    private static JsonSchema schema;

    @TempDir
    Path directory;

    @BeforeAll
    static void print() throws IOException {
        CommandTester.Outcome outcome = CommandTester.run("schema");
        assertThat(outcome.exitCode()).isZero();
        written = outcome.json();
        JsonSchemaFactory factory = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012);
        schema = factory.getSchema(written);
    }

    private static Set<ValidationMessage> problems(String yaml) {
        return schema.validate(JSON.valueToTree(new Yaml().<Object>load(yaml)));
    }

    static Stream<Path> examples() throws IOException {
        try (Stream<Path> files = Files.walk(EXAMPLES)) {
            return files.filter(file -> file.toString().endsWith(".yaml")).sorted().toList().stream();
        }
    }

    @ParameterizedTest
    @MethodSource("examples")
    void everyExampleNamesTheSchemaOfTheProductInItsFirstLine(Path example) throws IOException {
        String first = Files.readAllLines(example).get(0);

        assertThat(first).startsWith("# yaml-language-server: $schema=");
        assertThat(example.resolveSibling(first.substring(first.indexOf('=') + 1))
                        .normalize())
                .isEqualTo(EXAMPLES.resolve("reason4j.schema.json"));
    }

    @ParameterizedTest
    @MethodSource("examples")
    void itAcceptsEveryExampleOfTheProduct(Path example) throws IOException {
        assertThat(problems(Files.readString(example))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "training: {stepz: 5}",
                "training: {steps: many}",
                "training: {steps: 1.5}",
                "rollout: {temperature: -1}",
                "model: {precision: fp64}",
                "rewards: [{name: numeric-anser}]",
                "rewards: [{name: numeric-answer, config: {plaice: answer-tag}}]",
                "rewards: [{name: numeric-answer, config: {place: nowhere}}]",
                "rewards: [{name: numeric-answer, wait: 2}]",
                "optimizer: {name: grpo, preset: dappo}",
                "optimizer: {name: grpo, config: {clipHihg: 0.28}}",
                "stages: [{key: a, recipe: {training: {stepz: 1}}}]",
                "trackers: [konsole]",
            })
    void itRefusesWhatIsMisspeltOrOfAnotherType(String recipe) {
        assertThat(problems(recipe)).isNotEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "training: {steps: '${STEPS}', learning-rate: 1e-5, learning_rate: 2e-5}",
                "model: {path: '${MODEL:x}', lora: null, precision: '${P}'}",
                "rewards: [numeric-answer, {name: reward-rulebased/numeric-answer, weight: 0.5}]",
                "extends: dapo\noptimizer: {config: {anything: 1}}",
                "device: cuda:1",
                "stages: [{key: a, recipe: a.yaml}, {key: b, recipe: {seed: 2}}]",
                "supervised:\nevaluation:\n",
            })
    void itAcceptsEverySpellingThatARecipeMayHave(String recipe) {
        assertThat(problems(recipe)).isEmpty();
    }

    @Test
    void itSaysWhatSettingsDoAndWhatTheirDefaultsAre() {
        assertThat(written.path("$schema").asText()).isEqualTo("https://json-schema.org/draft/2020-12/schema");
        assertThat(written.at("/$defs/recipe/properties/seed/description").asText())
                .contains("randomness");
        assertThat(written.at("/$defs/Training/properties/learningRate/description")
                        .asText())
                .isNotEmpty();
        JsonNode place = written.at("/$defs/reward~1reward-rulebased~1numeric-answer/properties/place");
        assertThat(place.path("description").asText()).isNotEmpty();
        assertThat(place.path("default").asText()).isNotEmpty();
    }

    @Test
    void aRecipeNamesItInItsFirstLineOnce() throws IOException {
        Path recipe = directory.resolve("recipe.yaml");
        Files.writeString(recipe, "seed: 1\n");
        for (int time = 0; time < 2; time++) {
            CommandTester.Outcome outcome = CommandTester.run("schema", recipe);
            assertThat(outcome.err()).isEmpty();
            assertThat(Files.readString(recipe))
                    .isEqualTo("# yaml-language-server: $schema=reason4j.schema.json\nseed: 1\n");
        }
        assertThat(JSON.readTree(directory.resolve("reason4j.schema.json").toFile()))
                .isEqualTo(written);
        CommandTester.Outcome missing = CommandTester.run("schema", directory.resolve("none.yaml"));
        assertThat(missing.exitCode()).isEqualTo(2);
        assertThat(missing.err()).contains("There is no recipe");
    }
}
