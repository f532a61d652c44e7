package org.reason4j.core.engine.rollout;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.reason4j.api.data.Branch;
import org.reason4j.api.data.Trajectory;
import org.reason4j.api.plugin.PluginException;
import org.reason4j.api.sampler.RolloutPlan;
import org.reason4j.api.sampler.RolloutRequest;
import org.reason4j.core.engine.rollout.partial.AnsweredTurn;

/** A plan under way, round after round. */
final class PlanRun {

    private final RolloutPlan plan;
    private final SequenceWriter.Plan sequences;
    private final Preparation preparation;
    private final Consumer<Sequence> begun;
    private final long policyVersion;
    private final long room;
    private final List<Trajectory> written = new ArrayList<>();
    private final List<Sequence> kept = new ArrayList<>(); // finished ones that later rounds may continue
    private List<Sequence> round = List.of();

    /**
     * Prepares a plan.
     *
     * @param room most response tokens that it may keep in the cache
     * @param sequences takes the sequences of every round
     * @param begun is told of every sequence that is queued
     */
    PlanRun(
            RolloutPlan plan,
            long room,
            SequenceWriter.Plan sequences,
            Preparation preparation,
            Consumer<Sequence> begun,
            long policyVersion) {
        this.plan = plan;
        this.room = room;
        this.sequences = sequences;
        this.preparation = preparation;
        this.begun = begun;
        this.policyVersion = policyVersion;
    }

    /** Makes sequences of requests. */
    interface Preparation {

        /**
         * Makes a sequence.
         *
         * @param turns answered turns in the request's prefix
         * @param kept true if later rounds may continue it
         */
        Sequence sequence(RolloutRequest request, List<AnsweredTurn> turns, boolean kept);
    }

    long room() {
        return room;
    }

    /** All that it has written, in order. */
    List<Trajectory> written() {
        return written;
    }

    /** Begins the next round where the last one is complete; returns true while the plan goes on. */
    boolean proceed() {
        if (!round.stream().allMatch(Sequence::isFinished)) {
            return true;
        }
        List<Trajectory> last = round.stream()
                .map(sequence -> sequence.trajectory(policyVersion))
                .toList();
        if (sequences.cachedTokens() > room) {
            throw new PluginException(plan.getClass().getName() + " holds " + sequences.cachedTokens()
                    + " response tokens, but its maxTokens() is " + room + ", for which the cache has room");
        }
        written.addAll(last);
        round.stream().filter(Sequence::isKept).forEach(kept::add);
        round = plan.next(last).stream()
                .map(request -> preparation.sequence(request, answeredTurns(request), plan.keeps(request)))
                .toList();
        if (round.isEmpty()) {
            sequences.close();
            return false;
        }
        sequences.add(round);
        round.forEach(begun);
        return true;
    }

    /** Answered turns that a request shares with the sequence that it branches off, if this plan has kept it. */
    private List<AnsweredTurn> answeredTurns(RolloutRequest request) {
        return request.branch().map(Branch::parent).stream()
                .flatMap(parent -> kept.stream().filter(one -> isSample(one.request(), request, parent)))
                .findFirst()
                .map(parent -> parent.turnsWithin(request.prefix().length))
                .orElse(List.of());
    }

    private static boolean isSample(RolloutRequest one, RolloutRequest other, int sample) {
        return one.sample() == sample && one.prompt().id().equals(other.prompt().id());
    }
}
