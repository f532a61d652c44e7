package org.reason4j.agents;

import java.nio.file.Path;
import org.reason4j.api.track.RunInfo;

/** Facts about a run with that seed. */
public record Facts(long seed) implements RunInfo {

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
        return 1;
    }

    @Override
    public String recipe() {
        return "";
    }
}
