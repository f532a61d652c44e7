package org.reason4j.core.formats.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AppendedFileTest {

    private static final byte[] LINE = "line\n".getBytes(StandardCharsets.UTF_8);

    @TempDir
    private Path directory;

    private Path path;

    @BeforeEach
    void name() {
        path = directory.resolve("log");
    }

    @Test
    void itGrowsBehindWhatIsThere() throws IOException {
        Files.writeString(path, "first\n");
        try (AppendedFile file = new AppendedFile(path)) {
            file.append(LINE);
            file.flush(true);
            file.append(LINE);
            assertThat(path).hasContent("first\nline\n");
        }
        assertThat(path).hasContent("first\nline\nline\n");
    }

    @Test
    void aFileThatWasRemovedIsNotWrittenToAnyMoreNorCreatedAgain() throws IOException {
        requireTold(() -> Files.delete(path), "it is not there any more, so it was moved or removed during the run");
        assertThat(path).doesNotExist();
    }

    @Test
    void aFileThatWasReplacedIsNotWrittenTo() throws IOException {
        requireTold(
                () -> Files.writeString(
                        Files.move(path, directory.resolve("moved")).resolveSibling("log"), "line\n"),
                "another one is in its place, so it was moved or removed during the run");
        assertThat(path).hasContent("line\n");
    }

    @Test
    void aFileThatWasCutIsNotWrittenTo() throws IOException {
        requireTold(
                () -> Files.write(path, new byte[0]),
                "it has 0 bytes instead of 5, so another program wrote to it during the run");
        assertThat(path).isEmptyFile();
    }

    @Test
    void aFileThatAnotherProgramWritesToIsNotWrittenTo() throws IOException {
        requireTold(
                () -> Files.write(path, LINE, StandardOpenOption.APPEND),
                "it has 10 bytes instead of 5, so another program wrote to it during the run");
    }

    /** Does something to a file of one line, and writes another. */
    private void requireTold(Vandalism act, String reason) throws IOException {
        AppendedFile file = new AppendedFile(path);
        file.append(LINE);
        file.flush(false);
        act.commit();
        file.append(LINE);
        assertThatThrownBy(() -> file.flush(false))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessage("Can't write " + path)
                .cause()
                .hasMessage(path + ": " + reason);
        assertThatCode(file::close).doesNotThrowAnyException(); // the failure was told
    }

    /** Something that another program does. */
    private interface Vandalism {
        void commit() throws IOException;
    }

    @Test
    void afterAWriteThatFailedHalfwayNothingIsWritten() {
        FaultyDisk disk = new FaultyDisk();
        AppendedFile file = new AppendedFile(disk.path(path));
        disk.failAt(1, FaultyDisk.Fault.FULL);
        file.append(LINE);
        assertThatThrownBy(() -> file.flush(false))
                .hasMessage("Can't write " + path)
                .hasRootCauseMessage("No space left on device");
        disk.heal();
        file.close();
        assertThat(path).hasContent("li");
    }
}
