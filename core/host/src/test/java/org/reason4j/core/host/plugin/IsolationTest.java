package org.reason4j.core.host.plugin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.engine.Engine;
import ai.djl.engine.EngineProvider;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.reason4j.api.data.Group;
import org.reason4j.api.data.Prompt;
import org.reason4j.api.data.Score;
import org.reason4j.api.data.Trajectory;
import org.reason4j.api.plugin.Kind;
import org.reason4j.api.reward.Reward;

/** What a plugin sees: its own classes, libraries and services, and of the host the shared ones. */
class IsolationTest {

    private static final Prompt PROMPT = Prompt.of("p", List.of(), new int[0]);
    private static final Group GROUP =
            Group.of(PROMPT, List.of(Trajectory.demonstration(PROMPT, 0, new int[] {1}, "a")));

    @TempDir
    Path scratch;

    private Path plugins;

    @BeforeEach
    void makePluginDirectory() throws IOException {
        plugins = Files.createDirectory(scratch.resolve("plugins"));
    }

    @Test
    void twoPluginsUseTwoVersionsOfOneLibrarySideBySide() throws IOException {
        for (int version = 1; version <= 2; version++) {
            Path folder = Files.createDirectories(plugins.resolve("user-" + version + "/lib"))
                    .getParent();
            Path library = PluginJar.in(scratch)
                    .source("package lib; public class Library { public static double version() { return " + version
                            + "; } }")
                    .writeTo(folder.resolve("lib/library-" + version + ".jar"));
            scoring("user-" + version, "lib.Library.version()", library).writeTo(folder.resolve("user.jar"));
        }
        try (PluginRegistry registry = load()) {
            assertThat(score(registry, "user-1/mine")).isEqualTo(1);
            assertThat(score(registry, "user-2/mine")).isEqualTo(2);
        }
    }

    @Test
    void aLibraryOfThePluginWinsOverThatOfTheHost() throws IOException {
        Path bundled = PluginJar.in(scratch)
                .source("package com.google.common.collect; public class ImmutableList {"
                        + " public static double size() { return 7; } }")
                .writeTo(scratch.resolve("guava.jar"));
        PluginJar plugin = scoring("bundling", "com.google.common.collect.ImmutableList.size()", bundled)
                .source("package com.google.common.collect; public class ImmutableList {"
                        + " public static double size() { return 7; } }");
        plugin.writeTo(plugins.resolve("bundling.jar"));
        try (PluginRegistry registry = load()) {
            assertThat(score(registry, "mine")).isEqualTo(7);
        }
    }

    @Test
    void ofASharedLibraryTheHostsClassWinsAndAClassThatTheHostLacksIsThePlugins() throws IOException {
        String bridge = "package org.slf4j.bridge; public class Bridge { public static double value() {"
                + " return org.slf4j.Logger.class.getClassLoader() == Bridge.class.getClassLoader() ? 0 : 5; } }";
        Path bundled = PluginJar.in(scratch).source(bridge).writeTo(scratch.resolve("bridge.jar"));
        scoring("bridged", "org.slf4j.bridge.Bridge.value()", bundled)
                .source(bridge)
                .source("package org.slf4j; public interface Logger {}")
                .writeTo(plugins.resolve("bridged.jar"));
        try (PluginRegistry registry = load()) {
            assertThat(score(registry, "mine")).isEqualTo(5);
        }
    }

    @Test
    void twoPluginsMayHaveClassesOfOneName() {
        scoring("one", "1", scratch).writeTo(plugins.resolve("one.jar"));
        scoring("two", "2", scratch).writeTo(plugins.resolve("two.jar"));
        try (PluginRegistry registry = load()) {
            assertThat(registry.plugins()).extracting(InstalledPlugin::type).containsExactly("demo.P", "demo.P");
            assertThat(score(registry, "one/mine")).isEqualTo(1);
            assertThat(score(registry, "two/mine")).isEqualTo(2);
        }
    }

    @Test
    void aJarThatIsOverwrittenDuringARunChangesNothing() throws IOException {
        Path jar = scoring("mine", "Late.VALUE", scratch).writeTo(plugins.resolve("mine.jar"));
        try (PluginRegistry registry = load()) {
            Files.writeString(jar, "overwritten before demo.P$Late was loaded");
            assertThat(score(registry, "mine")).isEqualTo(3);
            Files.delete(jar);
            assertThat(score(registry, "mine")).isEqualTo(3);
        }
    }

