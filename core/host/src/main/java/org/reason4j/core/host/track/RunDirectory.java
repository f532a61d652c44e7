package org.reason4j.core.host.track;

import java.nio.file.Path;

/**
 * Where a run keeps its files.
 *
 * @param root the directory of the run; created when something is first written
 */
public record RunDirectory(Path root) {

    /** One line of metrics per step. */
    public Path metrics() {
        return root.resolve("metrics.jsonl");
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

    /** Results of the run, for programs. */
    public Path summary() {
        return root.resolve("summary.json");
    }
}
