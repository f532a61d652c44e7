package org.reason4j.optimizer.preference;

import java.util.Optional;
import org.reason4j.api.data.Finish;
import org.reason4j.api.data.ScoredGroup;
import org.reason4j.api.data.ScoredTrajectory;
import org.reason4j.api.data.Trajectory;

/**
 * The pair of a group: its best response is chosen, its worst rejected; of several, the one with the lowest sample index. Where all are
 * equally good, there is none.
 *
 * @param chosen the best response
 * @param rejected the worst one
 * @see <a href="https://arxiv.org/abs/2402.04792">Online AI feedback, section 3: two responses, ranked by an annotator</a>
 */
record BestAndWorst(Trajectory chosen, Trajectory rejected) {

    /**
     * Returns the pair of a group.
     *
     * @param penalty taken from the reward of a response that does not end by itself
     * @throws IllegalArgumentException if a reward is not finite
     */
    static Optional<BestAndWorst> of(ScoredGroup group, double penalty) {
        ScoredTrajectory best = null;
        ScoredTrajectory worst = null;
        for (ScoredTrajectory one : group.trajectories()) {
            best = best == null || isBefore(one, best, penalty, 1) ? one : best;
            worst = worst == null || isBefore(one, worst, penalty, -1) ? one : worst;
        }
        return best == null || worst == null || rank(best, penalty) == rank(worst, penalty)
                ? Optional.empty()
                : Optional.of(new BestAndWorst(best.trajectory(), worst.trajectory()));
    }

    private static boolean isBefore(ScoredTrajectory one, ScoredTrajectory other, double penalty, int sign) {
        int order = Double.compare(sign * rank(one, penalty), sign * rank(other, penalty));
        return order > 0
                || (order == 0 && one.trajectory().sample() < other.trajectory().sample());
    }

    private static double rank(ScoredTrajectory scored, double penalty) {
        double reward = scored.reward();
        if (!Double.isFinite(reward)) {
            throw new IllegalArgumentException(
                    "The " + scored.trajectory() + " has the reward " + reward + ", expected a finite one");
        }
        return scored.trajectory().finish() == Finish.STOP ? reward : reward - penalty;
    }
}
