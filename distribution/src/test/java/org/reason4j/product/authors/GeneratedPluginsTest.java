package org.reason4j.product.authors;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.reason4j.api.plugin.Kind;
import org.reason4j.cli.CommandTester;

/** What {@code plugins new} writes for each kind, built, tested, loaded and trained with. */
class GeneratedPluginsTest {

    @TempDir
    Path directory;

    static List<String> kinds() {
        return Kind.all().stream().map(kind -> kind.label().replace(' ', '-')).toList();
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void itPassesItsTestsLoadsAndTrains(String kind) throws Exception {
        Path project = directory.resolve("my-" + kind);
        var made = CommandTester.run("plugins", "new", "my-" + kind, "--kind", kind, "--output", project);
        assertThat(made.err()).isEmpty();
        assertThat(made.exitCode()).isZero();

        PluginProject.in(project).test();
        PluginProject.in(project).writeTo(directory.resolve("plugins"));
        Path run = directory.resolve("run");
        var trained = CommandTester.run(
                "train", project.resolve("recipe.yaml"), "--plugin-dir", directory.resolve("plugins"), "--output", run);

        assertThat(trained.err()).isEmpty();
        assertThat(trained.exitCode()).isZero();
        assertThat(Files.readString(run.resolve("recipe.resolved.yaml"))).contains("my-" + kind);
        assertThat(Files.readAllLines(run.resolve("metrics.jsonl"))).hasSize(2);
    }

    @Test
    void noPlaceholderIsLeft() throws Exception {
        for (String kind : kinds()) {
            Path project = directory.resolve(kind);
            CommandTester.run("plugins", "new", "my-own", "--kind", kind, "--output", project);
            try (Stream<Path> files = Files.walk(project)) {
                for (Path file : files.filter(Files::isRegularFile).toList()) {
                    assertThat(file.toString()).doesNotContain("__");
                    if (!file.endsWith("pom.xml")) { // Maven has placeholders of its own
                        assertThat(Files.readString(file)).as(file.toString()).doesNotContain("${");
                    }
                }
            }
            assertThat(Files.readString(project.resolve("pom.xml"))).contains("<artifactId>my-own</artifactId>");
        }
    }
}
