package org.reason4j.core.trainer.loop;

import java.util.List;
import org.reason4j.api.data.Credit;
import org.reason4j.api.data.ScoredGroup;

/** What a step's update is made of: an advantage for every response token. */
public final class StepCredits {

    private final StepExperience experience;
    private final List<ScoredGroup> shaped;
    private final List<Credit> assigned;

    StepCredits(StepExperience experience, List<ScoredGroup> shaped, List<Credit> assigned) {
        this.experience = experience;
        this.shaped = List.copyOf(shaped);
        this.assigned = List.copyOf(assigned);
    }

    /** Number of the step. */
    public int step() {
        return experience.step();
    }

    /** The experience that the credits were assigned for. */
    public StepExperience experience() {
        return experience;
    }

    /** The groups with the rewards that the optimizer was given, which shapers and regularizers may have changed. */
    public List<ScoredGroup> groups() {
        return shaped;
    }

    /** A trajectory and its advantages each, in the optimizer's order, which credit shapers may have changed. */
    public List<Credit> credits() {
        return assigned;
    }

    @Override
    public String toString() {
        return assigned.size() + " credits of step " + step();
    }
}
