package org.reason4j.core.trainer.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDArray;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.reason4j.api.data.Credit;
import org.reason4j.api.data.Group;
import org.reason4j.api.data.SamplingParams;
import org.reason4j.api.data.ScoredGroup;
import org.reason4j.api.data.ScoredTrajectory;
import org.reason4j.api.data.TokenBatch;
import org.reason4j.api.data.Trajectory;
import org.reason4j.api.optimizer.PolicyOptimizer;
import org.reason4j.api.regularizer.Regularizer;
import org.reason4j.api.sampler.RolloutRequest;
import org.reason4j.api.sampler.SamplingSchedule;
import org.reason4j.api.track.Tracker;
import org.reason4j.core.trainer.components.Schedules;
import org.reason4j.core.trainer.learning.Trajectories;
import org.reason4j.core.trainer.report.Experience;
import org.reason4j.core.trainer.report.MetricBuffer;
import org.reason4j.core.trainer.report.Observers;
import org.reason4j.core.trainer.report.StepLog;

class TrainingLoopTest {

    private final List<String> events = new ArrayList<>();
    private final MetricBuffer metrics = new MetricBuffer();

    /** One group of one response with reward 3. */
    private static Experience experience() {
        Trajectory one = Trajectories.of(2, 2);
        return new Experience(
                List.of(Group.of(one.prompt(), List.of(one))),
                List.of(ScoredGroup.of(one.prompt(), List.of(ScoredTrajectory.of(one, 3)))),
                Map.of("reward/mean", 3.0));
    }

    /** Credits a response with its reward. */
    private final PolicyOptimizer optimizer = new PolicyOptimizer() {
        @Override
        public List<Credit> credit(List<ScoredGroup> groups) {
            events.add("credit for reward " + groups.get(0).rewards()[0]);
            return List.of(Credit.constant(
                    groups.get(0).trajectories().get(0).trajectory(),
                    groups.get(0).rewards()[0]));
        }

        @Override
        public NDArray loss(TokenBatch batch) {
            throw new AssertionError("no loss on paper");
        }
    };

    private final Regularizer regularizer = new Regularizer() {
        @Override
        public List<ScoredGroup> shape(List<ScoredGroup> groups) {
            events.add("regularize rewards");
            return groups;
        }

        @Override
        public List<Credit> shapeCredits(List<Credit> credits) {
            events.add("regularize credits");
            return credits;
        }
    };

    private final Tracker tracker = new Tracker() {
        @Override
        public void started(int firstStep, int steps) {
            events.add("steps " + firstStep + " to " + steps);
        }

        @Override
        public void step(int step, Map<String, Double> numbers) {
            events.add("track " + step + ", asked " + numbers.get("judge/calls") + ", reward "
                    + numbers.get("reward/mean") + ", sequences " + numbers.get("throughput/trained_sequences"));
        }
    };

    private final SamplingSchedule schedule = new SamplingSchedule() {
        @Override
        public Function<RolloutRequest, SamplingParams> forStep(int step) {
            return RolloutRequest::params;
        }

        @Override
        public void stepCompleted(int step, Map<String, Double> numbers) {
            events.add("schedule " + step);
        }
    };

    private TrainingLoop loop(TrainingLoop.Updating updating) {
        Schedules schedules = new Schedules();
        schedules.add(schedule);
        Shaping shaping = new Shaping(
                List.of(groups -> {
                    events.add("shape rewards");
                    return groups.stream()
                            .map(group -> group.map(one -> one.withOutcome(one.outcome() - 1)))
                            .toList();
                }),
                List.of(credits -> {
                    events.add("shape credits");
                    return credits;
                }),
                List.of(regularizer));
        return new TrainingLoop(new TrainingLoop.Parts(
                log -> {
                    events.add("collect " + log.step());
                    metrics.add("judge/calls", 2);
                    return experience();
                },
                shaping,
                optimizer,
                updating,
                metrics,
                log -> {
                    events.add("measure");
                    if (log.step() == 2) {
                        log.put("eval/accuracy", 0.5);
                    }
                },
                new Observers(List.of(tracker)),
                schedules,
                (step, accuracy) -> events.add("save " + step + " " + accuracy)));
    }

    private void update(StepLog log, List<Credit> credits) {
        events.add("update with advantage " + credits.get(0).advantage(0));
    }

    @Test
    void eventsOfAStepHaveOneOrder() {
        loop(this::update).run(1, 1);
        assertThat(events)
                .containsExactly(
                        "steps 1 to 1",
                        "collect 1",
                        "shape rewards",
                        "regularize rewards",
                        "credit for reward 2.0",
                        "shape credits",
                        "regularize credits",
                        "update with advantage 2.0",
                        "measure",
                        "track 1, asked 2.0, reward 3.0, sequences 1.0",
                        "schedule 1",
                        "save 1 " + OptionalDouble.empty());
    }

    @Test
    void stepsFollowUntilTheLast() {
        loop(this::update).run(2, 3);
        assertThat(events).filteredOn(event -> event.startsWith("collect")).containsExactly("collect 2", "collect 3");
    }

    @Test
    void aCheckpointIsToldTheAccuracyOfItsStep() {
        loop(this::update).run(1, 2);
        assertThat(events).contains("save 1 " + OptionalDouble.empty(), "save 2 " + OptionalDouble.of(0.5));
    }

    @Test
    void aStepWhoseUpdateFailsIsNeitherTrackedNorSaved() {
        TrainingLoop loop = loop((log, credits) -> {
            throw new IllegalStateException("not a number");
        });
        assertThatThrownBy(() -> loop.run(1, 2)).hasMessage("not a number");
        assertThat(events).noneMatch(event -> event.startsWith("track") || event.startsWith("save"));
    }
}
