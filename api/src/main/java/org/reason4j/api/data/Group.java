package org.reason4j.api.data;

import java.util.List;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;

/** All trajectories of one prompt, in order of their sample index. Immutable. */
@API(status = Status.STABLE, since = "1.0.0")
public final class Group {

    private final Prompt prompt;
    private final List<Trajectory> trajectories;

    private Group(Prompt prompt, List<Trajectory> trajectories) {
        this.prompt = prompt;
        this.trajectories = trajectories;
    }

    /** A group of these trajectories, in order of their sample index. */
    public static Group of(Prompt prompt, List<Trajectory> trajectories) {
        return new Group(prompt, List.copyOf(trajectories));
    }

    /** Input of the policy. */
    public Prompt prompt() {
        return prompt;
    }

    /** The responses to it. */
    public List<Trajectory> trajectories() {
        return trajectories;
    }

    /** Number of trajectories. */
    public int size() {
        return trajectories.size();
    }

    /** Returns a group of the same prompt with other trajectories. */
    public Group withTrajectories(List<Trajectory> others) {
        return of(prompt, others);
    }

    @Override
    public String toString() {
        return trajectories.size() + " responses to " + prompt;
    }
}
