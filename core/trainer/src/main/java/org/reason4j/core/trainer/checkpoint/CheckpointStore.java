package org.reason4j.core.trainer.checkpoint;

import static org.reason4j.api.plugin.ConfigException.check;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.reason4j.core.formats.file.DurableFiles;
import org.reason4j.core.formats.file.StagedDirectory;

/** The checkpoints of a run on the disk: {@code checkpoints/step-N}. */
public final class CheckpointStore {

    private static final Pattern NAME = Pattern.compile("step-(\\d+)");

    /** Names of unfinished and of doomed checkpoints; the model in an unfinished one is written beside it. */
    private static final Pattern LEFTOVER = Pattern.compile("\\.+step-\\d+(\\.(partial|replaced|deleting))+");

    private final Path directory;

    private CheckpointStore(Path directory) {
        this.directory = directory;
    }

    public static CheckpointStore of(Path run) {
        return new CheckpointStore(run.resolve("checkpoints"));
    }

    /** The checkpoints of a directory that has them beside each other. */
    public static CheckpointStore in(Path directory) {
        return new CheckpointStore(directory);
    }

    Path directory() {
        return directory;
    }

    /** Where the checkpoint of a step is, or would be. */
    public Path path(int step) {
        return directory.resolve("step-" + step);
    }

    /** The step in the name of a checkpoint; empty for another name. */
    static Optional<Integer> step(Path checkpoint) {
        Matcher matcher = NAME.matcher(String.valueOf(checkpoint.getFileName()));
        if (!matcher.matches()) {
            return Optional.empty();
        }
        try {
            int step = Integer.parseInt(matcher.group(1));
            return Optional.of(step).filter(number -> matcher.group(1).equals(Integer.toString(number)));
        } catch (NumberFormatException e) {
            return Optional.empty(); // no run has that many steps
        }
    }

    /** True if a directory has a checkpoint's name or a checkpoint's files. */
    public static boolean isCheckpoint(Path directory) {
        return step(directory).isPresent()
                || Files.exists(directory.resolve(Manifest.FILE))
                || Files.exists(directory.resolve("trainer"));
    }

    /** Everything with a checkpoint's name, also what is none. */
    private List<Path> named() {
        if (!Files.isDirectory(directory)) {
            return List.of();
        }
        try (Stream<Path> entries = Files.list(directory)) {
            return entries.filter(entry ->
                            NAME.matcher(entry.getFileName().toString()).matches())
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException("Can't list the checkpoints in " + directory, e);
        }
    }

    /**
     * The steps that have a checkpoint, in order.
     *
     * @throws org.reason4j.api.plugin.ConfigException if something has a checkpoint's name and is none
     */
    public List<Integer> steps() {
        return named().stream()
                .map(entry -> {
                    Optional<Integer> step = step(entry);
                    check(
                            step.isPresent(),
                            "%s is no checkpoint: a name is 'step-' and a number of at most %s without leading zeros. Move it"
                                    + " elsewhere, or give it its name back.",
                            entry,
                            Integer.MAX_VALUE);
                    check(
                            Files.isDirectory(entry),
                            "%s is a file; a checkpoint is a directory. Move it elsewhere.",
                            entry);
                    return step.get();
                })
                .sorted()
                .toList();
    }

    /** The newest checkpoint, by its step. */
    public Optional<Integer> newest() {
        return steps().stream().max(Comparator.naturalOrder());
    }

    /** Verifies everything with a checkpoint's name, in order of the names' lengths and letters. */
    public List<Verification> verifyAll() {
        return named().stream()
                .sorted(Comparator.comparingInt((Path path) -> path.toString().length())
                        .thenComparing(Path::toString))
                .map(path -> step(path).isPresent()
                        ? Manifest.verify(path)
                        : Manifest.damaged(path, "its number is none of a step", true))
                .toList();
    }

    /** Reads all of a checkpoint and compares it with its manifest. */
    public Verification verify(int step) {
        return verify(path(step));
    }

    /** Reads all of a checkpoint, whatever its name, and compares it with its manifest. */
    public static Verification verify(Path checkpoint) {
        return Manifest.verify(checkpoint);
    }

    /**
     * Writes the manifest of a checkpoint that has none.
     *
     * @throws org.reason4j.api.plugin.ConfigException if it is no checkpoint, or has one
     */
    public static Verification seal(Path checkpoint) {
        Path manifest = checkpoint.resolve(Manifest.FILE);
        check(
                !Files.exists(manifest),
                "%s exists already. 'reason4j checkpoint verify %s' compares it with the files.",
                manifest,
                checkpoint);
        Path state = checkpoint.resolve("trainer").resolve("state.json");
        Manifest.write(checkpoint, CheckpointPart.read(state).get("step").integer(0));
        return verify(checkpoint);
    }

    /** Gives checkpoints after a step names that no run reads: {@code step-N.aside}. */
    void setAsideAfter(int step) {
        steps().stream().filter(later -> later > step).forEach(this::setAside);
    }

    private void setAside(int step) {
        Path aside = directory.resolve("step-" + step + ".aside");
        for (int number = 2; Files.exists(aside); number++) {
            aside = directory.resolve("step-" + step + ".aside-" + number);
        }
        try {
            DurableFiles.publish(path(step), aside);
        } catch (IOException e) {
            throw new UncheckedIOException("Can't rename " + path(step) + " to " + aside, e);
        }
    }

    /** Deletes the checkpoints of other steps than these. */
    public void keepOnly(Set<Integer> kept) {
        steps().stream().filter(step -> !kept.contains(step)).forEach(this::delete);
    }

    /** Deletes every checkpoint, and the directory where nothing else is in it. */
    public void deleteAll() {
        if (!Files.isDirectory(directory)) {
            return;
        }
        keepOnly(Set.of());
        try {
            removeLeftovers();
        } catch (IOException e) {
            throw DurableFiles.cannotDelete(directory, e);
        }
        deleteEmpty(directory);
    }

    /** Deletes a directory, where it exists and nothing is in it. */
    public static void deleteEmpty(Path directory) {
        try {
            Files.deleteIfExists(directory);
        } catch (DirectoryNotEmptyException e) { // other files stay
        } catch (IOException e) {
            throw DurableFiles.cannotDelete(directory, e);
        }
    }

    void delete(int step) {
        Path doomed = directory.resolve(".step-" + step + ".deleting");
        try {
            DurableFiles.deleteTree(doomed);
            Files.move(path(step), doomed, StandardCopyOption.ATOMIC_MOVE);
            DurableFiles.deleteTree(doomed);
        } catch (IOException e) {
            throw new UncheckedIOException("Can't delete checkpoint " + path(step), e);
        }
    }

    /** Gives checkpoints their names back that a process was replacing when it was killed. */
    public void putBackReplaced() throws IOException {
        StagedDirectory.putBackAll(directory, name -> NAME.matcher(name).matches());
    }

    /** Deletes what a process left that was killed while it wrote or deleted a checkpoint. */
    void removeLeftovers() throws IOException {
        try (Stream<Path> entries = Files.list(directory)) {
            for (Path entry : entries.filter(path ->
                            LEFTOVER.matcher(path.getFileName().toString()).matches())
                    .toList()) {
                DurableFiles.deleteTree(entry);
            }
        }
    }
}
