package org.reason4j.installer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.reason4j.installer.FileRepository.dependency;
import static org.reason4j.installer.FileRepository.jar;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.reason4j.api.plugin.ConfigException;
import org.reason4j.api.plugin.PluginException;
import org.reason4j.core.formats.file.DurableFiles;
import org.reason4j.core.host.plugin.PluginJar;
import org.reason4j.core.host.plugin.lock.PluginsLock;

/** Plugins in and out of a plugin directory: real jars, in repositories that are directories. */
class PluginInstallerTest {

    private static final String PLUGIN = "com.example:my-rewards:1.0.0";
    private static final String NEWER = "com.example:my-rewards:1.1.0";

    private static byte[] words;
    private static byte[] rewards;
    private static byte[] newer;
    private static byte[] otherApi;

    @TempDir
    Path scratch;

    private FileRepository repository;
    private Path plugins;
    private Path beside;
    private final StringWriter told = new StringWriter();

    /** Compiles the library {@code words}, and plugins with the id {@code rewards} that need it or do not. */
    @BeforeAll
    static void compile(@TempDir Path directory) throws IOException {
        words = bytes(PluginJar.in(directory).source("package words; public final class Words {}"), directory);
        String register =
                "package demo; import org.reason4j.api.plugin.*; public final class Rewards implements Plugin {"
                        + " public void register(Registry registry) { BODY } }";
        String needsWords = "try { Class.forName(\"words.Words\"); } catch (ClassNotFoundException e)"
                + " { throw new PluginException(\"no words\"); }";
        rewards = bytes(rewards(directory, register.replace("BODY", needsWords), "1.0.0"), directory);
        newer = bytes(rewards(directory, register.replace("BODY", ""), "1.1.0"), directory);
        otherApi = bytes(
                rewards(directory, register.replace("BODY", ""), "1.2.0").attribute("Requires-Api", ">=2 <3"),
                directory);
    }

    private static PluginJar rewards(Path directory, String source, String version) {
        return PluginJar.in(directory)
                .source(source)
                .descriptor("rewards")
                .version("Rewards", version)
                .service("demo.Rewards");
    }

    private static byte[] bytes(PluginJar jar, Path directory) throws IOException {
        return Files.readAllBytes(jar.writeTo(directory.resolve("one.jar")));
    }

    @BeforeEach
    void publish() throws IOException {
        plugins = scratch.resolve("plugins");
        beside = Files.createDirectory(scratch.resolve("beside"));
        repository = new FileRepository(scratch.resolve("repository"))
                .add("com.example:numbers:2.0", jar("numbers", "2.0"))
                .add("com.example:words:1.5", words, dependency("com.example:numbers:2.0", "compile"))
                .add("ai.djl:api:0.36.0", jar("djl", "0.36.0"), dependency("com.example:of-the-host:1.0", "compile"))
                .add("org.slf4j:slf4j-api:2.0.17", jar("slf4j", "2"))
                .add("org.reason4j:reason4j-api:1.0.0", jar("api", "1"), dependency("ai.djl:api:0.36.0", "compile"))
                .add("com.example:given:1.0", jar("given", "1"))
                .add(
                        PLUGIN,
                        rewards,
                        dependency("org.reason4j:reason4j-api:1.0.0", "compile"),
                        dependency("com.example:words:1.5", "runtime"),
                        dependency("com.example:given:1.0", "provided"),
                        dependency("com.example:of-tests:1.0", "test"),
                        dependency("org.slf4j:slf4j-api:2.0.17", "compile"))
                .add(NEWER, newer)
                .add("com.example:my-rewards:1.2.0", otherApi);
        Files.writeString(scratch.resolve("settings.xml"), """
                <settings>
                  <localRepository>%s</localRepository>
                  <mirrors><mirror><id>none</id><mirrorOf>*</mirrorOf><url>%s</url></mirror></mirrors>
                </settings>
                """.formatted(
                        scratch.resolve("local"), scratch.resolve("none").toUri()));
    }

    private MavenAccess access() {
        return new MavenAccess(
                Optional.of(scratch.resolve("settings.xml")),
                List.of(repository.root().toString()),
                Optional.empty(),
                false);
    }

    private void install(String coordinates) {
        try (PluginInstaller installer = open(false)) {
            installer.install(Coordinates.parse(coordinates), access());
        }
    }

    private void restore() {
        try (PluginInstaller installer = open(false)) {
            installer.restore(access());
        }
    }

    private void remove(String name, boolean force) {
        try (PluginInstaller installer = open(force)) {
            installer.remove(name);
        }
    }

    private PluginInstaller open(boolean force) {
        return PluginInstaller.in(plugins, List.of(beside), force, new PrintWriter(told, true));
    }

