package org.reason4j.core.host.documentation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.reason4j.api.plugin.PluginException;
import org.reason4j.core.host.config.Recipe;

class DocumentationFilesTest {

    @TempDir
    Path directory;

    @Test
    void whatTheCompilerWroteIsFoundByTheLoaderOfTheClass() {
        Documentation checkpoints = new DocumentationFiles().of(Recipe.Checkpoints.class);

        assertThat(checkpoints.text()).isEqualTo("Checkpoints.");
        assertThat(checkpoints.settings().get("keepLast").text()).isEqualTo("how many of the newest are kept");
        assertThat(checkpoints.constants().get("DEFAULTS").text())
                .isEqualTo("Every 50 steps; the newest two and the best are kept.");
    }

    @Test
    void aClassThatNobodyDocumentedHasNoDocumentation() {
        assertThat(new DocumentationFiles().of(String.class)).isEqualTo(Documentation.NONE);
        assertThat(new DocumentationFiles().of(DocumentationFilesTest.class)).isEqualTo(Documentation.NONE);
    }

    @Test
    void rangesAndLinksAreRead() throws IOException {
        Documentation read = read("""
                {"format": 1, "types": {"a.B": {"text": "One.\\n\\nTwo.", "links": [{"title": "T", "address": "https://x.org"}],
                 "settings": [{"name": "n", "type": "int", "text": "above 1", "range": "(1, inf)"}, {"name": "m"}]}}}""");

        assertThat(read.opening()).isEqualTo("One.");
        assertThat(read.links()).containsExactly(new Documentation.Link("T", "https://x.org"));
        assertThat(read.settings())
                .containsEntry("n", new Documentation.Setting("above 1", Optional.of("(1, inf)")))
                .containsEntry("m", new Documentation.Setting("", Optional.empty()));
    }

    @Test
    void aFileThatTheProcessorDidNotWriteIsRefusedByItsPlace() {
        assertThatThrownBy(() -> read("no JSON"))
                .isInstanceOf(PluginException.class)
                .hasMessageContaining("META-INF/reason4j/settings.json is not JSON")
                .hasMessageContaining("Build the plugin again");
        assertThatThrownBy(() -> read("{\"format\": 2}"))
                .isInstanceOf(PluginException.class)
                .hasMessageContaining("has the format 2, expected 1");
    }

    private Documentation read(String json) throws IOException {
        Path file = directory.resolve("META-INF/reason4j/settings.json");
        Files.createDirectories(file.getParent());
        Files.writeString(file, json);
        try (URLClassLoader loader =
                new URLClassLoader(new URL[] {directory.toUri().toURL()}, ClassLoader.getPlatformClassLoader())) {
            return new DocumentationFiles().of(loader, "a.B");
        }
    }
}
