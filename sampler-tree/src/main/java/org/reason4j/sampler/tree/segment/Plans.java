package org.reason4j.sampler.tree.segment;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.reason4j.api.data.Branch;
import org.reason4j.api.data.Group;
import org.reason4j.api.data.Prompt;
import org.reason4j.api.data.Trajectory;
import org.reason4j.api.sampler.SamplingStep;
import org.reason4j.api.track.Metrics;

/** The trees of a step, side by side. */
final class Plans {

    private Plans() {}

    /** Returns the leaves of each prompt's tree, and reports what they share. */
    static List<Group> carryOut(SamplingStep step, Function<Prompt, SegmentPlan> planned, Metrics metrics) {
        List<SegmentPlan> plans = step.prompts().stream().map(planned).toList();
        step.rollouts().generatePlans(plans);
        List<Group> groups = new ArrayList<>();
        for (int i = 0; i < plans.size(); i++) {
            List<Trajectory> leaves = plans.get(i).tree().leaves();
            leaves.forEach(leaf -> report(leaf, metrics));
            groups.add(Group.of(step.prompts().get(i), leaves));
        }
        return groups;
    }

    private static void report(Trajectory leaf, Metrics metrics) {
        int shared = leaf.branch().map(Branch::at).orElse(0);
        metrics.mean("tree/shared_ratio", (double) shared / Math.max(1, leaf.length()));
        metrics.mean("tree/branch_position", shared);
    }
}
