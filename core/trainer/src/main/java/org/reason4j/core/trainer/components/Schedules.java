package org.reason4j.core.trainer.components;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.reason4j.api.data.SamplingParams;
import org.reason4j.api.sampler.RolloutRequest;
import org.reason4j.api.sampler.SamplingSchedule;

/** The recipe's schedules of sampling parameters, in its order. */
public final class Schedules {

    private final List<Named> all = new ArrayList<>();

    private record Named(String name, SamplingSchedule schedule) {}

    /**
     * A schedule in one step.
     *
     * @param name kind, name and jar of the schedule, for messages
     * @param params parameters of a request
     */
    public record Rule(String name, Function<RolloutRequest, SamplingParams> params) {}

    /** Adds a schedule behind the others. */
    public void add(String name, SamplingSchedule schedule) {
        all.add(new Named(name, schedule));
    }

    /** Returns what each schedule does with the requests of a batch that a step trains on. */
    public List<Rule> forStep(int step) {
        return all.stream()
                .map(named -> new Rule(named.name(), named.schedule().forStep(step)))
                .toList();
    }

    /** Tells every schedule the metrics of a step. */
    public void stepCompleted(int step, Map<String, Double> metrics) {
        all.forEach(named -> named.schedule().stepCompleted(step, metrics));
    }
}
