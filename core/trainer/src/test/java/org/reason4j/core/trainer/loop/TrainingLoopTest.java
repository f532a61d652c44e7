package org.reason4j.core.trainer.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDArray;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.reason4j.api.data.Credit;
import org.reason4j.api.data.Finish;
import org.reason4j.api.data.Group;
import org.reason4j.api.data.Origin;
import org.reason4j.api.data.Prompt;
import org.reason4j.api.data.SamplingParams;
import org.reason4j.api.data.ScoredGroup;
import org.reason4j.api.data.ScoredTrajectory;
import org.reason4j.api.data.TokenBatch;
import org.reason4j.api.data.TokenStream;
import org.reason4j.api.data.Trajectory;
import org.reason4j.api.guard.Alarm;
import org.reason4j.api.optimizer.CreditShaper;
import org.reason4j.api.optimizer.PolicyOptimizer;
import org.reason4j.api.regularizer.Regularizer;
import org.reason4j.api.reward.RewardShaper;
import org.reason4j.api.sampler.RolloutRequest;
import org.reason4j.api.sampler.SamplingSchedule;
import org.reason4j.api.track.RunEnd;
import org.reason4j.api.track.Tracker;
import org.reason4j.core.host.config.GuardTerm;
import org.reason4j.core.host.config.GuardTerm.OnAlarm;
import org.reason4j.core.host.track.coach.Coach;
import org.reason4j.core.host.track.coach.RunOutline;
import org.reason4j.core.trainer.components.ActiveGuard;
import org.reason4j.core.trainer.components.Schedules;
import org.reason4j.core.trainer.report.Experience;
import org.reason4j.core.trainer.report.MetricBuffer;
import org.reason4j.core.trainer.report.Observers;
import org.reason4j.core.trainer.report.StepLog;

class TrainingLoopTest {

    private final List<String> events = new ArrayList<>();
    private final MetricBuffer reported = new MetricBuffer();
    private final Observers observers = new Observers(List.of(new Notes()));
    private int failingStep;

    /** Notes what a tracker is told. */
    private final class Notes implements Tracker {
        @Override
        public void alarm(int step, String guard, Alarm alarm) {
            events.add("alarm " + step + " " + guard + ": " + alarm.reason());
        }

        @Override
        public void started(int firstStep, int steps) {
            events.add("started " + firstStep + " of " + steps);
        }

        @Override
        public void step(int step, Map<String, Double> metrics) {
            events.add("tracker " + step + " rule " + metrics.get("rule") + " kept " + metrics.get("kept"));
        }

        @Override
        public void trajectories(int step, List<ScoredGroup> groups, List<Credit> credits) {
            events.add("trajectories reward " + reward(groups) + " advantage " + advantage(credits));
        }

        @Override
        public void ended(RunEnd end) {
            events.add("ended " + end.lastStep()
                    + end.failure().map(e -> " by " + e.getMessage()).orElse(""));
        }
    }

    private static double reward(List<ScoredGroup> groups) {
        return groups.get(0).rewards()[0];
    }

    private static float advantage(List<Credit> credits) {
        return credits.get(0).advantage(0);
    }

    private static List<ScoredGroup> add(List<ScoredGroup> groups, double more) {
        return groups.stream()
                .map(group -> group.map(one -> one.withOutcome(one.outcome() + more)))
                .toList();
    }

    private static List<Credit> times(List<Credit> credits, float factor) {
        return credits.stream()
                .map(credit -> credit.withAdvantages(new float[] {credit.advantage(0) * factor}))
                .toList();
    }

    /** One response of reward 1. */
    private Experience collect(StepLog log) {
        events.add("collect " + log.step());
        if (log.step() == failingStep) {
            throw new IllegalStateException("step " + failingStep);
        }
        reported.mean("rule", 10 * log.step()); // reported while the step runs
        Prompt prompt = Prompt.of("p", List.of(), new int[] {1});
        Trajectory response =
                Trajectory.sampled(prompt, 0, new int[] {2}, "text", Finish.STOP, 0, SamplingParams.of(4));
        ScoredGroup scored = ScoredGroup.of(prompt, List.of(ScoredTrajectory.of(response, 1)));
        return new Experience(
                List.of(Group.of(prompt, List.of(response))),
                List.of(scored, scored),
                List.of(scored),
                Map.of("kept", 1.0));
    }

