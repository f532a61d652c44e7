package org.reason4j.core.host.track;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.reason4j.core.formats.file.DurableFiles;
import org.reason4j.core.formats.file.FileIdentity;

/** Where a run keeps its files. */
public final class RunDirectory {

    private final Path root;
    private final Optional<FileIdentity> identity;

    /**
     * Remembers the directory that is at a path.
     *
     * @param root the directory of the run
     */
    public RunDirectory(Path root) {
        this.root = root;
        try {
            identity = Files.exists(root) ? Optional.of(FileIdentity.of(root)) : Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException("Can't read " + root, e);
        }
    }

    /**
     * Checks that the directory was not moved, removed or replaced.
     *
     * @throws UncheckedIOException that says what is there instead
     */
    public void requireSame() {
        try {
            if (identity.isPresent()) {
                identity.get().requireSame();
            }
        } catch (IOException e) {
            throw DurableFiles.cannotWrite(root, e);
        }
    }

    /** One line of metrics per step. */
    public Path metrics() {
        return root.resolve("metrics.jsonl");
    }

    /** One line of metrics per step of the supervised stage. */
    public Path supervised() {
        return root.resolve("supervised.jsonl");
    }

    /** One line per recorded trajectory. */
    public Path completions() {
        return root.resolve("completions.jsonl");
    }

    /** The directory of TensorBoard's event files. */
    public Path tensorBoard() {
        return root.resolve("tensorboard");
    }

    /** The report, one HTML page. */
    public Path report() {
        return root.resolve("report.html");
    }

    /** The trajectories of the last steps, kept for the report of a resumed run. */
    public Path samples() {
        return root.resolve("samples.json");
    }

    /** The alarms of guards, kept for the report of a resumed run. */
    public Path alarms() {
        return root.resolve("alarms.json");
    }

    /** State of the run besides its steps, for those who look at it. */
    public Path state() {
        return root.resolve("run.json");
    }

    /** The recipe with every default and override. */
    public Path recipe() {
        return root.resolve("recipe.resolved.yaml");
    }

    /** Results of the run, for programs. */
    public Path summary() {
        return root.resolve("summary.json");
    }
}