    /** Contents of the plugin directory by path, without the two files that the installer keeps there. */
    private Map<String, String> files() throws IOException {
        try (Stream<Path> tree = Files.walk(plugins)) {
            Map<String, String> files = new TreeMap<>();
            for (Path file : tree.filter(Files::isRegularFile).toList()) {
                files.put(plugins.relativize(file).toString(), Files.readString(file, StandardCharsets.ISO_8859_1));
            }
            files.keySet().removeAll(List.of(".plugins.lock", PluginsLock.FILE));
            return files;
        }
    }

    @Test
    void aPluginIsInstalledWithWhatItNeedsAndWithoutWhatTheHostShares() throws IOException {
        install(PLUGIN);
        assertThat(files().keySet())
                .containsExactly(
                        "my-rewards/lib/numbers-2.0.jar",
                        "my-rewards/lib/words-1.5.jar",
                        "my-rewards/my-rewards-1.0.0.jar");
        PluginsLock.Unit unit = PluginsLock.of(plugins).units().get(0);
        assertThat(unit.coordinates()).isEqualTo(PLUGIN);
        assertThat(unit.id()).isEqualTo("rewards");
        assertThat(unit.files())
                .extracting(PluginsLock.Entry::repository)
                .containsOnly(repository.root().toUri().toString());
        assertThat(told.toString()).contains("Installed " + PLUGIN).contains("2 libraries");
    }

    @Test
    void theSameVersionAgainIsSaidAndAsksNoRepository() throws IOException {
        install(PLUGIN);
        Files.move(repository.root(), scratch.resolve("elsewhere"));
        Files.createDirectory(repository.root());
        install(PLUGIN);
        assertThat(told.toString()).contains(PLUGIN + " is installed already in ");
    }

    @Test
    void anotherVersionTakesThePlaceOfTheOldOne() throws IOException {
        install(PLUGIN);
        install(NEWER);
        assertThat(files().keySet()).containsExactly("my-rewards/my-rewards-1.1.0.jar");
        assertThat(PluginsLock.of(plugins).units())
                .extracting(PluginsLock.Unit::coordinates)
                .containsExactly(NEWER);
        assertThat(told.toString()).contains("Replaced " + PLUGIN + " by " + NEWER);
    }

    @Test
    void aPluginForAnotherApiChangesNothing() throws IOException {
        install(PLUGIN);
        Map<String, String> before = files();
        assertThatThrownBy(() -> install("com.example:my-rewards:1.2.0"))
                .isInstanceOf(PluginException.class)
                .hasMessageContaining("com.example:my-rewards:1.2.0 would not be loaded, so nothing was changed")
                .hasMessageContaining(">=2 <3");
        assertThat(files()).isEqualTo(before);
        assertThat(PluginsLock.of(plugins).units())
                .extracting(PluginsLock.Unit::coordinates)
                .containsExactly(PLUGIN);
    }

    @Test
    void aLibraryThatThePomForgotIsNoticedBeforeAnythingIsInstalled() throws IOException {
        repository.add("com.example:forgetful:1.0.0", rewards);
        assertThatThrownBy(() -> install("com.example:forgetful:1.0.0"))
                .isInstanceOf(PluginException.class)
                .hasMessageContaining("No words");
        assertThat(files()).isEmpty();
    }

    @Test
    void aLibraryIsNoPlugin() throws IOException {
        assertThatThrownBy(() -> install("com.example:words:1.5"))
                .isInstanceOf(PluginException.class)
                .hasMessageContaining("com.example:words:1.5 would not be loaded")
                .hasMessageContaining("descriptor");
        assertThat(files()).isEmpty();
    }

    @Test
    void aPluginThatIsThereAlreadyIsNotInstalledASecondTime() throws IOException {
        Files.write(beside.resolve("copied.jar"), newer);
        assertThatThrownBy(() -> install(PLUGIN))
                .isInstanceOf(PluginException.class)
                .hasMessageContaining("The plugin 'rewards' is there already, in "
                        + beside.toRealPath().resolve("copied.jar") + ", version 1.1.0");
        assertThat(files()).isEmpty();
    }

    @Test
    void aWrongChecksumInstallsNothing() throws IOException {
        byte[] damaged = Files.readAllBytes(repository.file(PLUGIN, "jar"));
        damaged[damaged.length / 2] ^= 1;
        Files.write(repository.file(PLUGIN, "jar"), damaged);
        assertThatThrownBy(() -> install(PLUGIN))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("com.example:my-rewards")
                .hasMessageContaining("was not taken")
                .hasMessageContaining("hecksum");
        assertThat(files()).isEmpty();
    }

    @Test
    void aMissingChecksumInstallsNothing() throws IOException {
        Files.delete(repository.file("com.example:words:1.5", "jar.sha1"));
        assertThatThrownBy(() -> install(PLUGIN))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("has no checksum there");
        assertThat(files()).isEmpty();
    }

