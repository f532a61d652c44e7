package org.reason4j.cli.start;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.reason4j.core.trainer.checkpoint.CheckpointStore;
import org.reason4j.core.trainer.supervised.SupervisedCheckpoints;

/** The checkpoint that a run goes on from. */
public final class KeptCheckpoint {

    private static final Comparator<Path> BY_NUMBER = Comparator.comparingInt(
            stage -> Integer.parseInt("0" + stage.getFileName().toString().replaceFirst("\\D.*", "")));

    private KeptCheckpoint() {}

    /**
     * Returns the directory of a run's newest checkpoint, of its last stage that has one; of a supervised stage where there is no
     * other.
     */
    public static Optional<Path> newest(Path output) {
        return places(output).stream()
                .map(CheckpointStore::of)
                .flatMap(store -> store.newest().map(store::path).stream())
                .findFirst();
    }

    private static List<Path> places(Path output) {
        Path stages = output.resolve("stages");
        List<Path> runs = List.of(output);
        if (Files.isDirectory(stages)) {
            try (Stream<Path> found = Files.list(stages)) {
                runs = found.sorted(BY_NUMBER.reversed()).toList();
            } catch (IOException e) {
                throw new UncheckedIOException("Can't list the stages in " + stages, e);
            }
        }
        return runs.stream()
                .flatMap(run -> Stream.of(run, SupervisedCheckpoints.directory(run)))
                .toList();
    }
}