    /** The reward is the advantage. */
    private final PolicyOptimizer optimizer = new PolicyOptimizer() {
        @Override
        public List<Credit> credit(List<ScoredGroup> groups) {
            events.add("credit reward " + reward(groups));
            return groups.stream()
                    .flatMap(group -> Credit.perTrajectory(group, group.rewards()).stream())
                    .toList();
        }

        @Override
        public NDArray loss(TokenBatch batch) {
            throw new UnsupportedOperationException("the loop makes no loss");
        }
    };

    private final SamplingSchedule schedule = new SamplingSchedule() {
        @Override
        public Function<RolloutRequest, SamplingParams> forStep(int step) {
            return RolloutRequest::params;
        }

        @Override
        public void stepCompleted(int step, Map<String, Double> metrics) {
            events.add("schedule " + step + " accuracy " + metrics.get("eval/accuracy"));
        }
    };

    private Guards guards = new Guards(List.of());

    /** A guard that raises its alarm in these steps. */
    private static ActiveGuard guard(OnAlarm then, Integer... steps) {
        return new ActiveGuard(
                new GuardTerm("watch", Optional.empty(), Optional.empty(), then, Map.of()),
                step -> List.of(steps).contains(step.number())
                        ? Optional.of(Alarm.of("rule is " + step.metric("rule").getAsDouble() + "."))
                        : Optional.empty());
    }

    private TrainingLoop loop(int done, int steps) {
        RewardShaper shaper = groups -> add(groups, 2);
        CreditShaper creditShaper = credits -> times(credits, 10);
        Regularizer regularizer = new Regularizer() {
            @Override
            public List<ScoredGroup> shape(List<ScoredGroup> groups) {
                return groups.stream()
                        .map(group -> group.map(one -> one.withOutcome(one.outcome() * 2)))
                        .toList();
            }

            @Override
            public List<Credit> shapeCredits(List<Credit> credits) {
                return credits.stream()
                        .map(credit -> credit.withAdvantages(new float[] {credit.advantage(0) - 1}))
                        .toList();
            }
        };
        Schedules schedules = new Schedules();
        schedules.add(schedule);
        TrainingLoop.Parts parts = new TrainingLoop.Parts(
                this::collect,
                new Shaping((log, all) -> completed(all), List.of(shaper), List.of(creditShaper), List.of(regularizer)),
                optimizer,
                (log, credits) -> events.add("update advantage " + advantage(credits)),
                (log, scored) -> events.add("beside " + log.step() + " groups " + scored.size()),
                reported,
                this::measure,
                guards,
                observers,
                schedules,
                (step, accuracy, last) -> events.add("save " + step + " " + accuracy + (last ? " as the last" : "")));
        return new TrainingLoop(parts, done, steps);
    }

    /** Notes responses from elsewhere, and marks them as complete. */
    private List<Trajectory> completed(List<Trajectory> responses) {
        return responses.stream()
                .map(one -> {
                    if (one.origin() == Origin.POLICY || one.streams().contains(TokenStream.OLD_LOGPROBS)) {
                        return one;
                    }
                    events.add("completes " + one.origin() + " of sample " + one.sample());
                    return one.with(TokenStream.OLD_LOGPROBS, new float[one.length()]);
                })
                .toList();
    }

    @Test
    void responsesThatComponentsAddAreCompletedBeforeTheNextComponentSeesThem() {
        RewardShaper adding = groups -> List.of(groups.get(0)
                .withTrajectories(List.of(
                        groups.get(0).trajectories().get(0),
                        ScoredTrajectory.of(elsewhere(groups.get(0), 1, Origin.REPLAY), 1))));
        RewardShaper reading = groups -> {
            events.add(
                    "reads " + groups.get(0).trajectories().get(1).trajectory().streams());
            return groups;
        };
        PolicyOptimizer imitating = new PolicyOptimizer() {
            @Override
            public List<Credit> credit(List<ScoredGroup> groups) {
                return List.of(Credit.constant(elsewhere(groups.get(0), 2, Origin.DEMONSTRATION), 1));
            }

            @Override
            public NDArray loss(TokenBatch batch) {
                throw new UnsupportedOperationException("no loss is made");
            }
        };
        CreditShaper last = credits -> {
            events.add("weighs " + credits.get(0).trajectory().streams());
            return credits;
        };
        StepLog log = new StepLog(1);
        Shaping shaping = new Shaping((any, all) -> completed(all), List.of(adding, reading), List.of(last), List.of());
        List<ScoredGroup> groups = shaping.rewards(log, collect(log).kept());
        List<Credit> credits = shaping.credits(log, imitating, groups);

        assertThat(events)
                .containsExactly(
                        "collect 1",
                        "completes REPLAY of sample 1",
                        "reads [oldLogprobs]",
                        "completes DEMONSTRATION of sample 2",
                        "weighs [oldLogprobs]");
        assertThat(groups.get(0).rewards()).containsExactly(1, 1);
        assertThat(credits)
                .singleElement()
                .satisfies(credit -> assertThat(credit.advantage(0)).isEqualTo(1));
    }

