package org.reason4j.product;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import jakarta.inject.Inject;
import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apiguardian.api.API;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.reason4j.api.plugin.Plugin;
import org.reason4j.core.host.plugin.Javac;
import org.slf4j.Logger;

/**
 * Every first-party plugin is compiled by itself, against the API, what it shares with the host, and the libraries that its POM
 * declares: nothing of core, no other plugin. {@code docs/benchmarks/each-plugin-alone.sh} builds them with their tests.
 */
class IndependentPluginsTest {

    private static final Path ROOT = Path.of("").toAbsolutePath().getParent();
    private static final Pattern PARENT =
            Pattern.compile("<parent>\\s*<groupId>org.reason4j</groupId>\\s*<artifactId>reason4j-plugin-parent<");
    private static final Pattern DEPENDENCY = Pattern.compile("<dependency>(.*?)</dependency>", Pattern.DOTALL);
    private static final Pattern OFFER = Pattern.compile("registry\\.\\w+\\(\\s*\"([a-z0-9-]+)\"");
    private static final List<Class<?>> SHARED =
            List.of(Plugin.class, NDArray.class, Inject.class, API.class, NullMarked.class, Logger.class);

    @TempDir
    Path classes;

    static List<String> plugins() throws IOException {
        return Pattern.compile("<module>(.*?)</module>")
                .matcher(Files.readString(ROOT.resolve("pom.xml")))
                .results()
                .map(module -> module.group(1))
                .filter(module -> PARENT.matcher(pom(module)).find())
                .toList();
    }

    @Test
    void allOfThemAreFound() throws IOException {
        assertThat(plugins()).hasSizeGreaterThanOrEqualTo(13).contains("optimizer-grpo", "plugins/regularizer-kl");
    }

    @ParameterizedTest
    @MethodSource("plugins")
    void itCompilesAgainstTheApiAndItsOwnLibraries(String plugin) throws IOException {
        String classPath = Stream.of(
                        SHARED.stream().map(IndependentPluginsTest::location), libraries(plugin), provided(plugin))
                .flatMap(jars -> jars)
                .distinct()
                .collect(Collectors.joining(File.pathSeparator));
        Javac.compile(sources(plugin), classPath, classes);
    }

    @ParameterizedTest
    @MethodSource("plugins")
    void itsChangelogNamesWhatItOffers(String plugin) throws IOException {
        String changelog = Files.readString(ROOT.resolve(plugin).resolve("CHANGELOG.md"));
        for (Path source : sources(plugin)) {
            OFFER.matcher(Files.readString(source))
                    .results()
                    .forEach(offer -> assertThat(changelog).contains("`" + offer.group(1) + "`"));
        }
    }

    private static List<Path> sources(String plugin) throws IOException {
        try (Stream<Path> files = Files.walk(ROOT.resolve(plugin).resolve("src/main/java"))) {
            return files.filter(file -> file.toString().endsWith(".java")).toList();
        }
    }

    /** Jars of the libraries that the POM declares for more than tests, from the class path of this test. */
    private static Stream<String> libraries(String plugin) {
        return DEPENDENCY
                .matcher(pom(plugin))
                .results()
                .map(found -> found.group(1))
                .filter(dependency -> !dependency.contains("<scope>"))
                .map(dependency -> {
                    Matcher artifact =
                            Pattern.compile("<artifactId>(.*?)</artifactId>").matcher(dependency);
                    assertThat(artifact.find()).isTrue();
                    return jar(artifact.group(1));
                });
    }

    /** Jars that the place where a plugin runs has, as its build wrote them down. */
    private static Stream<String> provided(String plugin) throws IOException {
        return pom(plugin).contains("<scope>provided</scope>")
                ? Stream.of(Files.readString(ROOT.resolve(plugin).resolve("target/provided.classpath"))
                        .split(File.pathSeparator, -1))
                : Stream.empty();
    }

    private static String jar(String artifact) {
        List<String> jars = Stream.of(System.getProperty("java.class.path").split(File.pathSeparator, -1))
                .filter(entry ->
                        Path.of(entry).getFileName().toString().matches(Pattern.quote(artifact) + "-\\d.*\\.jar"))
                .toList();
        assertThat(jars).as("jar of " + artifact).hasSize(1);
        return jars.get(0);
    }

    private static String pom(String module) {
        try {
            return Files.readString(ROOT.resolve(module).resolve("pom.xml"));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static String location(Class<?> type) {
        try {
            return Path.of(type.getProtectionDomain()
                            .getCodeSource()
                            .getLocation()
                            .toURI())
                    .toString();
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
