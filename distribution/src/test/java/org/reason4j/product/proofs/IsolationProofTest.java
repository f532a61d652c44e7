package org.reason4j.product.proofs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.reason4j.cli.CommandTester;
import org.reason4j.core.host.plugin.PluginJar;

/** Plugins that have nothing in common but a recipe: names, libraries, and one that is broken. */
class IsolationProofTest {

    @TempDir
    Path directory;

    private Path letters;
    private Path more;

    @BeforeEach
    void makeDirectories() throws IOException {
        letters = directory.resolve("plugins"); // the task of the proofs is there
        more = Files.createDirectory(directory.resolve("more"));
    }

    @Test
    void oneRecipeUsesTwoPluginsOfOneTechniqueWithTwoVersionsOfALibrary() throws IOException {
        versions();
        Path recipe = recipe("[{name: first/version}, {name: second/version, weight: 2}]");

        var outcome = train(recipe);

        assertThat(outcome.err()).isEmpty();
        assertThat(outcome.exitCode()).isZero();
        assertThat(ProofRun.metric(directory.resolve("out"), "reward/first.version/mean"))
                .containsExactly(1.0, 1.0);
        assertThat(ProofRun.metric(directory.resolve("out"), "reward/second.version/mean"))
                .containsExactly(2.0, 2.0);
        assertThat(ProofRun.metric(directory.resolve("out"), "reward/mean")).containsExactly(5.0, 5.0); // 1 + 2 * 2
    }

    @Test
    void theirBareNameIsRefusedWithBothFullNames() throws IOException {
        versions();

        var outcome = train(recipe("[{name: version}]"));

        assertThat(outcome.exitCode()).isEqualTo(2);
        assertThat(outcome.err())
                .contains("rewards[0].name", "The reward 'version' is ambiguous", "first/version and second/version");
    }

    @Test
    void aBrokenPluginThatTheRecipeDoesNotNameIsToldOnceAndTheRunGoesOn() throws IOException {
        Files.writeString(more.resolve("half.jar"), "PK");

        var outcome = train(recipe("[{name: lowercase}]"));

        assertThat(outcome.exitCode()).isZero();
        assertThat(outcome.err().lines())
                .containsExactly(
                        "1 plugin was not loaded:",
                        "- half.jar: It can't be read as a jar of 2 bytes (zip END header not found)."
                                + " Copy it again or remove it.",
                        "The others work. 'reason4j plugins list' shows them all.");
    }

    @Test
    void aBrokenPluginThatTheRecipeNamesStopsTheRunWithItsReasons() throws IOException {
        PluginJar.offering(directory, "LaterPlugin", "later")
                .attribute("Requires-Api", ">=7")
                .writeTo(more.resolve("later.jar"));

        var named = train(recipe("[{name: later/later}]"));
        var bare = train(recipe("[{name: later}]"));

        assertThat(named.exitCode()).isEqualTo(2);
        assertThat(named.err())
                .contains(
                        "The plugin 'later' was found but not loaded:",
                        "It works with reason4j-api >=7, and this one is");
        assertThat(bare.exitCode()).isEqualTo(2);
        assertThat(bare.err())
                .contains("No reward named 'later'", "Perhaps a plugin offers it", "It works with reason4j-api >=7");
    }

    private CommandTester.Outcome train(Path recipe) {
        return CommandTester.run(
                "train", recipe, "--output", directory.resolve("out"), "--plugin-dir", letters, "--plugin-dir", more);
    }

    private Path recipe(String rewards) {
        return ProofRun.in(directory)
                .with("rewards", rewards)
                .with("training", "{steps: 2, promptsPerStep: 2, learningRate: 1e-3}")
                .with("evaluation", "{every: 99, limit: 2, threshold: 0.5, reward: {name: lowercase}}")
                .file();
    }

    /** Plugins {@code first} and {@code second}: one source, each with another version of the library in {@code lib/}. */
    private void versions() throws IOException {
        for (String id : List.of("first", "second")) {
            Path folder =
                    Files.createDirectories(more.resolve(id).resolve("lib")).getParent();
            String version = id.equals("first") ? "1" : "2";
            Path library = PluginJar.in(directory)
                    .source("package lib; public class Library { public static double version() { return " + version
                            + "; } }")
                    .writeTo(folder.resolve("lib/library.jar"));
            PluginJar.in(directory)
                    .source("""
                            package demo;
                            import java.util.*;
                            import org.reason4j.api.data.*;
                            import org.reason4j.api.plugin.*;
                            import org.reason4j.api.reward.Reward;
                            public final class VersionPlugin implements Plugin {
                                public record Config() {}
                                public record Version(Config config) implements Reward {
                                    public List<Score> score(Group group) {
                                        return Reward.perTrajectory(group, any -> Score.of(lib.Library.version()));
                                    }
                                }
                                public void register(Registry registry) {
                                    registry.reward("version", new Config(), Version.class);
                                }
                            }
                            """, library + File.pathSeparator + System.getProperty("java.class.path"))
                    .descriptor(id)
                    .service("demo.VersionPlugin")
                    .writeTo(folder.resolve(id + ".jar"));
        }
    }
}