    @Test
    void thePluginsClassLoaderIsThatOfTheThreadDuringConstructionRegistrationAndCalls() {
        PluginJar.in(scratch).source("""
                        package demo;
                        import java.util.*;
                        import org.reason4j.api.data.*;
                        import org.reason4j.api.plugin.*;
                        import org.reason4j.api.reward.Reward;
                        public class P implements Plugin {
                            static final List<String> SEEN = new ArrayList<>();
                            static void see(String where) {
                                SEEN.add(where + " " + Thread.currentThread().getContextClassLoader().getName());
                            }
                            public record Config(int value) {
                                public Config { see("settings"); }
                            }
                            public static class Mine implements Reward {
                                public Mine(Config config) { see("component"); }
                                public List<Score> score(Group group) {
                                    see("call");
                                    throw new IllegalStateException(String.join(", ", SEEN));
                                }
                            }
                            public P() { see("plugin"); }
                            public void register(Registry registry) {
                                see("register");
                                registry.reward("mine", new Config(1), Mine.class);
                                SEEN.remove(SEEN.size() - 1);
                            }
                        }
                        """).descriptor("mine").service("demo.P").writeTo(plugins.resolve("mine.jar"));
        ClassLoader before = Thread.currentThread().getContextClassLoader();
        try (PluginRegistry registry = load()) {
            Reward reward = reward(registry, "mine");
            assertThatThrownBy(() -> reward.score(GROUP))
                    .hasMessage("plugin plugin:mine, register plugin:mine, settings plugin:mine, component plugin:mine,"
                            + " call plugin:mine");
            assertThat(Thread.currentThread().getContextClassLoader()).isSameAs(before);
        }
    }

    @Test
    void aPluginFindsItsOwnServicesAndNoneOfTheHosts() {
        PluginJar.in(scratch).source("""
                        package demo;
                        import java.util.*;
                        import org.reason4j.api.plugin.*;
                        public class P implements Plugin {
                            public void register(Registry registry) {
                                long own = ServiceLoader.load(Plugin.class).stream().count();
                                long engines = ServiceLoader.load(ai.djl.engine.EngineProvider.class).stream().count();
                                boolean guice = P.class.getResource("/com/google/inject/Guice.class") != null;
                                throw new IllegalStateException(own + " plugin, " + engines + " engines, " + guice);
                            }
                        }
                        """).descriptor("mine").service("demo.P").writeTo(plugins.resolve("mine.jar"));
        try (PluginRegistry registry = load()) {
            long engines = ServiceLoader.load(EngineProvider.class, getClass().getClassLoader()).stream()
                    .count();
            assertThat(engines).isPositive();
            assertThat(registry.refused().get(0).message()).contains("1 plugin, " + engines + " engines, false");
        }
    }

    @Test
    void theEngineThatAPluginUsesFirstIsThatOfTheHost() throws Exception {
        scoring("mine", "ai.djl.engine.Engine.getInstance().newBaseManager().create(4f).getFloat()", scratch)
                .writeTo(plugins.resolve("mine.jar"));
        try (PluginRegistry registry = load()) {
            assertThat(score(registry, "mine")).isEqualTo(4);
            assertThat(Engine.getAllEngines()).contains("PyTorch");
        }
    }

    /** A plugin of class {@code demo.P} whose reward {@code mine} gives that value. */
    private PluginJar scoring(String id, String value, Path library) {
        String classPath = System.getProperty("java.class.path");
        return PluginJar.in(scratch)
                .source("""
                        package demo;
                        import java.util.*;
                        import org.reason4j.api.data.*;
                        import org.reason4j.api.plugin.*;
                        import org.reason4j.api.reward.Reward;
                        public class P implements Plugin {
                            public record Config() {}
                            static class Late { static final Double VALUE = 3.0; }
                            public record Mine(Config config) implements Reward {
                                public List<Score> score(Group group) {
                                    return Reward.perTrajectory(group, any -> Score.of(SCORE));
                                }
                            }
                            public void register(Registry registry) {
                                registry.reward("mine", new Config(), Mine.class);
                            }
                        }
                        """.replace("SCORE", value), library + File.pathSeparator + classPath)
                .descriptor(id)
                .service("demo.P");
    }

    private static Reward reward(PluginRegistry registry, String name) {
        return new ComponentFactory(registry, new JacksonBinding(), Map.of())
                .create(Kind.REWARD, name, Optional.empty(), Map.of(), "rewards[0]");
    }

    private static double score(PluginRegistry registry, String name) {
        try {
            return ((Score.Value) reward(registry, name).score(GROUP).get(0)).value();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private PluginRegistry load() {
        return new PluginLoader(getClass().getClassLoader(), List.of()).load(List.of(plugins));
    }
}
