package org.reason4j.core.host.plugin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

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
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.reason4j.api.data.Group;
import org.reason4j.api.data.Prompt;
import org.reason4j.api.plugin.ConfigException;
import org.reason4j.api.plugin.Kind;
import org.reason4j.api.plugin.Plugin;
import org.reason4j.api.plugin.PluginException;
import org.reason4j.api.reward.Reward;

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
    void aPluginIsListedWithItsVersionJarDigestAndComponents() throws Exception {
        Path jar = PluginJar.offering(scratch, "OnePlugin", "one")
                .version("Demo rewards", "1.2.3")
                .writeTo(plugins.resolve("demo.jar"));
        String digest =
                HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(jar)));
        try (PluginRegistry registry = load()) {
            assertThat(registry.plugins())
                    .contains(new InstalledPlugin(
                            "demo.OnePlugin",
                            new PluginOrigin("Demo rewards", "1.2.3", "demo.jar", jar.toString(), Optional.of(digest)),
                            Map.of(Kind.REWARD, List.of("one")),
                            List.of()));
        }
    }

    @Test
    void aJarWithoutVersionGoesByItsFileName() {
        PluginJar.offering(scratch, "OnePlugin", "one").writeTo(plugins.resolve("demo-7.jar"));
        try (PluginRegistry registry = load()) {
            PluginOrigin origin =
                    registry.find(Kind.REWARD, "one", "rewards[0]").origin();
            assertThat(origin.title()).isEqualTo("demo-7.jar");
            assertThat(origin.version()).isEqualTo("unknown");
        }
    }

    @Test
    void pluginsComeFromCoreTheClassPathAndEveryDirectory() throws IOException {
        Plugin builtIn = registry -> registry.reward("built-in", new None(), Nothing.class);
        Path onClassPath = PluginJar.offering(scratch, "HostPlugin", "host").writeTo(scratch.resolve("host.jar"));
        Path more = Files.createDirectory(scratch.resolve("more"));
        PluginJar.offering(scratch, "OnePlugin", "one").writeTo(plugins.resolve("one.jar"));
        PluginJar.offering(scratch, "TwoPlugin", "two").writeTo(more.resolve("two.jar"));
        Files.writeString(plugins.resolve("README.txt"), "not a jar");
        URL[] classPath = {onClassPath.toUri().toURL()};
        try (URLClassLoader host = new URLClassLoader(classPath, getClass().getClassLoader());
                PluginRegistry registry = new PluginLoader(host, List.of(builtIn)).load(List.of(plugins, more))) {
            assertThat(registry.offers(Kind.REWARD)).extracting(Offer::name).contains("built-in", "host", "one", "two");
            assertThat(registry.find(Kind.REWARD, "host", "rewards[0]").origin().jar())
                    .isEqualTo("host.jar");
        }
    }

    @Test
    void aServiceFileOfManyMegabytesIsNotRead() {
        PluginJar.in(scratch).service("a".repeat(64 << 20)).writeTo(plugins.resolve("bomb.jar"));
        assertThatThrownBy(this::load)
                .isInstanceOf(PluginException.class)
                .hasMessageContaining(
                        "bomb.jar: META-INF/services/org.reason4j.api.plugin.Plugin is longer than 65536 bytes");
    }

    @Test
    void aJarThatIsNoPluginIsNamed() {
        PluginJar.in(scratch).source("package lib; public class Library {}").writeTo(plugins.resolve("library.jar"));
        assertThatThrownBy(this::load)
                .isInstanceOf(PluginException.class)
                .hasMessageContainingAll("library.jar is not a plugin", LoadFailure.SERVICE_FILE, "Remove it");
    }

    @Test
    void aBrokenJarIsNamed() throws IOException {
        Files.writeString(plugins.resolve("half.jar"), "PK");
        assertThatThrownBy(this::load)
                .isInstanceOf(PluginException.class)
                .hasMessageContainingAll("half.jar", "can't be read as a jar", "Copy it again");
    }

    @Test
    void aServiceFileThatNamesNoClassOfTheJarIsExplained() {
        PluginJar.in(scratch).service("demo.Absent").writeTo(plugins.resolve("absent.jar"));
        assertThatThrownBy(this::load)
                .isInstanceOf(PluginException.class)
                .hasMessageContainingAll("absent.jar: the class demo.Absent", "is not in the jar");
    }

    @Test
    void aMissingLibraryIsExplained() {
        PluginJar.in(scratch)
                .source("""
                        package demo;
                        public class Needy implements org.reason4j.api.plugin.Plugin {
                            public static class Library {}
                            private final Object library = new Library();
                            public void register(org.reason4j.api.plugin.Registry registry) {}
                        }
                        """)
                .without("demo.Needy$Library")
                .service("demo.Needy")
                .writeTo(plugins.resolve("needy.jar"));
        assertThatThrownBy(this::load)
                .isInstanceOf(PluginException.class)
                .hasMessage("needy.jar: the class demo.Needy$Library, which demo.Needy needs, is missing. "
                        + "Put its library into the plugin's jar.")
                .hasCauseInstanceOf(NoClassDefFoundError.class);
    }

    @Test
    void aNewerJavaIsExplained() {
        PluginJar.offering(scratch, "OnePlugin", "one")
                .fromTheFuture("demo.OnePlugin")
                .writeTo(plugins.resolve("future.jar"));
        assertThatThrownBy(this::load)
                .isInstanceOf(PluginException.class)
                .hasMessageContainingAll(
                        "future.jar: demo.OnePlugin was compiled for a newer Java", "Run a newer Java");
    }

    @Test
    void aClassThatIsNoPluginIsExplained() {
        PluginJar.in(scratch)
                .source("package demo; public class Other {}")
                .service("demo.Other")
                .writeTo(plugins.resolve("other.jar"));
        assertThatThrownBy(this::load)
                .isInstanceOf(PluginException.class)
                .hasMessageContaining("other.jar: demo.Other is not a org.reason4j.api.plugin.Plugin");
    }

    @Test
    void aPluginWithoutAPublicConstructorIsExplained() {
        PluginJar.in(scratch).source("""
                        package demo;
                        public class Shy implements org.reason4j.api.plugin.Plugin {
                            Shy() {}
                            public void register(org.reason4j.api.plugin.Registry registry) {}
                        }
                        """).service("demo.Shy").writeTo(plugins.resolve("shy.jar"));
        assertThatThrownBy(this::load)
                .isInstanceOf(PluginException.class)
                .hasMessageContaining("shy.jar: demo.Shy has no public constructor without arguments");
    }

    @Test
    void aPluginThatThrowsWhileRegisteringIsNamed() {
        PluginJar.in(scratch).source("""
                        package demo;
                        public class Clumsy implements org.reason4j.api.plugin.Plugin {
                            public void register(org.reason4j.api.plugin.Registry registry) {
                                throw new IllegalStateException("no licence");
                            }
                        }
                        """).service("demo.Clumsy").writeTo(plugins.resolve("clumsy.jar"));
        assertThatThrownBy(this::load)
                .isInstanceOf(PluginException.class)
                .hasMessageContainingAll("demo.Clumsy", "clumsy.jar", "failed to register", "no licence");
    }

    @Test
    void twoPluginsWithOneNameAreBothNamed() {
        PluginJar.offering(scratch, "OnePlugin", "same").writeTo(plugins.resolve("first.jar"));
        PluginJar.offering(scratch, "TwoPlugin", "same").writeTo(plugins.resolve("second.jar"));
        assertThatThrownBy(this::load)
                .isInstanceOf(PluginException.class)
                .hasMessageContainingAll("Two plugins offer a reward named 'same'", "first.jar", "second.jar");
    }

    @Test
    void twoVersionsOfOnePluginAreBothNamed() {
        PluginJar plugin = PluginJar.offering(scratch, "OnePlugin", "one");
        plugin.version("One", "1.0").writeTo(plugins.resolve("one-1.0.jar"));
        plugin.version("One", "1.1").writeTo(plugins.resolve("one-1.1.jar"));
        assertThatThrownBy(this::load)
                .isInstanceOf(PluginException.class)
                .hasMessageContainingAll(
                        "demo.OnePlugin is installed twice",
                        "version 1.0",
                        "one-1.0.jar",
                        "version 1.1",
                        "one-1.1.jar");
    }

    @Test
    void allProblemsAreToldAtOnce() {
        PluginJar.in(scratch).service("demo.Absent").writeTo(plugins.resolve("absent.jar"));
        PluginJar.in(scratch).writeTo(plugins.resolve("empty.jar"));
        PluginException problems = problems(this::load);
        assertThat(problems).hasMessageContainingAll("2 problems with plugins", "absent.jar", "empty.jar");
        assertThat(problems.getSuppressed()).hasSize(2);
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

    private static PluginException problems(ThrowingCallable call) {
        return catchThrowableOfType(PluginException.class, call);
    }

    record None() {}

    static final class Nothing implements Reward {
        @Override
        public List<org.reason4j.api.data.Score> score(Group group) {
            return List.of();
        }
    }
}
