package org.reason4j.optimizer.ppo;

import java.nio.file.Path;
import org.reason4j.api.track.RunInfo;

/** Facts about a run of ten steps. */
record Runs(long seed) implements RunInfo {

    @Override
    public String name() {
        return "test";
    }

    @Override
    public Path directory() {
        return Path.of("runs");
    }

    @Override
    public int steps() {
        return 10;
    }

    @Override
    public String recipe() {
        return "name: test\n";
    }
}
