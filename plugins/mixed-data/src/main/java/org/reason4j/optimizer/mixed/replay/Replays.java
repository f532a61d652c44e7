package org.reason4j.optimizer.mixed.replay;

import java.util.ArrayList;
import java.util.List;
import org.reason4j.api.data.ScoredGroup;
import org.reason4j.api.data.ScoredTrajectory;

/** Adds kept responses to groups. */
final class Replays {

    private Replays() {}

    /** Returns a group with further responses behind its own, under sample indices that no other has. */
    static ScoredGroup added(ScoredGroup group, List<Kept> replayed, ReplayMetrics metrics) {
        if (replayed.isEmpty()) {
            return group;
        }
        List<ScoredTrajectory> members = new ArrayList<>(group.trajectories());
        int sample = nextSample(group);
        for (Kept kept : replayed) {
            members.add(kept.replayed(group.prompt(), sample++));
            metrics.add(kept);
        }
        return group.withTrajectories(members);
    }

    /** The sample index after the largest of a group. */
    static int nextSample(ScoredGroup group) {
        return 1
                + group.trajectories().stream()
                        .mapToInt(one -> one.trajectory().sample())
                        .max()
                        .orElse(-1);
    }
}
