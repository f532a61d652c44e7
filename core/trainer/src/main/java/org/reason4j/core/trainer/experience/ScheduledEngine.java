package org.reason4j.core.trainer.experience;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.reason4j.api.data.SamplingParams;
import org.reason4j.api.data.Trajectory;
import org.reason4j.api.plugin.PluginException;
import org.reason4j.api.sampler.RolloutEngine;
import org.reason4j.api.sampler.RolloutPlan;
import org.reason4j.api.sampler.RolloutRequest;
import org.reason4j.core.trainer.components.Schedules;

/**
 * An engine whose requests pass through the schedules of a step first. Greedy requests keep their parameters. A request for
 * more tokens than the recipe allows is refused.
 */
final class ScheduledEngine implements RolloutEngine {

    private final RolloutEngine engine;
    private final List<Schedules.Rule> rules;
    private final int longest;
    private final String asking;

    /**
     * Wraps an engine.
     *
     * @param rules what the schedules do, in their order
     * @param longest most tokens of a response, its prefix included
     * @param asking the component that makes the requests, for messages
     */
    ScheduledEngine(RolloutEngine engine, List<Schedules.Rule> rules, int longest, String asking) {
        this.engine = engine;
        this.rules = List.copyOf(rules);
        this.longest = longest;
        this.asking = asking;
    }

    /** Returns an engine with the same rules for another component. */
    ScheduledEngine askedBy(String other) {
        return new ScheduledEngine(engine, rules, longest, other);
    }

    @Override
    public List<Trajectory> generate(List<RolloutRequest> requests) {
        return engine.generate(requests.stream().map(this::scheduled).toList());
    }

    @Override
    public List<List<Trajectory>> generatePlans(List<? extends RolloutPlan> plans) {
        return engine.generatePlans(plans.stream().map(Plan::new).toList());
    }

    /** Returns the request as the schedules make it. */
    RolloutRequest scheduled(RolloutRequest request) {
        int prefix = request.prefix().length;
        requireRoom(request, prefix, asking);
        RolloutRequest changed = request;
        for (Schedules.Rule rule : rules) {
            if (!changed.params().isGreedy()) {
                SamplingParams params = rule.params().apply(changed);
                changed = changed.withParams(params);
                requireRoom(changed, prefix, rule.source());
            }
        }
        return changed;
    }

    private void requireRoom(RolloutRequest request, int prefix, String who) {
        int most = request.params().maxTokens();
        if ((long) prefix + most > longest) {
            throw new PluginException("The request of " + who + " for sample " + request.sample() + " of prompt '"
                    + request.prompt().id() + "' has a prefix of " + prefix + " tokens and maxTokens " + most
                    + ", but rollout.maxTokens allows " + longest + " together. Its author can lower maxTokens of the"
                    + " request; a recipe can raise rollout.maxTokens.");
        }
    }

    /** A plan whose requests are scheduled; it is asked about its own ones. */
    private final class Plan implements RolloutPlan {

        private final RolloutPlan plan;
        private final Map<RolloutRequest, RolloutRequest> originals = new IdentityHashMap<>(); // of the last round

        Plan(RolloutPlan plan) {
            this.plan = plan;
        }

        @Override
        public List<RolloutRequest> next(List<Trajectory> written) {
            originals.clear();
            List<RolloutRequest> round = new ArrayList<>();
            for (RolloutRequest request : plan.next(written)) {
                RolloutRequest changed = scheduled(request);
                requireRoomOfPlan(request, changed);
                originals.put(changed, request);
                round.add(changed);
            }
            return round;
        }

        /** The cache has room for what the plan itself asks for. */
        private void requireRoomOfPlan(RolloutRequest request, RolloutRequest changed) {
            int before = request.params().maxTokens();
            int after = changed.params().maxTokens();
            if (after > before) {
                throw new PluginException("The schedules raise maxTokens from " + before + " to " + after
                        + " for sample " + request.sample() + " of prompt '"
                        + request.prompt().id()
                        + "', a request of a plan, whose room in the cache is fixed before it begins. Their authors can"
                        + " lower it only.");
            }
        }

        @Override
        public boolean keeps(RolloutRequest request) {
            return plan.keeps(originals.getOrDefault(request, request));
        }

        @Override
        public long maxTokens() {
            return plan.maxTokens();
        }

        @Override
        public String toString() {
            return plan.toString();
        }
    }
}
