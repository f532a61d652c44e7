package org.reason4j.core.formats.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DurableFilesTest {

    @TempDir
    Path directory;

    @Test
    void aTextReplacesTheOldOneAndLeavesNothingBeside() throws IOException {
        Path file = directory.resolve("deep/below/state.json");
        DurableFiles.write(file, "old and longer");
        DurableFiles.write(file, "né");
        assertThat(file).hasContent("né");
        assertThat(names(file.getParent())).containsExactly("state.json");
    }

    @Test
    void aWriterThatFailsHalfwayLeavesTheOldContent() {
        Path file = directory.resolve("state.json");
        DurableFiles.write(file, "old");
        assertThatThrownBy(() -> DurableFiles.write(file, out -> {
                    out.write("half".getBytes(StandardCharsets.UTF_8));
                    out.flush();
                    throw new IOException("disk is full");
                }))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessage("Can't write " + file)
                .hasRootCauseMessage("disk is full");
        assertThat(file).hasContent("old");
        DurableFiles.write(file, "new"); // also over what was left beside
        assertThat(file).hasContent("new");
    }

    @Test
    void aFileInTheWayOfADirectoryIsNamed() {
        Path file = directory.resolve("file");
        DurableFiles.write(file, "");
        assertThatThrownBy(() -> DurableFiles.write(file.resolve("below"), ""))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessage("Can't write " + file.resolve("below"));
    }

    @Test
    void aCopyReplacesNothing() throws IOException {
        Path from = directory.resolve("from");
        Path to = directory.resolve("to");
        DurableFiles.write(from, "text");
        DurableFiles.copy(from, to);
        assertThat(to).hasContent("text");
        assertThatThrownBy(() -> DurableFiles.copy(from, to)).isInstanceOf(FileAlreadyExistsException.class);
    }

    @Test
    void aDirectoryIsPublishedAsAWhole() throws IOException {
        DurableFiles.write(directory.resolve(".writing/part"), "text");
        DurableFiles.publish(directory.resolve(".writing"), directory.resolve("done"));
        assertThat(directory.resolve("done/part")).hasContent("text");
        assertThat(names(directory)).containsExactly("done");
    }

    @Test
    void aTreeIsDeletedAndNothingBesideIt() throws IOException {
        DurableFiles.write(directory.resolve("tree/a/b"), "text");
        DurableFiles.write(directory.resolve("tree/c"), "text");
        DurableFiles.write(directory.resolve("other"), "text");
        DurableFiles.deleteTree(directory.resolve("tree"));
        DurableFiles.deleteTree(directory.resolve("tree"));
        assertThat(names(directory)).containsExactly("other");
    }

    private static List<String> names(Path directory) throws IOException {
        try (Stream<Path> entries = Files.list(directory)) {
            return entries.map(entry -> entry.getFileName().toString()).sorted().toList();
        }
    }
}
