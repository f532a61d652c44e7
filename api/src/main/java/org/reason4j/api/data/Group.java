package org.reason4j.api.data;

import java.util.List;

/** All trajectories of one prompt, in order of their sample index. */
public record Group(Prompt prompt, List<Trajectory> trajectories) {

    public Group {
        trajectories = List.copyOf(trajectories);
    }

    /** Number of trajectories. */
    public int size() {
        return trajectories.size();
    }
}