    private static Trajectory elsewhere(ScoredGroup group, int sample, Origin origin) {
        return group.trajectories().get(0).trajectory().withSample(sample).withOrigin(origin);
    }

    /** Measures every second step. */
    private Map<String, Double> shown = Map.of(); // further metrics of every step

    private void measure(StepLog log) {
        log.putAll(shown);
        events.add("measure " + log.step());
        reported.mean("rule", 10 * log.step()); // so does a reward that is asked here
        if (log.step() % 2 == 0) {
            log.put("eval/accuracy", 0.5);
        }
    }

    @Test
    void anAlarmIsToldWhenItBeginsAndItsMetricAsLongAsItLasts() {
        List<Double> raised = new ArrayList<>();
        guards = new Guards(List.of(guard(OnAlarm.TELL, 2, 3, 5)));
        observers.add("alarms", (step, metrics) -> raised.add(metrics.get("guard/watch/alarm")));

        loop(0, 5).run();

        assertThat(raised).containsExactly(0.0, 1.0, 1.0, 0.0, 1.0);
        assertThat(events.stream().filter(event -> event.startsWith("alarm")))
                .containsExactly("alarm 2 watch: rule is 20.0.", "alarm 5 watch: rule is 50.0.");
    }

    @Test
    void aGuardThatStopsMakesItsStepTheLastOne() {
        guards = new Guards(List.of(guard(OnAlarm.STOP, 2)));
        TrainingLoop loop = loop(0, 5);

        loop.run();

        assertThat(loop.done()).isEqualTo(2);
        assertThat(loop.hasNext()).isFalse();
        assertThat(events.get(events.size() - 1)).isEqualTo("save 2 OptionalDouble[0.5] as the last");
        assertThatThrownBy(loop::requireNext).hasMessage("A guard stopped the run after step 2.");
    }

    @Test
    void aGuardThatPausesSavesItsStepAndARunThatGoesOnIsNotPausedForTheSameAlarmAgain(@TempDir Path checkpoint) {
        guards = new Guards(List.of(guard(OnAlarm.PAUSE, 2, 3)));

        assertThatThrownBy(() -> loop(0, 5).run())
                .isInstanceOf(GuardPause.class)
                .hasMessage(
                        "Paused after step 2 by the guard 'watch': rule is 20.0. The step is saved; --resume goes on"
                                + " with the next one.");
        assertThat(events.get(events.size() - 1)).isEqualTo("save 2 OptionalDouble[0.5] as the last");

        guards.save(checkpoint);
        guards = new Guards(List.of(guard(OnAlarm.PAUSE, 2, 3)));
        guards.restore(checkpoint);
        TrainingLoop resumed = loop(2, 5);
        resumed.run();
        assertThat(resumed.done()).isEqualTo(5);
    }

    @Test
    void aStepShapesRewardsCreditsUpdatesMeasuresTellsAndSavesInThisOrder() {
        loop(1, 2).run();

        // shapers come first, then regularizers: rewards (1 + 2) * 2 = 6; credits 6 * 10 - 1 = 59
        assertThat(events)
                .containsExactly(
                        "started 2 of 2",
                        "collect 2",
                        "credit reward 6.0",
                        "update advantage 59.0",
                        "beside 2 groups 2",
                        "measure 2",
                        "tracker 2 rule 20.0 kept 1.0",
                        "trajectories reward 6.0 advantage 59.0",
                        "schedule 2 accuracy 0.5",
                        "save 2 " + OptionalDouble.of(0.5));
    }

    @Test
    void everyStepFromTheFirstToTheLastIsSavedWithItsOwnAccuracy() {
        loop(2, 5).run();
        assertThat(events.stream().filter(event -> event.startsWith("save")))
                .containsExactly(
                        "save 3 " + OptionalDouble.empty(),
                        "save 4 " + OptionalDouble.of(0.5),
                        "save 5 " + OptionalDouble.empty());
    }

