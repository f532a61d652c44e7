package org.reason4j.core.host.plugin.jar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.reason4j.api.plugin.ConfigException;

/** What is a plugin in a directory and what is not; no class is loaded, so a class file may be eight bytes. */
class PluginDirectoriesTest {

    private static final SemanticVersion API =
            SemanticVersion.parse("1.0.0-rc.1").orElseThrow();
    private static final byte[] CLASS = {(byte) 0xCA, (byte) 0xFE, (byte) 0xBA, (byte) 0xBE, 0, 0, 0, 61};

    @TempDir
    Path scratch;

    private Path plugins;
    private JarCache cache;

    @BeforeEach
    void open() throws IOException {
        plugins = Files.createDirectory(scratch.resolve("plugins")).toRealPath();
        cache = JarCache.in(scratch.resolve("cache"));
    }

    @Test
    void aJarIsAPluginWhateverTheCaseOfItsEnding() throws IOException {
        plugin("one", plugins.resolve("one.jar"));
        plugin("two", plugins.resolve("TWO.JAR"));
        PluginDirectories.Found found = search(plugins);
        assertThat(found.refused()).isEmpty();
        assertThat(ids(found)).containsExactly("two", "one");
        assertThat(found.units().get(1).entry()).isEqualTo("demo.P");
    }

    @Test
    void aFolderIsAPluginWithLibrariesBesideItsJarAndInLib() throws IOException {
        Path folder = Files.createDirectories(plugins.resolve("mine/lib")).getParent();
        plugin("mine", folder.resolve("mine-1.0.0.jar"));
        library(folder.resolve("beside.jar"));
        library(folder.resolve("lib/b.jar"));
        library(folder.resolve("lib/a.JAR"));
        Files.writeString(folder.resolve("README.md"), "about it");
        PluginUnit unit = search(plugins).units().get(0);
        assertThat(unit.path()).isEqualTo(folder);
        assertThat(unit.main().name()).isEqualTo("mine-1.0.0.jar");
        assertThat(unit.jars())
                .extracting(StoredJar::name)
                .containsExactly("mine-1.0.0.jar", "beside.jar", "a.JAR", "b.jar");
    }

    @Test
    void whatDoesNotLookLikeAPluginIsPassedOverWithAReason() throws IOException {
        plugin("hidden", plugins.resolve(".hidden.jar"));
        Files.createDirectory(plugins.resolve("empty"));
        Files.writeString(plugins.resolve("README.txt"), "about them");
        PluginDirectories.Found found = search(plugins);
        assertThat(found.units()).isEmpty();
        assertThat(found.refused()).isEmpty();
        assertThat(found.passedOver().stream().map(one -> one.path().getFileName() + ": " + one.reason()))
                .containsExactly(
                        ".hidden.jar: Its name begins with a dot.",
                        "README.txt: It is neither a jar nor a folder.",
                        "empty: It is empty.");
    }

    @Test
    void directoriesAreSearchedInTheirOrderAndEachOnce() throws IOException {
        Path user = Files.createDirectory(scratch.resolve("user"));
        plugin("b", plugins.resolve("b.jar"));
        plugin("a", user.resolve("a.jar"));
        Path again = Files.createSymbolicLink(scratch.resolve("again"), plugins);
        assertThat(ids(search(plugins, user, again, scratch.resolve("user/../user"))))
                .containsExactly("b", "a");
    }

    @Test
    void oneIdInTwoDirectoriesIsRefusedInBoth() throws IOException {
        Path user = Files.createDirectory(scratch.resolve("user")).toRealPath();
        plugin("mine", plugins.resolve("mine.jar"));
        plugin("mine", user.resolve("mine-2.jar"));
        plugin("other", user.resolve("other.jar"));
        PluginDirectories.Found found = search(plugins, user);
        assertThat(ids(found)).containsExactly("other");
        assertThat(found.refused())
                .hasSize(2)
                .allSatisfy(refused -> assertThat(refused.message())
                        .contains(
                                "version 1.0.0 in " + plugins.resolve("mine.jar"),
                                "version 1.0.0 in " + user.resolve("mine-2.jar"),
                                "None of them is loaded"));
    }

    @Test
    void classesForLaterVersionsOfJavaAreAllowedWhereJavaPassesThemOver() throws IOException {
        byte[] later = CLASS.clone();
        later[7] = 120;
        jar(
                "mine",
                Map.of("demo/P.class", CLASS, "META-INF/versions/76/demo/P.class", later),
                plugins.resolve("mine.jar"));
        assertThat(search(plugins).refused()).isEmpty();
        jar(
                "mine",
                Map.of("demo/P.class", CLASS, "META-INF/versions/11/demo/P.class", later),
                plugins.resolve("mine.jar"));
        assertThat(search(plugins).refused().get(0).message()).contains("demo.P was compiled for Java 76");
    }

    @Test
    void aDirectoryThatDoesNotExistIsNamed() {
        assertThatThrownBy(() -> search(scratch.resolve("none")))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("none' does not exist");
    }

    @Test
    void oneJarCanBeLookedAtByItself() throws IOException {
        plugin("mine", scratch.resolve("mine.jar"));
        assertThat(ids(PluginDirectories.searchOne(scratch.resolve("mine.jar"), cache, API)))
                .containsExactly("mine");
        assertThatThrownBy(() -> PluginDirectories.searchOne(scratch.resolve("gone.jar"), cache, API))
                .isInstanceOf(ConfigException.class);
    }

    private PluginDirectories.Found search(Path... directories) {
        return PluginDirectories.search(List.of(directories), cache, API);
    }

    private static List<String> ids(PluginDirectories.Found found) {
        return found.units().stream().map(unit -> unit.descriptor().id()).toList();
    }

    private static void plugin(String id, Path jar) throws IOException {
        jar(id, Map.of("demo/P.class", CLASS), jar);
    }

    private static void library(Path jar) throws IOException {
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar))) {
            add(out, "lib/" + jar.getFileName() + ".txt", new byte[0]);
        }
    }

    private static void jar(String id, Map<String, byte[]> entries, Path jar) throws IOException {
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().putValue("Plugin-Id", id);
        manifest.getMainAttributes().putValue("Plugin-Version", "1.0.0");
        manifest.getMainAttributes().putValue("Requires-Api", ">=1.0.0-rc.1 <2");
        try (OutputStream file = Files.newOutputStream(jar);
                JarOutputStream out = new JarOutputStream(file, manifest)) {
            add(out, ServiceFile.NAME, "demo.P".getBytes(StandardCharsets.UTF_8));
            for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
                add(out, entry.getKey(), entry.getValue());
            }
        }
    }

    private static void add(JarOutputStream out, String name, byte[] content) throws IOException {
        out.putNextEntry(new JarEntry(name));
        out.write(content);
        out.closeEntry();
    }
}
