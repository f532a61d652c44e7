package org.reason4j.core.trainer.experience;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.reason4j.api.data.Group;
import org.reason4j.api.data.Prompt;
import org.reason4j.api.data.Trajectory;
import org.reason4j.api.sampler.Sampler;
import org.reason4j.api.sampler.SamplingStep;
import org.reason4j.core.formats.file.DurableFiles;
import org.reason4j.core.formats.file.JsonValue;
import org.reason4j.core.trainer.checkpoint.CheckpointPart;
import org.reason4j.core.trainer.report.Reports;

/**
 * Samples batches ahead of their turn, with a copy of the policy, while the policy trains on earlier ones (asynchronous
 * training, AReaL, arXiv 2505.24298).
 *
 * <p>The schedule is fixed, so that a run can be repeated and resumed: batch {@code b} is written with the weights from before
 * step {@code b - ahead}, or with the first ones. A checkpoint holds the batches whose weights are gone by then,
 * with prompts that are not the dataset's own. What components report while a batch is sampled counts in the step that
 * trains on it.
 */
public final class RolloutsAhead implements RolloutSource {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String FILE = "rollouts.json";
    private static final long HOURS_TO_WAIT = 24;
    private static final long SECONDS_TO_END = 600;

    private final Prompts prompts;
    private final Sampling sampling; // of the copy
    private final Sampler sampler;
    private final PolicyCopy copy;
    private final int ahead;
    private final int last;
    private final long secondsToEnd;
    private final ExecutorService writer =
            Executors.newSingleThreadExecutor(work -> new Thread(work, "rollouts-ahead"));
    private final Map<Integer, Future<Batch>> batches = new TreeMap<>(); // started and not asked for

    /** Groups of a batch, and what components reported while it was sampled. */
    private record Batch(List<Group> groups, Reports reports) {}

    /**
     * Prepares to sample ahead.
     *
     * @param sampling of the copy
     * @param copy writes the batches; closed with this source
     * @param ahead number of batches between the weights that write one and the weights it trains
     * @param last the last batch of the run
     */
    public RolloutsAhead(Prompts prompts, Sampling sampling, Sampler sampler, PolicyCopy copy, int ahead, int last) {
        this(prompts, sampling, sampler, copy, ahead, last, SECONDS_TO_END);
    }

    RolloutsAhead(
            Prompts prompts,
            Sampling sampling,
            Sampler sampler,
            PolicyCopy copy,
            int ahead,
            int last,
            long secondsToEnd) {
        this.prompts = prompts;
        this.sampling = sampling;
        this.sampler = sampler;
        this.copy = copy;
        this.ahead = ahead;
        this.last = last;
        this.secondsToEnd = secondsToEnd;
    }

    @Override
    public List<Group> groups(SamplingStep trained, int batch) {
        finishAll(); // the copy may be written to
        copy.refresh();
        for (int next = batch; next <= Math.min(last, batch + ahead); next++) {
            start(next);
        }
        Batch sampled = await(batch);
        batches.remove(batch);
        sampling.metrics().take(sampled.reports());
        return sampled.groups();
    }

    private void start(int batch) {
        if (!batches.containsKey(batch)) {
            Reports reports = new Reports();
            List<Prompt> chosen = prompts.ofBatch(batch);
            SamplingStep step = sampling.metrics().keeping(reports, () -> sampling.step(batch, batch, chosen));
            batches.put(
                    batch,
                    writer.submit(() ->
                            new Batch(sampling.metrics().keeping(reports, () -> sampler.sample(step)), reports)));
        }
    }

    private void finishAll() {
        batches.keySet().forEach(this::await);
    }

    private Batch await(int batch) {
        try {
            return Objects.requireNonNull(batches.get(batch)).get(HOURS_TO_WAIT, TimeUnit.HOURS);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            throw new IllegalStateException("Sampling batch " + batch + " failed: " + e.getCause(), e);
        } catch (TimeoutException e) {
            throw new IllegalStateException(
                    "Batch " + batch + " was not sampled within " + HOURS_TO_WAIT + " hours", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while batch " + batch + " was being sampled", e);
        }
    }

    @Override
    public void save(Path trainer) {
        finishAll();
        ArrayNode saved = JSON.createArrayNode();
        for (int batch : batches.keySet()) {
            ObjectNode entry = saved.addObject().put("batch", batch);
            Batch sampled = await(batch);
            entry.set("reports", sampled.reports().write());
            ArrayNode groups = entry.putArray("groups");
            for (Group group : sampled.groups()) {
                ObjectNode one = groups.addObject();
                one.set("prompt", PromptJson.write(group.prompt(), prompts.pool()));
                ArrayNode trajectories = one.putArray("trajectories");
                group.trajectories().forEach(each -> trajectories.add(TrajectoryJson.write(each)));
            }
        }
        DurableFiles.write(trainer.resolve(FILE), saved.toString());
    }

    @Override
    public void restore(Path trainer) {
        for (JsonValue entry : CheckpointPart.read(trainer.resolve(FILE)).list()) {
            List<Group> groups =
                    entry.get("groups").some().stream().map(this::group).toList();
            Batch sampled = new Batch(groups, Reports.read(entry.get("reports")));
            batches.put(entry.get("batch").integer(1), CompletableFuture.completedFuture(sampled));
        }
    }

    private Group group(JsonValue json) {
        Prompt prompt = PromptJson.read(json.get("prompt"), prompts.pool());
        List<Trajectory> trajectories = json.get("trajectories").some().stream()
                .map(one -> TrajectoryJson.read(one, prompt))
                .toList();
        return json.make(() -> Group.of(prompt, trajectories));
    }

    /**
     * Interrupts the writer, waits for it to return from the model, and closes the copy.
     *
     * @throws IllegalStateException if the writer is still in the model after ten minutes; the copy stays open then,
     *     because closing a model under a running call ends the process
     */
    @Override
    public void close() {
        writer.shutdownNow();
        boolean ended = false;
        try {
            ended = writer.awaitTermination(secondsToEnd, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (!ended) {
            throw new IllegalStateException("Thread rollouts-ahead was still writing one of the batches "
                    + batches.keySet() + " after " + secondsToEnd + " seconds; the copy of the policy stays open");
        }
        copy.close();
    }
}
