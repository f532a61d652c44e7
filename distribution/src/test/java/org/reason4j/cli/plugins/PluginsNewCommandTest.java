package org.reason4j.cli.plugins;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.reason4j.api.plugin.Kind;
import org.reason4j.cli.CommandTester;

class PluginsNewCommandTest {

    private static final Path TEMPLATES = Path.of("../plugins/plugin-archetype/src/main/resources/archetype-resources");
    private static final Pattern PLUGIN_VERSION =
            Pattern.compile("<artifactId>(maven-[a-z]+-plugin)</artifactId>\\s*<version>([^<]+)</version>");

    @TempDir
    Path directory;

    @Test
    void thereAreTemplatesForEveryKind() {
        assertThat(PluginTemplate.kinds())
                .containsExactlyInAnyOrderElementsOf(Kind.all().stream()
                        .map(kind -> kind.label().replace(' ', '-'))
                        .toList());
    }

    @Test
    void namesOfAllPartsAreMadeOfTheName() throws IOException {
        Path project = directory.resolve("project");

        var outcome = CommandTester.run(
                "plugins",
                "new",
                "short-of-2-breaths",
                "--group",
                "org.lungs",
                "--kind",
                "Credit Shaper",
                "--output",
                project);

        assertThat(outcome.err()).isEmpty();
        assertThat(outcome.exitCode()).isZero();
        assertThat(outcome.out()).startsWith("Wrote a credit-shaper to " + project);
        Path source = project.resolve("src/main/java/org/lungs/shortof2breaths/ShortOf2BreathsPlugin.java");
        assertThat(Files.readString(source))
                .contains("package org.lungs.shortof2breaths;", "registry.creditShaper(\"short-of-2-breaths\"");
        assertThat(Files.readString(
                        project.resolve("src/main/resources/META-INF/services/org.reason4j.api.plugin.Plugin")))
                .isEqualToIgnoringNewLines("org.lungs.shortof2breaths.ShortOf2BreathsPlugin");
        assertThat(project.resolve(".gitignore")).exists();
    }

    @Test
    void thePackageMayBeAnother() {
        Path project = directory.resolve("project");

        CommandTester.run("plugins", "new", "brief", "--package", "net.lungs.out", "--output", project);

        assertThat(project.resolve("src/main/java/net/lungs/out/Brief.java")).exists();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "WordLimit | --kind=reward | The name of the plugin is 'WordLimit'; expected lower-case letters",
                "word--limit | --kind=reward | The name of the plugin is 'word--limit'",
                "2-words | --kind=reward | with a letter first",
                "word-limit | --kind=optimiser | There is no kind 'optimiser'. Did you mean 'optimizer'? Kinds of"
                        + " components are backend, ",
                "word-limit | --group=com.new | The group is 'com.new'; expected a Java name",
                "word-limit | --package=com..x | The package is 'com..x'; expected a Java name",
                "word-limit | --group=com/example | The group is 'com/example'; expected a Java name",
            })
    void whatIsWrongIsSaidWithTheCure(String name, String option, String message) {
        var outcome = CommandTester.run("plugins", "new", name, option, "--output", directory.resolve("project"));

        assertThat(outcome.err()).contains(message);
        assertThat(outcome.exitCode()).isEqualTo(2);
        assertThat(directory.resolve("project")).doesNotExist();
    }

    @Test
    void nothingIsOverwritten() throws IOException {
        Path own = Files.writeString(directory.resolve("pom.xml"), "mine");

        var outcome = CommandTester.run("plugins", "new", "brief", "--output", directory);

        assertThat(outcome.err()).contains("The directory '" + directory + "' is not empty", "--output");
        assertThat(outcome.exitCode()).isEqualTo(2);
        assertThat(own).hasContent("mine");
        assertThat(CommandTester.run("plugins", "new", "brief", "--output", own).err())
                .contains("'" + own + "' is a file");
    }

    /** Velocity reads the templates, too, when Maven makes a project. */
    @Test
    void templatesHavePlaceholdersAndNothingElseThatVelocityReads() throws IOException {
        Pattern directive = Pattern.compile("##|#[a-z@{]|\\$[!a-zA-Z]|\\\\[$#]");
        try (Stream<Path> files = Files.walk(TEMPLATES)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                assertThat(Files.readString(file)).as(file.toString()).doesNotContainPattern(directive);
            }
        }
    }

    @Test
    void mavensPluginsHaveTheVersionsOfThisBuild() throws IOException {
        Map<String, String> ours = versions(Path.of("../pom.xml"));

        assertThat(versions(TEMPLATES.resolve("pom.xml")))
                .hasSizeGreaterThan(6)
                .allSatisfy((plugin, version) -> assertThat(ours).containsEntry(plugin, version));
    }

    @Test
    void examplesHaveTheGeneratedBuild() throws IOException {
        for (String example : List.of("json-schema", "max-rl")) {
            String pom = Files.readString(Path.of("../docs/examples", example, "pom.xml"));
            String generated = Files.readString(TEMPLATES.resolve("pom.xml"));

            assertThat(pom).contains(generated.substring(generated.indexOf("  <build>")));
        }
    }

    private static Map<String, String> versions(Path pom) throws IOException {
        return PLUGIN_VERSION
                .matcher(Files.readString(pom))
                .results()
                .collect(Collectors.toMap(
                        (MatchResult found) -> found.group(1), found -> found.group(2), (first, second) -> first));
    }
}
