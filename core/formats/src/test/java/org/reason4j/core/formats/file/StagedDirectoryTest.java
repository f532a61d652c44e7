package org.reason4j.core.formats.file;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class StagedDirectoryTest {

    private final FaultyDisk disk = new FaultyDisk();

    @TempDir
    private Path directory;

    private Path target;

    @BeforeEach
    void name() {
        target = disk.path(directory.resolve("step-2"));
    }

    @ParameterizedTest
    @EnumSource(FaultyDisk.Fault.class)
    void whereverReplacingFailsTheOldOneOrTheNewOneIsThereAsAWhole(FaultyDisk.Fault fault) throws IOException {
        int call = 0;
        do {
            disk.heal();
            replace("old");
            disk.failAt(++call, fault);
            try {
                replace("new");
            } catch (IOException | UncheckedIOException e) {
                assertThat(e).rootCause().hasMessageEndingWith(fault.reason());
            }
            int last = call;
            assertThat(List.of(content("a"), content("b")))
                    .as("after call %s", last)
                    .isIn(List.of("old", "old"), List.of("new", "new"));
        } while (disk.calls().size() >= call);
        assertThat(names()).containsExactly("step-2");
        assertThat(call - 1).isEqualTo(18);
    }

    @ParameterizedTest
    @EnumSource(
            value = FaultyDisk.Fault.class,
            names = {"FULL", "QUOTA"})
    void aDiskThatIsFullKeepsNothingOfWhatWasBegun(FaultyDisk.Fault fault) throws IOException {
        int call = 0;
        int failures = 0;
        do {
            disk.heal();
            replace("old");
            disk.failAt(++call, fault);
            try {
                replace("new");
            } catch (IOException | UncheckedIOException e) {
                failures++;
                if (!disk.calls().get(call - 1).startsWith("delete")) { // what can't be deleted, the next one deletes
                    assertThat(names())
                            .as("after call %s", disk.calls().get(call - 1))
                            .doesNotContain(".step-2.partial");
                }
            }
        } while (disk.calls().size() >= call);
        assertThat(failures).isGreaterThan(9);
    }

    @Test
    void theOneThatAKilledProcessWasReplacingIsPutBack() throws IOException {
        replace("old");
        Files.move(target, target.resolveSibling(".step-2.replaced")); // and here it was killed
        Files.createDirectory(target.resolveSibling(".step-2.partial"));
        Files.createDirectory(target.resolveSibling(".of-mine.replaced"));
        StagedDirectory.putBackAll(target.getParent(), name -> name.startsWith("step-"));
        assertThat(content("a")).isEqualTo("old");
        replace("new");
        assertThat(content("a")).isEqualTo("new");
        assertThat(names()).containsExactly(".of-mine.replaced", "step-2");
    }

    @Test
    void theNextOneIsNotReplacedByWhatAKilledProcessLeft() throws IOException {
        replace("old");
        Files.move(target, target.resolveSibling(".step-2.replaced"));
        StagedDirectory staged = StagedDirectory.replacing(target);
        staged.close();
        assertThat(content("a")).isEqualTo("old");
    }

    private void replace(String content) throws IOException {
        try (StagedDirectory staged = StagedDirectory.replacing(target)) {
            DurableFiles.write(staged.path().resolve("a"), content);
            DurableFiles.write(staged.path().resolve("b"), content);
            staged.publish();
        }
    }

    private String content(String file) throws IOException {
        return Files.readString(directory.resolve("step-2").resolve(file));
    }

    private List<String> names() throws IOException {
        try (Stream<Path> entries = Files.list(directory)) {
            return entries.map(entry -> entry.getFileName().toString()).sorted().toList();
        }
    }
}
