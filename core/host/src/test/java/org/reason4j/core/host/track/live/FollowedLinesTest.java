package org.reason4j.core.host.track.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FollowedLinesTest {

    @TempDir
    Path directory;

    private Path file;
    private final List<Integer> steps = new ArrayList<>();

    @BeforeEach
    void place() {
        file = directory.resolve("metrics.jsonl");
    }

    private List<Integer> read(FollowedLines lines) {
        lines.read(steps::clear, line -> steps.add(line.get("step").intValue()));
        return steps;
    }

    private void append(String text) throws IOException {
        Files.writeString(file, text, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    @Test
    void aLineCountsWhenItsEndIsThere() throws IOException {
        FollowedLines lines = new FollowedLines(file, Long.MAX_VALUE);
        assertThat(read(lines)).isEmpty();
        append("{\"step\":1}\n{\"step\":2,\"name\":\"caf");
        assertThat(read(lines)).containsExactly(1);
        append("é\"}\n");
        assertThat(read(lines)).containsExactly(1, 2);
        assertThat(read(lines)).containsExactly(1, 2);
    }

    @Test
    void ofAFileThatWasReplacedAllLinesAreReadAgain() throws IOException {
        FollowedLines lines = new FollowedLines(file, Long.MAX_VALUE);
        append("{\"step\":1}\n{\"step\":2}\n{\"step\":3}\n");
        assertThat(read(lines)).containsExactly(1, 2, 3);
        Files.writeString(file, "{\"step\":1}\n");
        assertThat(read(lines)).containsExactly(1);
        Files.writeString(file, "{\"step\":7}\n{\"step\":8}\n"); // longer than what was read, but another one
        assertThat(read(lines)).containsExactly(7, 8);
        Files.delete(file);
        assertThat(read(lines)).isEmpty();
    }

    @Test
    void ofALongFileTheTailIsEnoughAndBeginsWithAWholeLine() throws IOException {
        for (int step = 10; step < 99; step++) {
            append("{\"step\":" + step + "}\n"); // 12 bytes
        }
        assertThat(read(new FollowedLines(file, 40))).containsExactly(96, 97, 98);
    }

    @Test
    void aLineLongerThanAnyPieceIsReadAsAWhole() throws IOException {
        append("{\"step\":1,\"text\":\"" + "x".repeat(9 << 20) + "\"}\n{\"step\":2}\n");
        assertThat(read(new FollowedLines(file, Long.MAX_VALUE))).containsExactly(1, 2);
    }

    @Test
    void aLineThatIsNoObjectIsTold() throws IOException {
        append("{\"step\":1}\nnonsense\n");
        assertThatThrownBy(() -> read(new FollowedLines(file, Long.MAX_VALUE)))
                .hasMessageContaining("metrics.jsonl")
                .hasMessageContaining("not a JSON object with a step");
    }
}
