package org.reason4j.core.host.track.report;

import jakarta.inject.Inject;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.reason4j.api.data.Credit;
import org.reason4j.api.data.Score;
import org.reason4j.api.data.ScoredGroup;
import org.reason4j.api.data.ScoredTrajectory;
import org.reason4j.api.data.Trajectory;
import org.reason4j.api.guard.Alarm;
import org.reason4j.api.model.Tokenizer;
import org.reason4j.api.track.Measurement;
import org.reason4j.api.track.RunEnd;
import org.reason4j.api.track.Tracker;
import org.reason4j.core.formats.file.DurableFiles;
import org.reason4j.core.host.track.CompletionsTracker;
import org.reason4j.core.host.track.Credits;
import org.reason4j.core.host.track.HeldOutScores;
import org.reason4j.core.host.track.JsonlTracker;
import org.reason4j.core.host.track.Numbers;
import org.reason4j.core.host.track.RunDirectory;
import org.reason4j.core.host.track.RunFacts;
import org.reason4j.core.host.track.Shares;
import org.reason4j.core.host.track.StepFile;
import org.reason4j.core.host.track.StepMetrics;

/**
 * Keeps {@code report.html} up to date while a run goes on, and completes it when the run ends.
 *
 * <p>A resumed run has its whole curve: earlier steps come from {@code metrics.jsonl}, which {@link JsonlTracker}
 * writes. Sample trajectories of the first step and the latest are kept in {@code samples.json}, alarms in {@code
 * alarms.json}, and what is known besides in {@code run.json}.
 */
public final class ReportTracker implements Tracker {

    private final RunDirectory directory;
    private final Tokenizer tokenizer;
    private final RunFacts facts;
    private final ReportConfig config;
    private final List<StepMetrics> supervised = new ArrayList<>();
    private final List<StepMetrics> steps = new ArrayList<>();
    private final List<SampledGroup> samples = new ArrayList<>();
    private final List<AlarmEntry> alarms = new ArrayList<>();
    private RunState state;
    private Optional<Measurement> first = Optional.empty();
    private Optional<Measurement> last = Optional.empty();
    private boolean told;
    private boolean finished;

    @Inject
    public ReportTracker(RunDirectory directory, Tokenizer tokenizer, RunFacts facts, ReportConfig config) {
        this.directory = directory;
        this.tokenizer = tokenizer;
        this.facts = facts;
        this.config = config;
        state = RunState.begin(facts, 0, List.of(), Moments.now());
    }

    @Override
    public void started(int firstStep, int steps) {
        List<String> earlier = firstStep == 1
                ? List.of()
                : RunState.read(directory.state()).map(RunState::begun).orElse(List.of());
        RunState begun = RunState.begin(facts, steps, earlier, Moments.now());
        save(first.map(before -> begun.measured(HeldOutScores.of(before.numbers())))
                .orElse(begun));
        this.steps.clear();
        JsonlTracker.read(directory.metrics()).stream()
                .filter(step -> step.step() < firstStep)
                .forEach(this.steps::add);
        if (supervised.isEmpty()) {
            supervised.addAll(JsonlTracker.read(directory.supervised()));
        }
        samples.clear();
        ReportFiles.samples(directory).stream()
                .filter(group -> group.step() < firstStep)
                .forEach(samples::add);
        alarms.clear();
        ReportFiles.alarms(directory).stream()
                .filter(alarm -> alarm.step() < firstStep)
                .forEach(alarms::add);
    }

    /** Before the first step, writes the state for those who look at the run's directory. */
    @Override
    public void progress(int step, String stage, long done, long total) {
        if (!told && !Files.exists(directory.state())) {
            save(state);
        }
        told = true;
    }

    /** Keeps a step of the supervised stage, and those before it that an earlier process made. */
    @Override
    public void supervised(int step, int steps, Map<String, Double> metrics) {
        if (supervised.isEmpty() && step > 1) {
            JsonlTracker.read(directory.supervised()).stream()
                    .filter(before -> before.step() < step)
                    .forEach(supervised::add);
        }
        supervised.add(new StepMetrics(step, metrics));
    }

    /** Keeps the first measurement, that of the model before training, and the last one. */
    @Override
    public void measured(Measurement measurement) {
        if (first.isEmpty()) {
            first = Optional.of(measurement);
            save(state.measured(HeldOutScores.of(measurement.numbers())));
        } else {
            last = Optional.of(measurement);
        }
    }