    @Test
    void metricsThatComponentsReportBelongToTheStepTheyAreReportedIn() {
        loop(0, 2).run();
        assertThat(events.stream().filter(event -> event.startsWith("tracker")))
                .containsExactly("tracker 1 rule 10.0 kept 1.0", "tracker 2 rule 20.0 kept 1.0");
    }

    @Test
    void aRunWhoseStepsAreDoneStartsAndTakesNone() {
        loop(3, 3).run();
        assertThat(events).containsExactly("started 4 of 3");
    }

    @Test
    void aFailingStepIsNeitherToldNorSaved() {
        failingStep = 2;
        TrainingLoop loop = loop(0, 3);
        assertThatThrownBy(loop::run).isInstanceOf(IllegalStateException.class).hasMessage("step 2");
        observers.failed(new IllegalStateException("step 2"), 0);
        assertThat(events).endsWith("save 1 " + OptionalDouble.empty(), "collect 2", "ended 1 by step 2");
    }

    @Test
    void everyTrackerIsToldOfAFailureAlsoAfterOneFailedAtIt() {
        Observers two = new Observers(List.of(
                new Tracker() {
                    @Override
                    public void step(int step, Map<String, Double> metrics) {}

                    @Override
                    public void ended(RunEnd end) {
                        throw new IllegalArgumentException("full disk");
                    }
                },
                new Notes()));
        IllegalStateException failure = new IllegalStateException("step 1");
        two.failed(failure, 0);

        assertThat(failure.getSuppressed()).extracting(Throwable::getMessage).containsExactly("full disk");
        assertThat(events).containsExactly("ended 0 by step 1");
    }

    @Test
    void theThreePartsOfAStepAreTheStep() {
        loop(0, 2).run();
        List<String> whole = List.copyOf(events);
        events.clear();

        TrainingLoop loop = loop(0, 2);
        while (loop.hasNext()) {
            StepExperience experience = loop.experience();
            assertThat(experience.kept().get(0).rewards()).containsExactly(1);
            StepCredits credits = loop.credits(experience);
            assertThat(reward(credits.groups())).isEqualTo(6);
            assertThat(advantage(credits.credits())).isEqualTo(59);
            StepResult result = loop.update(credits);
            assertThat(result.metric("kept")).hasValue(1);
            assertThat(result.loss()).isEmpty(); // no update is made here
        }

        assertThat(events).isEqualTo(whole);
    }

    @Test
    void aResultIsUsedOnceAndInItsPlace() {
        TrainingLoop loop = loop(0, 1);
        StepExperience experience = loop.experience();
        assertThatThrownBy(loop::requireNext)
                .hasMessage("Step 1 is not done: pass its experience to credits, and those to update first.");
        StepCredits credits = loop.credits(experience);
        assertThatThrownBy(() -> loop.requirePending(experience))
                .hasMessage("This is the experience of step 1: 1 of 1 groups, but the step under way goes on with the"
                        + " 1 credits of step 1. Each result is used once.");
        loop.update(credits);
        assertThatThrownBy(() -> loop.requirePending(credits))
                .hasMessageContaining("but the next call is experience(), for step 2");
        assertThatThrownBy(loop::requireNext)
                .hasMessage("All 1 steps are done. Raise training.steps in the recipe for more.");
    }

    @Test
    void theCoachTellsASignOnceAndARunThatGoesOnDoesNotTellItAgain(@TempDir Path checkpoint) {
        RunOutline outline = new RunOutline(8, "rule", 1, 64, false);
        guards = new Guards(List.of(), Optional.of(new Coach(outline, List.of(), 2)));
        shown = Map.of("regularizer/kl", 3.0);
        List<Boolean> signs = new ArrayList<>();
        observers.add("signs", (step, metrics) -> signs.add(metrics.containsKey("coach/far-from-reference")));

        loop(0, 3).run();

        assertThat(signs).containsExactly(true, true, true);
        assertThat(events.stream().filter(event -> event.startsWith("alarm")))
                .singleElement()
                .asString()
                .startsWith("alarm 2 coach: far-from-reference: The policy is 3 nats per token from its reference");
        assertThat(guards.told()).containsExactly(new Coach.Told("far-from-reference", List.of(2)));

        guards.save(checkpoint);
        guards = new Guards(List.of(), Optional.of(new Coach(outline, List.of(), 2)));
        guards.restore(checkpoint);
        events.clear();
        loop(3, 5).run();
        assertThat(events.stream().filter(event -> event.startsWith("alarm"))).isEmpty();
        assertThat(guards.told()).containsExactly(new Coach.Told("far-from-reference", List.of(2)));
    }
}
