package org.reason4j.core.trainer.loop;

import java.util.ArrayList;
import java.util.List;
import org.reason4j.api.data.Credit;
import org.reason4j.api.data.ScoredGroup;
import org.reason4j.api.data.ScoredTrajectory;
import org.reason4j.api.data.Trajectory;
import org.reason4j.api.optimizer.CreditShaper;
import org.reason4j.api.optimizer.PolicyOptimizer;
import org.reason4j.api.regularizer.Regularizer;
import org.reason4j.api.reward.RewardShaper;
import org.reason4j.core.trainer.report.StepLog;

/**
 * Changes rewards before credit is assigned, and credits after: shapers in the recipe's order, then regularizers. A component
 * may add responses from elsewhere; they get the streams of all others before the next component sees them.
 */
public record Shaping(
        Completing streams,
        List<RewardShaper> shapers,
        List<CreditShaper> creditShapers,
        List<Regularizer> regularizers) {

    /** Gives responses that were added to a step the streams that those sampled for it have. */
    @FunctionalInterface
    public interface Completing {

        /** Returns the responses in their order; those that lack nothing are the same objects. */
        List<Trajectory> complete(StepLog log, List<Trajectory> responses);
    }

    List<ScoredGroup> rewards(StepLog log, List<ScoredGroup> groups) {
        List<ScoredGroup> shaped = groups;
        for (RewardShaper shaper : shapers) {
            shaped = completeGroups(log, shaper.shape(shaped));
        }
        for (Regularizer regularizer : regularizers) {
            shaped = completeGroups(log, regularizer.shape(shaped));
        }
        return shaped;
    }

    List<Credit> credits(StepLog log, PolicyOptimizer optimizer, List<ScoredGroup> groups) {
        List<Credit> shaped = completeCredits(log, optimizer.credit(groups));
        for (CreditShaper shaper : creditShapers) {
            shaped = completeCredits(log, shaper.shape(shaped));
        }
        for (Regularizer regularizer : regularizers) {
            shaped = completeCredits(log, regularizer.shapeCredits(shaped));
        }
        return shaped;
    }

    private List<ScoredGroup> completeGroups(StepLog log, List<ScoredGroup> groups) {
        List<Trajectory> complete = streams.complete(
                log,
                groups.stream()
                        .flatMap(group -> group.trajectories().stream())
                        .map(ScoredTrajectory::trajectory)
                        .toList());
        List<ScoredGroup> result = new ArrayList<>();
        int next = 0;
        for (ScoredGroup group : groups) {
            List<ScoredTrajectory> members = new ArrayList<>();
            for (ScoredTrajectory one : group.trajectories()) {
                members.add(one.withTrajectory(complete.get(next++)));
            }
            result.add(group.withTrajectories(members));
        }
        return result;
    }

    private List<Credit> completeCredits(StepLog log, List<Credit> credits) {
        List<Trajectory> complete =
                streams.complete(log, credits.stream().map(Credit::trajectory).toList());
        List<Credit> result = new ArrayList<>();
        for (int i = 0; i < credits.size(); i++) {
            result.add(credits.get(i).withTrajectory(complete.get(i)));
        }
        return result;
    }
}
