package org.reason4j.cli.plugins;

import static org.assertj.core.api.Assertions.assertThat;
import static org.reason4j.installer.FileRepository.dependency;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.reason4j.cli.CommandTester;
import org.reason4j.core.host.plugin.PluginJar;
import org.reason4j.installer.FileRepository;

/** The commands that install and remove, as people type them. */
class PluginsInstallCommandTest {

    private static final String PLUGIN = "com.example:my-rewards:1.0.0";

    @TempDir
    Path directory;

    private Path plugins;
    private FileRepository repository;

    @BeforeEach
    void publish() throws IOException {
        plugins = directory.resolve("plugins");
        PluginJar jar = PluginJar.offering(directory, "Rewards", "always-one").descriptor("my-rewards");
        byte[] bytes = Files.readAllBytes(jar.writeTo(directory.resolve("one.jar")));
        repository = new FileRepository(directory.resolve("repository"))
                .add("com.example:words:1.5", FileRepository.jar("words", "1.5"))
                .add(PLUGIN, bytes, dependency("com.example:words:1.5", "compile"));
        Files.writeString(directory.resolve("settings.xml"), """
                <settings>
                  <localRepository>%s</localRepository>
                  <mirrors><mirror><id>none</id><mirrorOf>*</mirrorOf><url>%s</url></mirror></mirrors>
                </settings>
                """.formatted(
                        directory.resolve("local"), directory.resolve("none").toUri()));
    }

    private CommandTester.Outcome install(String... further) {
        List<Object> all = new ArrayList<>(List.of("plugins", "install", "--to", plugins));
        all.addAll(List.of("--settings", directory.resolve("settings.xml")));
        all.addAll(List.of("--repository", repository.root()));
        all.addAll(List.of(further));
        return CommandTester.run(all.toArray());
    }

    @Test
    void anInstalledPluginIsListedRemovedAndInstalledAgainFromTheLockFile() throws IOException {
        var installed = install(PLUGIN);
        assertThat(installed.err()).isEmpty();
        assertThat(installed.exitCode()).isZero();
        assertThat(installed.out())
                .contains("Installed " + PLUGIN + " in " + plugins.resolve("my-rewards")
                        + ": plugin my-rewards, 1 library.")
                .contains("Use it with --plugin-dir " + plugins);
        assertThat(plugins.resolve("my-rewards/lib/words-1.5.jar")).exists();
        assertThat(listed()).contains("always-one", "my-rewards").doesNotContain("plugins.lock");

        byte[] lock = Files.readAllBytes(plugins.resolve("plugins.lock.json"));
        var removed = CommandTester.run("plugins", "remove", "my-rewards", "--to", plugins);
        assertThat(removed.err()).isEmpty();
        assertThat(removed.out()).contains("Removed " + PLUGIN + " from " + plugins + ".");
        assertThat(listed()).doesNotContain("always-one");

        Files.write(plugins.resolve("plugins.lock.json"), lock);
        var restored = install();
        assertThat(restored.err()).isEmpty();
        assertThat(restored.out()).contains("Restored " + PLUGIN);
        assertThat(listed()).contains("always-one");
    }

    private String listed() {
        var list = CommandTester.run("plugins", "list", "-v", "--plugin-dir", plugins);
        assertThat(list.err()).isEmpty();
        return list.out();
    }

    @Test
    void theListWarnsOfFilesThatWereChangedSinceTheyWereInstalled() throws IOException {
        install(PLUGIN);
        Files.write(plugins.resolve("my-rewards/lib/words-1.5.jar"), FileRepository.jar("words", "patched"));
        var changed = CommandTester.run("plugins", "list", "-v", "--plugin-dir", plugins);
        assertThat(changed.exitCode()).isZero();
        assertThat(changed.out()).contains("always-one");
        assertThat(changed.err().strip())
                .isEqualTo("Warning: " + plugins.resolve("my-rewards")
                        + " is not as it was installed: lib/words-1.5.jar has other content than was installed.");

        Files.writeString(plugins.resolve("plugins.lock.json"), "{}");
        var damaged = CommandTester.run("plugins", "list", "-v", "--plugin-dir", plugins);
        assertThat(damaged.exitCode()).isZero();
        assertThat(damaged.err()).startsWith("Warning: " + plugins.resolve("plugins.lock.json"));
    }

    @Test
    void whatIsWrongWithTheInputHasStatus2() throws IOException {
        var missing = install("com.example:my-rewards:3.0.0");
        assertThat(missing.exitCode()).isEqualTo(2);
        assertThat(missing.err()).contains("Versions there: 1.0.0.").doesNotContain("\tat ");

        var none = CommandTester.run("plugins", "remove", "my-rewards", "--to", plugins);
        assertThat(none.exitCode()).isEqualTo(2);
        assertThat(none.err()).contains("'my-rewards' was not installed in " + plugins);

        Files.writeString(directory.resolve("settings.xml"), "<settings><mirrors></settings>");
        var settings = install(PLUGIN);
        assertThat(settings.exitCode()).isEqualTo(2);
        assertThat(settings.err())
                .contains("The Maven settings " + directory.resolve("settings.xml") + " can't be read");
    }

    @Test
    void whatIsWrongWithThePluginHasStatus1() throws IOException {
        var library = install("com.example:words:1.5");
        assertThat(library.exitCode()).isEqualTo(1);
        assertThat(library.err())
                .startsWith("com.example:words:1.5 would not be loaded, so nothing was changed.")
                .doesNotContain("\tat ");
    }
}
