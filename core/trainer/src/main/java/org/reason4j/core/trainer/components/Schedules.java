package org.reason4j.core.trainer.components;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.reason4j.api.data.SamplingParams;
import org.reason4j.api.sampler.RolloutRequest;
import org.reason4j.api.sampler.SamplingSchedule;
import org.reason4j.core.host.plugin.Guard;

/** The recipe's schedules of sampling parameters, in its order. */
public final class Schedules {

    private final List<SamplingSchedule> all = new ArrayList<>();

    /**
     * A schedule in one step.
     *
     * @param source the schedule with its jar, for messages
     * @param params parameters of a request
     */
    public record Rule(String source, Function<RolloutRequest, SamplingParams> params) {}

    /** Adds a schedule behind the others. */
    public void add(SamplingSchedule schedule) {
        all.add(schedule);
    }

    /** Returns what each schedule does with the requests of a batch that a step trains on. */
    public List<Rule> forStep(int step) {
        return all.stream()
                .map(schedule -> new Rule(Guard.describe(schedule), schedule.forStep(step)))
                .toList();
    }

    /** Tells every schedule the metrics of a step. */
    public void stepCompleted(int step, Map<String, Double> metrics) {
        all.forEach(schedule -> schedule.stepCompleted(step, metrics));
    }
}
