package org.reason4j.core.trainer;

import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.reason4j.api.data.Credit;
import org.reason4j.api.data.ScoredGroup;
import org.reason4j.api.track.Tracker;
import org.reason4j.core.trainer.loop.StepResult;

/** Tells results of steps as a whole. */
final class StepWatch implements Tracker {

    private final Consumer<StepResult> observer;
    private Map<String, Double> metrics = Map.of();

    StepWatch(Consumer<StepResult> observer) {
        this.observer = observer;
    }

    @Override
    public void step(int step, Map<String, Double> numbers) {
        metrics = numbers;
    }

    @Override
    public void trajectories(int step, List<ScoredGroup> groups, List<Credit> credits) {
        observer.accept(new StepResult(step, metrics, groups, credits));
    }
}