    @Test
    void aMissingArtifactIsNamed() throws IOException {
        assertThatThrownBy(() -> install("com.example:my-reward:1.0.0"))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("com.example:my-reward:1.0.0 can't be had")
                .hasMessageContaining("No version of com.example:my-reward is there; check the spelling");
        assertThat(files()).isEmpty();
    }

    @Test
    void aMissingLibraryIsNamed() throws IOException {
        Files.delete(repository.file("com.example:numbers:2.0", "jar"));
        assertThatThrownBy(() -> install(PLUGIN))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("com.example:numbers:jar:2.0")
                .hasMessageNotContaining("Versions there");
        assertThat(files()).isEmpty();
    }

    @Test
    void aMissingVersionIsAnsweredWithThoseThatAreThere() {
        assertThatThrownBy(() -> install("com.example:my-rewards:2.0.0"))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("com.example:my-rewards:2.0.0 can't be had")
                .hasMessageContaining("Versions there: 1.0.0, 1.1.0, 1.2.0. Name one of them.");
    }

    @Test
    void aVersionThatMovesIsAnsweredWithThoseThatAreThere() {
        for (String moving : List.of(
                "com.example:my-rewards",
                "com.example:my-rewards:LATEST",
                "com.example:my-rewards:RELEASE",
                "com.example:my-rewards:[1.0,2.0)")) {
            assertThatThrownBy(() -> install(moving))
                    .isInstanceOf(ConfigException.class)
                    .hasMessageContaining(moving + " names no exact version")
                    .hasMessageContaining("Versions there: 1.0.0, 1.1.0, 1.2.0. Name one of them.");
        }
    }

    @Test
    void whatSomebodyElsePutThereIsNotTouched() throws IOException {
        Files.createDirectories(plugins.resolve("my-rewards"));
        Files.writeString(plugins.resolve("my-rewards/mine.jar"), "mine");
        assertThatThrownBy(() -> install(PLUGIN))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("my-rewards exists and was not installed by this command");
        assertThat(files()).isEqualTo(Map.of("my-rewards/mine.jar", "mine"));
        assertThatThrownBy(() -> remove("my-rewards", true)).hasMessageContaining("which knows no plugin");
    }

    @Test
    void anArtifactOfAnotherGroupIsNotTakenForTheSame() {
        install(PLUGIN);
        repository.add("org.other:my-rewards:1.0.0", newer);
        assertThatThrownBy(() -> install("org.other:my-rewards:1.0.0"))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("holds " + PLUGIN + ", another plugin with that artifact's name");
    }

    @Test
    void changedFilesAreReplacedAndRemovedOnlyByForce() throws IOException {
        install(PLUGIN);
        Files.writeString(plugins.resolve("my-rewards/lib/words-1.5.jar"), "patched");
        Files.writeString(plugins.resolve("my-rewards/notes.txt"), "mine");
        String complaint = "lib/words-1.5.jar has other content than was installed, notes.txt was added";
        assertThatThrownBy(() -> install(NEWER))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining(complaint);
        assertThatThrownBy(() -> remove("rewards", false))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining(complaint);
        assertThat(files()).hasSize(4);
        remove("rewards", true);
        assertThat(files()).isEmpty();
        assertThat(PluginsLock.of(plugins).units()).isEmpty();
    }

    @Test
    void aPluginIsRemovedByIdArtifactOrCoordinates() throws IOException {
        for (String name : List.of("rewards", "my-rewards", "com.example:my-rewards")) {
            install(PLUGIN);
            remove(name, false);
            assertThat(files()).as(name).isEmpty();
            assertThat(plugins.resolve("my-rewards")).doesNotExist();
        }
        install(PLUGIN);
        assertThatThrownBy(() -> remove("my-reward", false))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("'my-reward' was not installed")
                .hasMessageContaining("[com.example:my-rewards]");
    }

    @Test
    void whatTheLockFileListsIsRestoredToTheByte() throws IOException {
        install(PLUGIN);
        Map<String, String> before = files();
        Files.delete(plugins.resolve("my-rewards/lib/words-1.5.jar"));
        assertThatThrownBy(this::restore).hasMessageContaining("lib/words-1.5.jar is missing");
        DurableFiles.deleteTree(plugins.resolve("my-rewards"));
        restore();
        assertThat(files()).isEqualTo(before);
        assertThat(told.toString()).contains("Restored " + PLUGIN);
        restore();
        assertThat(told.toString()).contains(PLUGIN + " is as it was installed");
    }

