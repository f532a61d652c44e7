package org.reason4j.core.formats.huggingface;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.reason4j.api.plugin.ConfigException;

/** The layout is that of huggingface_hub 2.4.0: blobs by hash, snapshots of links to them, references by name. */
class HubCacheTest {

    private static final String OLD = "0123abc";
    private static final String NEW = "4567def";

    @TempDir
    Path home;

    private Path model;

    @BeforeEach
    void download() throws IOException {
        model = home.resolve("hub/models--org--tiny");
        Path blob = Files.createDirectories(model.resolve("blobs")).resolve("b1");
        Files.writeString(blob, "{}");
        for (String revision : new String[] {OLD, NEW}) {
            Path snapshot = Files.createDirectories(model.resolve("snapshots").resolve(revision));
            Files.createSymbolicLink(snapshot.resolve("config.json"), Path.of("../../blobs/b1"));
        }
        Files.createDirectories(model.resolve("refs"));
        Files.writeString(model.resolve("refs/main"), NEW);
        Files.writeString(model.resolve("refs/v1"), OLD);
        Files.createDirectories(home.resolve("hub/datasets--org--sums/snapshots/77/main"));
    }

    private HubCache cache() {
        return HubCache.of(Map.of("HF_HOME", home.toString()));
    }

    private Path find(String text) {
        return cache().find(HubCache.Kind.MODEL, home, text).orElseThrow();
    }

    @Test
    void aNameIsTheNewestRevisionOrTheOneThatItNames() {
        assertThat(find("org/tiny")).isEqualTo(model.resolve("snapshots").resolve(NEW));
        assertThat(find("org/tiny@v1")).isEqualTo(model.resolve("snapshots").resolve(OLD));
        assertThat(find("org/tiny@" + OLD)).isEqualTo(model.resolve("snapshots").resolve(OLD));
        assertThat(find("org/tiny").resolve("config.json")).hasContent("{}");
        assertThat(cache().find(HubCache.Kind.MODEL, home, "org/tiny@v2")).isEmpty();
        assertThat(cache().find(HubCache.Kind.MODEL, home, "org/other")).isEmpty();
        assertThat(cache().find(HubCache.Kind.MODEL, home, "tiny")).isEmpty();
    }

    @Test
    void aPathIntoTheCacheIsTheRevisionThatItMeans() {
        Path newest = model.resolve("snapshots").resolve(NEW);
        assertThat(find(model.toString())).isEqualTo(newest);
        assertThat(find("hub/models--org--tiny/snapshots")).isEqualTo(newest);
        assertThat(find(model + "/snapshots/" + OLD))
                .isEqualTo(model.resolve("snapshots").resolve(OLD));
    }

    @Test
    void aDirectoryOfThatNameComesFirst() throws IOException {
        Path own = Files.createDirectories(home.resolve("org/tiny"));
        assertThat(find("org/tiny")).isEqualTo(own);
    }

    @Test
    void filesOfADatasetAreFoundUnderItsName() {
        Path snapshot = home.resolve("hub/datasets--org--sums/snapshots/77"); // without a reference, the only one
        assertThat(cache().find(HubCache.Kind.DATASET, home, "org/sums/main/train-*.parquet"))
                .hasValue(Path.of(snapshot + "/main/train-*.parquet"));
        assertThat(cache().find(HubCache.Kind.DATASET, home, "org/tiny/x.parquet"))
                .isEmpty();
    }

    @Test
    void theCacheIsWhereTheToolsOfTheHubHaveIt() {
        Path home = this.home;
        String name = "org/tiny";
        Map<String, String> direct = Map.of("HF_HUB_CACHE", home + "/hub", "HF_HOME", "/nowhere");
        assertThat(HubCache.of(direct).find(HubCache.Kind.MODEL, home, name)).isPresent();
        Map<String, String> former = Map.of("HUGGINGFACE_HUB_CACHE", home + "/hub");
        assertThat(HubCache.of(former).find(HubCache.Kind.MODEL, home, name)).isPresent();
        assertThatThrownBy(() -> {
                    throw HubCache.of(Map.of("XDG_CACHE_HOME", "/x")).missing(Path.of("a/b"));
                })
                .hasMessageContaining("/x/huggingface/hub");
        assertThatThrownBy(() -> {
                    throw HubCache.of(Map.of()).missing(Path.of("a/b"));
                })
                .hasMessageContaining(System.getProperty("user.home") + "/.cache/huggingface/hub");
    }

    @Test
    void whatIsNotThereIsSaidWithWhereItWasLookedForAndTheCommand() {
        assertThat(cache().missing(home.resolve("Qwen/Qwen3-0.6B")))
                .isInstanceOf(ConfigException.class)
                .hasMessage("No directory " + home
                        + "/Qwen/Qwen3-0.6B, expected a model. A model 'Qwen/Qwen3-0.6B' of the" + " Hub is not in "
                        + home + "/hub either; 'hf download Qwen/Qwen3-0.6B' downloads it.");
        assertThat(cache().missing(home.resolve("models"))) // beside what is there
                .hasMessage(
                        "No directory " + home + "/models, expected a model. A model of the Hub is named ORG/NAME, and"
                                + " looked for in " + home + "/hub; 'hf download ORG/NAME' downloads it.");
    }
}
