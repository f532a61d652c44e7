package org.reason4j.testkit.rule;

import java.util.ArrayList;
import java.util.List;
import org.reason4j.api.data.SamplingParams;
import org.reason4j.api.data.Trajectory;
import org.reason4j.api.sampler.RolloutEngine;
import org.reason4j.api.sampler.RolloutPlan;
import org.reason4j.api.sampler.RolloutRequest;

/** An engine that keeps the parameters of every request, those of plans included. */
record RecordingEngine(RolloutEngine engine, List<SamplingParams> params) implements RolloutEngine {

    RecordingEngine(RolloutEngine engine) {
        this(engine, new ArrayList<>());
    }

    @Override
    public List<Trajectory> generate(List<RolloutRequest> requests) {
        requests.forEach(request -> params.add(request.params()));
        return engine.generate(requests);
    }

    @Override
    public List<List<Trajectory>> generatePlans(List<? extends RolloutPlan> plans) {
        return engine.generatePlans(plans.stream().map(Recorded::new).toList());
    }

    /** A plan whose requests are recorded. */
    private final class Recorded implements RolloutPlan {

        private final RolloutPlan plan;

        Recorded(RolloutPlan plan) {
            this.plan = plan;
        }

        @Override
        public List<RolloutRequest> next(List<Trajectory> written) {
            List<RolloutRequest> requests = plan.next(written);
            requests.forEach(request -> params.add(request.params()));
            return requests;
        }

        @Override
        public boolean keeps(RolloutRequest request) {
            return plan.keeps(request);
        }

        @Override
        public long maxTokens() {
            return plan.maxTokens();
        }
    }
}