    @Test
    void aPublishedFileThatWasReplacedIsNotRestored() throws IOException {
        install(PLUGIN);
        DurableFiles.deleteTree(plugins.resolve("my-rewards"));
        DurableFiles.deleteTree(scratch.resolve("local"));
        repository.add("com.example:words:1.5", jar("words", "evil"));
        assertThatThrownBy(this::restore)
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining(PLUGIN + " was not restored: com.example:words:jar:1.5 from "
                        + repository.root().toUri())
                .hasMessageContaining("Somebody replaced a published file");
        assertThat(files()).isEmpty();
    }

    @Test
    void twoInstallationsDoNotMeet() throws IOException {
        try (PluginInstaller held = open(false)) {
            assertThat(held).isNotNull();
            assertThatThrownBy(() -> install(PLUGIN))
                    .isInstanceOf(ConfigException.class)
                    .hasMessageContaining(plugins + " is in use by another installation: process "
                            + ProcessHandle.current().pid());
        }
        install(PLUGIN);
        assertThat(files()).hasSize(3);
    }

    @Test
    void whatAKilledProcessLeftIsPutBackOrRemoved() throws IOException {
        install(PLUGIN);
        Map<String, String> before = files();
        Files.move(plugins.resolve("my-rewards"), plugins.resolve(".my-rewards.replaced"));
        Files.createDirectories(plugins.resolve(".my-rewards.partial/lib"));
        Files.createDirectories(plugins.resolve(".other.removed"));
        open(false).close();
        assertThat(files()).isEqualTo(before);
        assertThat(plugins.resolve(".my-rewards.partial")).doesNotExist();
        assertThat(plugins.resolve(".other.removed")).doesNotExist();
    }

    @Test
    void aLockFileThatWasEditedIsRefused() throws IOException {
        install(PLUGIN);
        Path lock = plugins.resolve(PluginsLock.FILE);
        Files.writeString(lock, Files.readString(lock).replace("\"my-rewards\"", "\"..\""));
        assertThatThrownBy(() -> remove("rewards", true))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("was changed after it was written");
    }

    @Test
    void aFileInThePlaceOfThePluginDirectoryIsNamed() throws IOException {
        Files.writeString(plugins, "a file");
        assertThatThrownBy(() -> install(PLUGIN))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("Can't write to the plugin directory " + plugins)
                .hasMessageContaining("choose another one with --to");
    }

    @Test
    void offlineTakesWhatDirectoriesHave() throws IOException {
        MavenAccess offline = new MavenAccess(
                access().settings(),
                List.of(repository.root().toString(), "https://repository.invalid/maven"),
                Optional.empty(),
                true);
        try (PluginInstaller installer = open(false)) {
            installer.install(Coordinates.parse(PLUGIN), offline);
            assertThat(files()).hasSize(3);
            assertThatThrownBy(() -> installer.install(Coordinates.parse("com.example:elsewhere:1.0.0"), offline))
                    .isInstanceOf(ConfigException.class)
                    .hasMessageContaining("others are not asked because of --offline");
        }
    }

    @Test
    void whatTheLocalRepositoryHasNeedsNoOther() throws IOException {
        Files.writeString(
                scratch.resolve("settings.xml"),
                "<settings><offline>true</offline><localRepository>" + repository.root()
                        + "</localRepository></settings>");
        MavenAccess local =
                new MavenAccess(Optional.of(scratch.resolve("settings.xml")), List.of(), Optional.empty(), false);
        try (PluginInstaller installer = open(false)) {
            installer.install(Coordinates.parse(PLUGIN), local);
        }
        assertThat(files()).hasSize(3);
        assertThat(PluginsLock.of(plugins).units().get(0).files())
                .extracting(PluginsLock.Entry::repository)
                .containsOnly("local repository");
    }

    @Test
    void theSettingsMirrorStandsForMavenCentral() throws IOException {
        Files.writeString(scratch.resolve("settings.xml"), """
                <settings>
                  <localRepository>%s</localRepository>
                  <mirrors><mirror><id>house</id><mirrorOf>central</mirrorOf><url>%s</url></mirror></mirrors>
                </settings>
                """.formatted(
                        scratch.resolve("local"), repository.root().toUri()));
        MavenAccess settingsAlone =
                new MavenAccess(Optional.of(scratch.resolve("settings.xml")), List.of(), Optional.empty(), false);
        try (PluginInstaller installer = open(false)) {
            installer.install(Coordinates.parse(PLUGIN), settingsAlone);
        }
        assertThat(files()).hasSize(3);
    }

    @Test
    void coordinatesThatWouldLeaveTheDirectoryAreRefused() {
        for (String wrong :
                List.of("com.example:..:1.0", "com.example:a/b:1.0", "a:b:c:d", "plugin", "com.example::1")) {
            assertThatThrownBy(() -> install(wrong)).as(wrong).isInstanceOf(ConfigException.class);
        }
        assertThatThrownBy(() -> install("com.example:my-rewards:../1"))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("names no exact version");
    }
}
