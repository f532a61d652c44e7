package org.reason4j.cli.plugins;

import static org.reason4j.api.plugin.ConfigException.check;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.lang.model.SourceVersion;
import org.jspecify.annotations.Nullable;
import org.reason4j.core.host.config.tree.NearMiss;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code reason4j plugins new}: a Maven project with a plugin that works, to be changed. */
@Command(
        name = "new",
        description =
                "Writes a Maven project with a plugin of that name: a small component that works, its settings, its "
                        + "tests and a recipe of two steps.")
final class PluginsNewCommand implements Runnable {

    /** The directory that was unpacked; set by the launcher. */
    private static final String HOME = "reason4j.home";

    @Parameters(
            paramLabel = "NAME",
            description = "Name of the plugin, of its component and of its artifact, such as word-limit.")
    private String name = "";

    @Option(names = "--kind", paramLabel = "KIND", description = "Kind of component, such as reward, the default.")
    private String kind = "reward";

    @Option(names = "--group", paramLabel = "GROUP", description = "Group of the artifact. Default: com.example.")
    private String group = "com.example";

    @Option(
            names = "--package",
            paramLabel = "PACKAGE",
            description = "Package of the classes. Default: the group and the name without its dashes.")
    private @Nullable String packageName;

    @Option(
            names = "--output",
            paramLabel = "DIR",
            description = "Where to write; absent or empty. Default: a directory of the plugin's name.")
    private @Nullable Path output;

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        check(
                name.matches("[a-z][a-z0-9]*(-[a-z0-9]+)*"),
                "The name of the plugin is '%s'; expected lower-case letters, digits and single dashes, with a letter "
                        + "first, such as word-limit.",
                name);
        String chosen = kind.toLowerCase(Locale.ROOT).replace(' ', '-');
        requireKind(chosen);
        requireName("group", group);
        String place = Optional.ofNullable(packageName).orElse(group + "." + name.replace("-", ""));
        requireName("package", place);
        Path directory = Optional.ofNullable(output).orElse(Path.of(name));
        requireEmpty(directory);
        PluginTemplate.write(directory, chosen, values(place));
        PrintWriter out = spec.commandLine().getOut();
        out.println("Wrote a " + chosen + " to " + directory + ". Build and try it there:");
        out.println("  mvn clean verify");
        out.println("  reason4j plugins verify target/plugins/" + name);
        out.println("  reason4j train recipe.yaml --plugin-dir target/plugins");
        out.flush();
    }

    private void requireKind(String chosen) {
        List<String> kinds = PluginTemplate.kinds();
        check(
                kinds.contains(chosen),
                "There is no kind '%s'.%s Kinds of components are %s.",
                kind,
                NearMiss.of(chosen, kinds)
                        .map(near -> " Did you mean '" + near + "'?")
                        .orElse(""),
                String.join(", ", kinds));
    }

    private static void requireName(String what, String value) {
        check(
                SourceVersion.isName(value, SourceVersion.RELEASE_17),
                "The %s is '%s'; expected a Java name such as com.example: letters, digits and dots, and no reserved "
                        + "word between dots. Give one with --%s.",
                what,
                value,
                what);
    }

    private static void requireEmpty(Path directory) {
        check(
                !Files.exists(directory) || Files.isDirectory(directory),
                "'%s' is a file; expected a directory that is absent or empty. Name another one with --output.",
                directory);
        if (Files.isDirectory(directory)) {
            try (Stream<Path> content = Files.list(directory)) {
                check(
                        content.findAny().isEmpty(),
                        "The directory '%s' is not empty, and nothing in it is overwritten. Name another one with "
                                + "--output.",
                        directory);
            } catch (IOException e) {
                throw new UncheckedIOException("Cannot look into '" + directory + "': " + e.getMessage(), e);
            }
        }
    }

    private Map<String, String> values(String place) {
        Map<String, String> values = new HashMap<>(Map.of(
                "artifactId", name,
                "groupId", group,
                "package", place,
                "packageInPathFormat", place.replace('.', '/'),
                "className", className()));
        Optional.ofNullable(System.getProperty(HOME))
                .map(home -> Path.of(home, "repository").toAbsolutePath().normalize())
                .filter(Files::isDirectory)
                .map(repository -> String.valueOf(repository.toUri()))
                .ifPresent(url -> values.put("repository", url));
        return values;
    }

    private String className() {
        return Arrays.stream(name.split("-"))
                .map(part -> part.substring(0, 1).toUpperCase(Locale.ROOT) + part.substring(1))
                .collect(Collectors.joining());
    }
}
