package org.reason4j.trackers;

import java.nio.file.Path;
import org.reason4j.api.track.RunInfo;

/** A run of ten steps with a small recipe. */
public record Run(Path directory, String recipe) implements RunInfo {

    /** A run with settings of every shape, one of which is a placeholder. */
    public static Run in(Path directory) {
        return new Run(directory, """
                seed: 7
                model: {path: "${MODEL}"}
                rewards:
                - {name: math, weight: 0.5}
                - {name: format, weight: 1.0}
                training: {steps: 10, learningRate: 1.0E-6}
                rollout: {stop: []}
                checkpoints: {keepBest: true, path: null}
                placeholders: {MODEL: {hash: abc}}
                """);
    }

    @Override
    public String name() {
        return "letters";
    }

    @Override
    public int steps() {
        return 10;
    }

    @Override
    public long seed() {
        return 7;
    }
}
