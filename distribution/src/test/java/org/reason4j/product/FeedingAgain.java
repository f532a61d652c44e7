package org.reason4j.product;

import java.util.ArrayList;
import java.util.List;
import org.reason4j.api.data.Trajectory;
import org.reason4j.api.sampler.RolloutEngine;
import org.reason4j.api.sampler.RolloutPlan;
import org.reason4j.api.sampler.RolloutRequest;
import org.reason4j.testkit.RecordedMetrics;

/**
 * Carries out plans by calls that know nothing of each other, so that what a plan wrote before is read again.
 *
 * @param engine writes what each call asks for
 * @param alone true to write each request of a round in a call of its own
 */
record FeedingAgain(RolloutEngine engine, boolean alone) implements RolloutEngine {

    @Override
    public List<Trajectory> generate(List<RolloutRequest> requests) {
        return alone
                ? requests.stream()
                        .map(request -> engine.generate(List.of(request)).get(0))
                        .toList()
                : engine.generate(requests);
    }

    @Override
    public List<List<Trajectory>> generatePlans(List<? extends RolloutPlan> plans) {
        List<List<Trajectory>> written = new ArrayList<>();
        for (RolloutPlan plan : plans) {
            List<Trajectory> all = new ArrayList<>();
            List<Trajectory> round = List.of();
            for (List<RolloutRequest> next = plan.next(round); !next.isEmpty(); next = plan.next(round)) {
                round = generate(next);
                all.addAll(round);
            }
            written.add(all);
        }
        return written;
    }

    /** Tokens that an engine computed for each distinct one. */
    static double computedPerUnique(RecordedMetrics reported) {
        return reported.of("rollout/tokens_computed") / reported.of("rollout/tokens_unique");
    }
}