    @Override
    public void step(int step, Map<String, Double> metrics) {
        steps.add(new StepMetrics(step, metrics));
        if (config.every() > 0 && step % config.every() == 0) {
            write();
        }
    }

    @Override
    public void trajectories(int step, List<ScoredGroup> groups, List<Credit> credits) {
        if (config.sampleSteps() == 0) {
            return;
        }
        Credits byTrajectory = new Credits(credits);
        samples.removeIf(group -> group.step() <= step - config.sampleSteps() && group.step() > 1);
        for (ScoredGroup group : Credits.first(config.groups(), mostToLearnFirst(groups, byTrajectory))) {
            samples.add(sampled(step, group, byTrajectory));
        }
        directory.requireSame();
        DurableFiles.write(
                directory.samples(), StepFile.JSON.valueToTree(samples).toString());
    }

    @Override
    public void alarm(int step, String guard, Alarm alarm) {
        alarms.add(new AlarmEntry(step, guard, alarm.reason()));
        directory.requireSame();
        DurableFiles.write(directory.alarms(), StepFile.JSON.valueToTree(alarms).toString());
    }

    private static List<ScoredGroup> mostToLearnFirst(List<ScoredGroup> groups, Credits credits) {
        return groups.stream()
                .sorted(Comparator.comparingDouble(group -> -group.trajectories().stream()
                        .mapToDouble(scored -> credits.largestAdvantage(scored.trajectory()))
                        .max()
                        .orElse(0)))
                .toList();
    }

    /** Writes the complete report where the run made all its steps. */
    @Override
    public void ended(RunEnd end) {
        if (end.failure().isEmpty() && first.isPresent() && last.isPresent()) {
            save(state.ended(
                    Moments.now(),
                    end.seconds(),
                    HeldOutScores.of(last.get().numbers()),
                    Comparisons.of(first.get(), last.get())));
            write();
            finished = true;
        }
    }

    @Override
    public void close() {
        if (!finished && !steps.isEmpty()) {
            write();
        }
    }

    private void save(RunState now) {
        state = now;
        directory.requireSame();
        state.write(directory.state());
    }

    private void write() {
        directory.requireSame();
        ReportWriter.write(
                directory.report(),
                new Report(state, supervised, steps, alarms, samples, List.of(), ReportFiles.recipe(directory)));
    }

    private SampledGroup sampled(int step, ScoredGroup group, Credits credits) {
        List<SampledGroup.Sample> shown = Credits.first(config.samples(), group.trajectories()).stream()
                .map(scored -> sample(scored, credits))
                .toList();
        return new SampledGroup(
                step,
                group.prompt().id(),
                CompletionsTracker.question(group.prompt()),
                group.prompt().field("answer").orElse(""),
                shown,
                Limb.of(group, credits, tokenizer));
    }

    private SampledGroup.Sample sample(ScoredTrajectory scored, Credits credits) {
        Trajectory trajectory = scored.trajectory();
        Optional<Credit> credit = credits.of(trajectory);
        int count = Math.min(config.tokens(), trajectory.length());
        List<String> pieces = TokenPieces.of(tokenizer, Arrays.copyOf(trajectory.response(), count));
        List<SampledGroup.Token> tokens = new ArrayList<>();
        for (int t = 0; t < count; t++) {
            boolean learned = credit.isPresent() && trajectory.isLearned(t);
            tokens.add(new SampledGroup.Token(
                    pieces.get(t), learned ? credit.orElseThrow().advantage(t) : 0, learned));
        }
        Map<String, String> rewards = new TreeMap<>();
        Map<String, Double> shares = Shares.of(scored);
        scored.scores().forEach((key, score) -> rewards.put(key, said(score)));
        if (shares.size() > 1) {
            shares.forEach((key, share) ->
                    rewards.merge(key, "share " + Numbers.signed(share), (value, part) -> value + ", " + part));
        }
        return new SampledGroup.Sample(
                trajectory.sample(),
                tokens,
                trajectory.length(),
                trajectory.finish().name().toLowerCase(Locale.ROOT),
                scored.reward(),
                rewards);
    }

    private static String said(Score score) {
        if (score instanceof Score.Value value) {
            return Numbers.compact(value.value());
        }
        if (score instanceof Score.Unscorable unscorable) {
            return "unscorable: " + unscorable.reason();
        }
        if (score instanceof Score.TimedOut timedOut) {
            return "timed out after " + Numbers.compact(timedOut.deadline().toMillis() / 1000.0) + " s";
        }
        return "failed: " + ((Score.Failed) score).reason();
    }
}
