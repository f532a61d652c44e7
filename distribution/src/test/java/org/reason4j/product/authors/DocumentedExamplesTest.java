package org.reason4j.product.authors;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.reason4j.api.plugin.Kind;
import org.reason4j.cli.CommandTester;
import org.reason4j.core.host.plugin.PluginLoader;
import org.reason4j.core.host.plugin.PluginRegistry;

/** The plugins of {@code docs/examples}, as their authors build them: tested, loaded, trained with. */
class DocumentedExamplesTest {

    private static final Path EXAMPLES = Path.of("../docs/examples");

    @TempDir
    Path directory;

    private static PluginProject jsonSchema() throws Exception {
        try (Stream<Path> libraries = Files.list(Path.of("target/example-libraries"))) {
            return new PluginProject(
                    EXAMPLES.resolve("json-schema"), libraries.sorted().toList());
        }
    }

    @Test
    void aRewardWithLibrariesOfItsOwnPassesItsTests() throws Exception {
        jsonSchema().test();
    }

    @Test
    void itsLibrariesAreSeenByNobodyElse() throws Exception {
        Path plugins = directory.resolve("plugins");
        jsonSchema().writeTo(plugins);
        try (PluginRegistry registry =
                new PluginLoader(getClass().getClassLoader(), List.of()).load(List.of(plugins))) {
            ClassLoader loader =
                    registry.find(Kind.REWARD, "json-schema", "rewards").type().getClassLoader();
            Class<?> theirs = loader.loadClass(ObjectMapper.class.getName());

            assertThat(theirs).isNotSameAs(ObjectMapper.class);
            Object version =
                    theirs.getMethod("version").invoke(theirs.getConstructor().newInstance());
            assertThat(version).hasToString("2.18.3");
            assertThat(new ObjectMapper().version()).isNotEqualTo(version).doesNotHaveToString("2.18.3");
        }
    }

    @Test
    void itTrains() throws Exception {
        jsonSchema().writeTo(directory.resolve("plugins"));

        Path run = train("json-schema");

        assertThat(Files.readAllLines(run.resolve("metrics.jsonl")))
                .hasSize(2)
                .allMatch(step -> step.contains("\"reward/json-schema/mean\""));
    }

    @Test
    void aPaperAsABundlePassesItsTests() throws Exception {
        PluginProject.in(EXAMPLES.resolve("max-rl")).test();
    }

    @Test
    void aPaperIsOneLineOfARecipe() throws Exception {
        PluginProject.in(EXAMPLES.resolve("max-rl")).writeTo(directory.resolve("plugins"));

        Path run = train("max-rl");

        assertThat(Files.readAllLines(run.resolve("metrics.jsonl")))
                .hasSize(2)
                .allMatch(step -> step.contains("\"filter/unsolved_groups\""));
        assertThat(Files.readString(run.resolve("recipe.resolved.yaml")))
                .contains("max-rl", "solved-at-all", "groupSize: 4")
                .doesNotContain("extends");
    }

    private Path train(String example) {
        Path run = directory.resolve("run");
        var trained = CommandTester.run(
                "train",
                EXAMPLES.resolve(example).resolve("recipe.yaml"),
                "--plugin-dir",
                directory.resolve("plugins"),
                "--output",
                run);
        assertThat(trained.err()).isEmpty();
        assertThat(trained.exitCode()).isZero();
        return run;
    }
}
