package org.reason4j.core.host.plugin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.reason4j.api.data.Group;
import org.reason4j.api.data.Prompt;
import org.reason4j.api.plugin.ConfigException;
import org.reason4j.api.plugin.Kind;
import org.reason4j.api.plugin.Plugin;
import org.reason4j.api.reward.Reward;
import org.reason4j.core.host.plugin.jar.RefusedPlugin;

class PluginLoaderTest {

    @TempDir
    Path scratch;

    private Path plugins;

    @BeforeEach
    void makePluginDirectory() throws IOException {
        plugins = Files.createDirectory(scratch.resolve("plugins"));
    }

    @Test
    void aJarDroppedIntoTheDirectoryIsUsableByName() throws Exception {
        PluginJar.offering(scratch, "OnePlugin", "one").writeTo(plugins.resolve("one.jar"));
        try (PluginRegistry registry = load()) {
            Reward reward = new ComponentFactory(registry, new JacksonBinding(), Map.of())
                    .create(Kind.REWARD, "one", Optional.empty(), Map.of("value", 0.5), "rewards[0]");
            assertThat(reward.score(Group.of(Prompt.of("p", List.of(), new int[0]), List.of())))
                    .isEmpty();
            assertThat(Guard.unwrap(reward).getClass().getName()).isEqualTo("demo.OnePlugin$One");
        }
    }

    @Test
    void aPluginIsListedWithItsDescriptorJarDigestAndComponents() throws Exception {
        Path jar = PluginJar.offering(scratch, "OnePlugin", "one")
                .version("Demo rewards", "1.2.3")
                .attribute("Built-With-Api", "1.0.0-rc.1")
                .attribute("Plugin-License", "Apache-2.0")
                .attribute("Plugin-Url", "https://example.org/one")
                .attribute("Plugin-Description", "Scores everything 1")
                .writeTo(plugins.resolve("demo.jar"));
        String digest =
                HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(jar)));
        try (PluginRegistry registry = load()) {
            InstalledPlugin plugin = registry.plugins().get(0);
            assertThat(plugin.type()).isEqualTo("demo.OnePlugin");
            assertThat(plugin.origin())
                    .isEqualTo(new PluginOrigin(
                            "one", "Demo rewards", "1.2.3", "demo.jar", jar.toString(), Optional.of(digest)));
            assertThat(plugin.components()).isEqualTo(Map.of(Kind.REWARD, List.of("one")));
            assertThat(plugin.unit().orElseThrow().descriptor().requiresApi()).hasToString(">=1.0.0-rc.1 <2");
            assertThat(plugin.unit().orElseThrow().descriptor().extras())
                    .isEqualTo(Map.of(
                            "Built-With-Api", "1.0.0-rc.1",
                            "Plugin-License", "Apache-2.0",
                            "Plugin-Url", "https://example.org/one",
                            "Plugin-Description", "Scores everything 1"));
        }
    }

    @Test
    void pluginsComeFromTheProgramAndEveryDirectoryAndNotFromTheClassPath() throws IOException {
        Plugin builtIn = registry -> registry.reward("built-in", new None(), Nothing.class);
        Path onClassPath = PluginJar.offering(scratch, "HostPlugin", "host").writeTo(scratch.resolve("host.jar"));
        Path more = Files.createDirectory(scratch.resolve("more"));
        PluginJar.offering(scratch, "OnePlugin", "one").writeTo(plugins.resolve("one.jar"));
        PluginJar.offering(scratch, "TwoPlugin", "two").writeTo(more.resolve("two.jar"));
        URL[] classPath = {onClassPath.toUri().toURL()};
        try (URLClassLoader host = new URLClassLoader(classPath, getClass().getClassLoader());
                PluginRegistry registry = new PluginLoader(host, List.of(builtIn)).load(List.of(plugins, more))) {
            assertThat(registry.offers(Kind.REWARD)).extracting(Offer::name).containsExactly("built-in", "one", "two");
        }
    }

    @Test
    void aBrokenPluginIsLeftOutAndTheOthersWork() throws IOException {
        PluginJar.offering(scratch, "OnePlugin", "one").writeTo(plugins.resolve("one.jar"));
        Files.writeString(plugins.resolve("half.jar"), "PK");
        PluginJar.in(scratch).descriptor("absent").service("demo.Absent").writeTo(plugins.resolve("absent.jar"));
        try (PluginRegistry registry = load()) {
            assertThat(registry.offers(Kind.REWARD)).extracting(Offer::name).containsExactly("one");
            assertThat(registry.refused()).extracting(RefusedPlugin::name).containsExactly("absent.jar", "half.jar");
        }
    }

    @Test
    void aMissingNameIsToldWithTheReasonsOfPluginsThatWereNotLoaded() throws IOException {
        Files.writeString(plugins.resolve("half.jar"), "PK");
        PluginJar.in(scratch).descriptor("absent").service("demo.Absent").writeTo(plugins.resolve("absent.jar"));
        try (PluginRegistry registry = load()) {
            assertThatThrownBy(() -> registry.find(Kind.REWARD, "mine", "rewards[0]"))
                    .isInstanceOf(ConfigException.class)
                    .hasMessageContainingAll(
                            "No reward named 'mine'.",
                            "Perhaps a plugin offers it that was found but not loaded:",
                            "- absent.jar: The class demo.Absent",
                            "- half.jar: It can't be read as a jar");
            assertThatThrownBy(() -> registry.find(Kind.REWARD, "absent/mine", "rewards[0]"))
                    .isInstanceOf(ConfigException.class)
                    .hasMessageContainingAll(
                            "The plugin 'absent' was found but not loaded:", "- absent.jar: The class demo.Absent")
                    .hasMessageNotContaining("half.jar");
        }
    }

    @Test
    void aDirectoryThatDoesNotExistIsTheUsersToMend() {
        assertThatThrownBy(() -> loader().load(List.of(scratch.resolve("nowhere"))))
                .isInstanceOf(ConfigException.class)
                .hasMessageContainingAll("nowhere", "does not exist");
    }

    private PluginRegistry load() {
        return loader().load(List.of(plugins));
    }

    private PluginLoader loader() {
        return new PluginLoader(getClass().getClassLoader(), List.of());
    }

    record None() {}

    static final class Nothing implements Reward {
        @Override
        public List<org.reason4j.api.data.Score> score(Group group) {
            return List.of();
        }
    }
}
