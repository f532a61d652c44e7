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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class DurableFilesTest {

    @TempDir
    Path directory;

    @Test
    void aTextReplacesTheOldOneAndLeavesNothingBeside() throws IOException {
        Path file = Files.createDirectory(directory.resolve("below")).resolve("state.json");
        DurableFiles.write(file, "old and longer");
        DurableFiles.write(file, "né");
        assertThat(file).hasContent("né");
        assertThat(names(file.getParent())).containsExactly("state.json");
    }

    @Test
    void aWriterThatFailsHalfwayLeavesTheOldContent() throws IOException {
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
        assertThat(names(directory)).containsExactly("state.json");
    }

    @Test
    void whatAKilledProcessLeftBesideIsReplacedAndAStrangersFileIsNot() throws IOException {
        Path file = directory.resolve("state.json");
        Path precious = Files.writeString(directory.resolve("precious"), "precious");
        Files.createSymbolicLink(directory.resolve(".state.json.new"), precious);
        Files.writeString(directory.resolve("state.json.new"), "mine");
        DurableFiles.write(file, "new");
        assertThat(names(directory)).containsExactly("precious", "state.json", "state.json.new");
        assertThat(file).hasContent("new");
        assertThat(precious).hasContent("precious");
    }

    @Test
    void aDirectoryThatIsGoneIsNotCreatedAgain() {
        Path gone = directory.resolve("gone");
        assertThatThrownBy(() -> DurableFiles.write(gone.resolve("file"), ""))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessage("Can't write " + gone.resolve("file"))
                .cause()
                .hasMessageEndingWith("no such file or directory");
        assertThat(gone).doesNotExist();
    }

    @ParameterizedTest
    @EnumSource(FaultyDisk.Fault.class)
    void whereverAWriteFailsTheFileIsOldOrNewAndNothingIsLeftBeside(FaultyDisk.Fault fault) throws IOException {
        FaultyDisk disk = new FaultyDisk();
        Path file = disk.path(directory.resolve("state.json"));
        int call = 0;
        do {
            disk.heal();
            DurableFiles.write(file, "old");
            disk.failAt(++call, fault);
            try {
                DurableFiles.write(file, "new");
            } catch (UncheckedIOException e) {
                assertThat(e).hasMessage("Can't write " + file).rootCause().hasMessageEndingWith(fault.reason());
            }
            assertThat(Files.readString(directory.resolve("state.json"))).isIn("old", "new");
            assertThat(names(directory)).containsExactly("state.json");
        } while (disk.calls().size() >= call);
        assertThat(call - 1).isEqualTo(5); // open, write, force, move, force of the directory
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
        DurableFiles.write(Files.createDirectory(directory.resolve(".writing")).resolve("part"), "text");
        DurableFiles.publish(directory.resolve(".writing"), directory.resolve("done"));
        assertThat(directory.resolve("done/part")).hasContent("text");
        assertThat(names(directory)).containsExactly("done");
    }

    @Test
    void aTreeIsDeletedAndNothingBesideIt() throws IOException {
        Files.createDirectories(directory.resolve("tree/a"));
        DurableFiles.write(directory.resolve("tree/a/b"), "text");
        DurableFiles.write(directory.resolve("tree/c"), "text");
        DurableFiles.write(directory.resolve("other"), "text");
        DurableFiles.deleteTree(directory.resolve("tree"));
        DurableFiles.deleteTree(directory.resolve("tree"));
        assertThat(names(directory)).containsExactly("other");
    }

    @Test
    void whatASymbolicLinkLeadsToIsNotDeleted() throws IOException {
        Path mine = Files.createDirectory(directory.resolve("mine"));
        Files.writeString(mine.resolve("precious"), "");
        Path tree = Files.createDirectory(directory.resolve("tree"));
        Files.createSymbolicLink(tree.resolve("link"), mine);
        Files.createSymbolicLink(tree.resolve("dangling"), directory.resolve("nowhere"));
        Path link = Files.createSymbolicLink(directory.resolve("link"), mine);
        DurableFiles.deleteTree(tree);
        DurableFiles.deleteTree(link);
        assertThat(names(directory)).containsExactly("mine");
        assertThat(names(mine)).containsExactly("precious");
    }

    private static List<String> names(Path directory) throws IOException {
        try (Stream<Path> entries = Files.list(directory)) {
            return entries.map(entry -> entry.getFileName().toString()).sorted().toList();
        }
    }
}
