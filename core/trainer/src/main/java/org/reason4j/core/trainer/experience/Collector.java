package org.reason4j.core.trainer.experience;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.reason4j.api.data.Group;
import org.reason4j.api.data.Prompt;
import org.reason4j.api.data.ScoredGroup;
import org.reason4j.api.data.ScoredTrajectory;
import org.reason4j.api.data.Trajectory;
import org.reason4j.api.plugin.ConfigException;
import org.reason4j.api.sampler.GroupFilter;
import org.reason4j.api.sampler.SamplingStep;
import org.reason4j.core.formats.file.DurableFiles;
import org.reason4j.core.host.reward.RewardScorer;
import org.reason4j.core.host.reward.ScoringResult;
import org.reason4j.core.trainer.checkpoint.CheckpointPart;
import org.reason4j.core.trainer.report.Experience;
import org.reason4j.core.trainer.report.StepLog;

/** Collects what a step learns from: batches of prompts, until enough of their groups pass the filters. */
public final class Collector implements CheckpointPart {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String FILE = "collector.json";

    private final Prompts prompts;
    private final Sampling sampling;
    private final RolloutSource rollouts;
    private final PolicyStreams streams;
    private final RewardScorer scorer;
    private final List<GroupFilter> filters;
    private final boolean greedy;
    private final boolean countsUnread;
    private final TopUp topUp;
    private int batches;

    /**
     * How a step gets as many groups as it wants where filters leave some out.
     *
     * @param maxBatches most batches per step
     * @param overSampling prompts of a batch, in multiples of the groups that are wanted
     * @param aborts whether too few groups in the last batch end the run
     */
    public record TopUp(int maxBatches, double overSampling, boolean aborts) {}

    /**
     * Prepares to collect.
     *
     * @param greedy whether every prompt gets one more, greedy response
     * @param countsUnread whether responses without an answer are counted, which may take rewards as long as scoring them
     */
    public Collector(
            Prompts prompts,
            Sampling sampling,
            RolloutSource rollouts,
            PolicyStreams streams,
            RewardScorer scorer,
            List<GroupFilter> filters,
            boolean greedy,
            boolean countsUnread,
            TopUp topUp) {
        this.prompts = prompts;
        this.sampling = sampling;
        this.rollouts = rollouts;
        this.streams = streams;
        this.scorer = scorer;
        this.filters = filters;
        this.greedy = greedy;
        this.countsUnread = countsUnread;
        this.topUp = topUp;
    }

    /** Writes the number of batches so far, prompts that were chosen ahead and rollouts that were written ahead. */
    @Override
    public void save(Path trainer) {
        DurableFiles.write(
                trainer.resolve(FILE),
                JSON.createObjectNode().put("batches", batches).toPrettyString());
        prompts.save(trainer);
        rollouts.save(trainer);
    }

    @Override
    public void restore(Path trainer) {
        batches = CheckpointPart.read(trainer.resolve(FILE)).get("batches").integer(1);
        prompts.restore(trainer);
        rollouts.restore(trainer);
    }

    public Experience collect(StepLog log) {
        batches++;
        List<Prompt> first = prompts.ofBatch(batches);
        List<Experience> collected = new ArrayList<>(List.of(batch(log, first)));
        int wanted = wanted(first.size(), collected.get(0).sampled().size());
        int kept = collected.get(0).kept().size();
        while (!filters.isEmpty() && kept < wanted && collected.size() < topUp.maxBatches()) {
            batches++;
            Experience batch = batch(log, prompts.ofBatch(batches));
            collected.add(batch);
            kept += batch.kept().size();
        }
        if (!filters.isEmpty()) {
            int sampled =
                    collected.stream().mapToInt(batch -> batch.sampled().size()).sum();
            log.put("filter/batches", collected.size());
            log.put("filter/kept_ratio", (double) kept / Math.max(1, sampled));
            log.put("filter/surplus_groups", Math.max(0, kept - wanted));
            requireEnough(log.step(), kept, wanted, sampled);
        }
        return Experience.join(collected, wanted);
    }

    /** Groups that a step wants: those of its first batch, without what it sampled beyond need. */
    private int wanted(int prompts, int groups) {
        return Math.max(1, (int) (Math.max(prompts, groups) / topUp.overSampling()));
    }

    private void requireEnough(int step, int kept, int wanted, int sampled) {
        ConfigException.check(
                kept >= wanted || !topUp.aborts(),
                "Step %s: the filters left %s of %s groups in %s batches, fewer than the %s that it wants. Raise"
                        + " rollout.maxBatches or rollout.overSampling, widen the filters, or set rollout.onShortage to"
                        + " LEARN, to go on with fewer.",
                step,
                kept,
                sampled,
                topUp.maxBatches(),
                wanted);
    }

    private Experience batch(StepLog log, List<Prompt> batch) {
        Sampling.Step step = sampling.step(log.step(), batches, batch);
        sampling.offer(step, batches);
        List<Group> groups = log.time("rollout", () -> rollouts.groups(step, batches));
        List<Group> measured = streams.add(log, groups); // log-probabilities and statistics that were asked for
        ScoringResult scored = log.time("reward", () -> scorer.score(measured)); // typed outcomes; survivors only
        Map<String, Double> metrics = new TreeMap<>(scored.metrics());
        if (countsUnread) {
            metrics.putAll(log.time("reward", () -> scorer.unreadAnswers(measured)));
        }
        List<ScoredGroup> complete =
                greedy ? withGreedy(log, step, measured, scored.groups(), metrics) : scored.groups();
        prompts.scored(log.step(), batches, complete);
        List<ScoredGroup> kept =
                complete.stream().map(this::filtered).flatMap(Optional::stream).toList();
        return new Experience(measured, complete, kept, metrics);
    }

    /** Adds the score of a greedy response to every group; a group whose greedy response has none is left out. */
    private List<ScoredGroup> withGreedy(
            StepLog log,
            SamplingStep step,
            List<Group> sampled,
            List<ScoredGroup> groups,
            Map<String, Double> metrics) {
        Map<String, Prompt> asked = new LinkedHashMap<>(); // a sampler may have made some of them up
        sampled.forEach(group -> asked.put(group.prompt().id(), group.prompt()));
        List<Trajectory> responses = log.time("rollout", () -> sampling.greedy(step, List.copyOf(asked.values())));
        List<Group> alone = responses.stream()
                .map(response -> Group.of(response.prompt(), List.of(response)))
                .toList();
        Map<String, ScoredTrajectory> scored = new HashMap<>();
        List<ScoredGroup> answers =
                log.time("reward", () -> scorer.score(streams.add(log, alone))).groups();
        answers.forEach(
                answer -> scored.put(answer.prompt().id(), answer.trajectories().get(0)));
        metrics.put(
                "reward/greedy/mean",
                scored.values().stream()
                        .mapToDouble(ScoredTrajectory::reward)
                        .average()
                        .orElse(0));
        return groups.stream()
                .flatMap(group -> Optional.ofNullable(scored.get(group.prompt().id())).map(group::withGreedy).stream())
                .toList();
    }

    private Optional<ScoredGroup> filtered(ScoredGroup group) {
        Optional<ScoredGroup> kept = Optional.of(group);
        for (GroupFilter filter : filters) {
            kept = kept.flatMap(filter::filter);
        }
        return kept;
    }
}
