package org.reason4j.core.trainer.experience;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.reason4j.api.data.Group;
import org.reason4j.api.data.Prompt;
import org.reason4j.api.data.SamplingParams;
import org.reason4j.api.data.TokenStream;
import org.reason4j.api.data.Trajectory;
import org.reason4j.api.sampler.RolloutRequest;
import org.reason4j.api.sampler.SamplingStep;
import org.reason4j.core.engine.rollout.partial.AnsweredTurn;
import org.reason4j.core.engine.rollout.partial.PartialResponse;
import org.reason4j.core.formats.file.DurableFiles;
import org.reason4j.core.formats.file.JsonValue;
import org.reason4j.core.trainer.checkpoint.CheckpointPart;
import org.reason4j.core.trainer.experience.GroupsUnderWay.Begun;
import org.reason4j.core.trainer.report.MetricBuffer;

/**
 * Writes responses in parts, which go on with new weights where the weights have changed meanwhile (partial rollouts, Kimi
 * k1.5, arXiv 2501.12599, section 2.6.2).
 *
 * <p>For a batch, every response under way gets a part of new tokens. If fewer groups are finished then than the batch has
 * prompts, the next batch's prompts are begun, as many batches ahead as the bound on staleness has room for; beyond that, as
 * many of the oldest groups as are missing get further parts. The oldest finished groups are the batch. Groups that would be
 * too old later are written to their end first, so nothing is dropped, and every prompt is trained on once.
 *
 * <p>What is done is a function of seed, batch and weights, so a run can be repeated and resumed. A response's draws are those
 * of the batch of its prompt: it is the one that would have been written at once, as far as the weights are the same.
 */
public final class RolloutsInParts implements RolloutSource {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String FILE = "parts.json";

    private final Prompts prompts;
    private final Sampling sampling;
    private final Settings settings;
    private final LongSupplier version;
    private final GroupsUnderWay underWay;

    /**
     * Settings of responses in parts.
     *
     * @param tokens of a part, at least 1
     * @param staleness most updates between the weights that wrote a token and those that it trains
     * @param updatesPerStep updates of a step
     * @param promptsPerBatch usual number of prompts of a batch
     * @param lastBatch the last batch of the run, beyond which no prompt is begun
     */
    public record Settings(int tokens, int staleness, int updatesPerStep, int promptsPerBatch, int lastBatch) {}

    /**
     * Prepares to write in parts.
     *
     * @param sampling with the weights in training
     * @param version of these weights
     */
    public RolloutsInParts(Prompts prompts, Sampling sampling, Settings settings, LongSupplier version) {
        this.prompts = prompts;
        this.sampling = sampling;
        this.settings = settings;
        this.version = version;
        underWay = new GroupsUnderWay(
                settings.staleness(), settings.updatesPerStep(), settings.promptsPerBatch(), settings.lastBatch());
    }

    @Override
    public List<Group> groups(SamplingStep step, int batch) {
        int wanted = step.prompts().size();
        int last = Math.min(settings.lastBatch(), batch + settings.staleness() / settings.updatesPerStep());
        if (underWay.newestBatch() < batch) {
            begin(step, batch);
        }
        write(step, batch, underWay.all(), settings.tokens());
        List<Begun> due = underWay.due(batch, version.getAsLong());
        write(step, batch, due, Integer.MAX_VALUE);
        for (List<Begun> next = more(step, wanted, last); !next.isEmpty(); next = more(step, wanted, last)) {
            write(step, batch, next, settings.tokens());
        }
        List<Group> taken = underWay.take(batch, version.getAsLong());
        report(due.size(), taken);
        return taken;
    }

    /** Groups to write where fewer than are wanted are finished: the next batch's, or the oldest ones. */
    private List<Begun> more(SamplingStep step, int wanted, int last) {
        int missing = wanted - underWay.finished();
        if (missing <= 0) {
            return List.of();
        }
        return underWay.newestBatch() < last ? begin(step, underWay.newestBatch() + 1) : underWay.oldestOpen(missing);
    }

    /** Begins the groups of a batch; its requests pass through the schedules of the step that begins them. */
    private List<Begun> begin(SamplingStep step, int batch) {
        List<Prompt> chosen = prompts.ofBatch(batch);
        ScheduledEngine schedules = sampling.step(step.number(), batch, chosen).rollouts();
        long now = version.getAsLong();
        List<Begun> begun = new ArrayList<>();
        for (Prompt prompt : chosen) {
            List<PartialResponse> responses = IntStream.range(0, step.groupSize())
                    .mapToObj(sample -> {
                        SamplingParams params = schedules
                                .scheduled(RolloutRequest.of(prompt, sample, step.params()))
                                .params();
                        return PartialResponse.begun(prompt, sample, params, now, batch);
                    })
                    .toList();
            begun.add(new Begun(prompt, batch, now, responses));
        }
        underWay.begin(batch, begun);
        return begun;
    }

    private void write(SamplingStep step, int batch, List<Begun> groups, int tokens) {
        List<PartialResponse> open = groups.stream()
                .flatMap(group -> group.responses().stream())
                .filter(response -> !response.finished())
                .toList();
        if (open.isEmpty()) {
            return;
        }
        Iterator<PartialResponse> written =
                sampling.writeParts(step.number(), batch, open, tokens).iterator();
        Set<Begun> writing = Set.copyOf(groups);
        underWay.replace(group -> writing.contains(group) ? withOpen(group, written) : group);
    }

    private static Begun withOpen(Begun group, Iterator<PartialResponse> written) {
        List<PartialResponse> responses = group.responses().stream()
                .map(response -> response.finished() ? response : written.next())
                .toList();
        return new Begun(group.prompt(), group.batch(), group.version(), responses);
    }

    private void report(int due, List<Group> taken) {
        MetricBuffer metrics = sampling.metrics();
        List<PartialResponse> kept = underWay.all().stream()
                .flatMap(group -> group.responses().stream())
                .toList();
        long open = kept.stream().filter(response -> !response.finished()).count();
        metrics.mean("partial/in_flight", open);
        metrics.mean("partial/waiting", kept.size() - open);
        metrics.mean(
                "partial/carried_tokens",
                kept.stream()
                        .mapToLong(response -> response.trajectory().length())
                        .sum());
        metrics.add("partial/to_the_end", due);
        taken.stream()
                .flatMap(group -> group.trajectories().stream())
                .forEach(response -> metrics.mean("partial/versions", versions(response)));
    }

    /** Number of versions of the weights that wrote a response. */
    private static long versions(Trajectory response) {
        float[] all = response.stream(TokenStream.POLICY_VERSION);
        return IntStream.range(0, all.length)
                .filter(response::isLearned)
                .mapToObj(t -> all[t])
                .distinct()
                .count();
    }

    /** Writes the groups under way: their tokens, versions and log-probabilities, and what was said in answered turns. */
    @Override
    public void save(Path trainer) {
        ObjectNode saved = JSON.createObjectNode();
        ArrayNode batches = saved.putArray("batches");
        underWay.sizes()
                .forEach(
                        (batch, size) -> batches.addObject().put("batch", batch).put("prompts", size));
        ArrayNode groups = saved.putArray("groups");
        for (Begun group : underWay.all()) {
            ObjectNode one = groups.addObject().put("batch", group.batch()).put("version", group.version());
            one.set("prompt", PromptJson.write(group.prompt(), prompts.pool()));
            ArrayNode responses = one.putArray("responses");
            group.responses().forEach(response -> responses.add(json(response)));
        }
        DurableFiles.write(trainer.resolve(FILE), saved.toString());
    }

    private static ObjectNode json(PartialResponse response) {
        ObjectNode json = JSON.createObjectNode().put("finished", response.finished());
        json.set("trajectory", TrajectoryJson.write(response.trajectory()));
        ArrayNode turns = json.putArray("turns");
        response.turns()
                .forEach(turn -> turns.addObject()
                        .put("said", turn.said())
                        .put("text", turn.text())
                        .put("end", turn.end()));
        return json;
    }

    @Override
    public void restore(Path trainer) {
        JsonValue saved = CheckpointPart.read(trainer.resolve(FILE));
        TreeMap<Integer, Integer> sizes = new TreeMap<>();
        for (JsonValue batch : saved.get("batches").list()) {
            sizes.put(batch.get("batch").integer(1), batch.get("prompts").integer(1));
        }
        underWay.restore(
                sizes, saved.get("groups").list().stream().map(this::begun).collect(Collectors.toList()));
    }

    private Begun begun(JsonValue json) {
        Prompt prompt = PromptJson.read(json.get("prompt"), prompts.pool());
        int batch = json.get("batch").integer(1);
        List<PartialResponse> responses = json.get("responses").some().stream()
                .map(response -> response(response, prompt, batch))
                .toList();
        return new Begun(prompt, batch, json.get("version").whole(0), responses);
    }

    private static PartialResponse response(JsonValue json, Prompt prompt, int batch) {
        List<AnsweredTurn> turns = json.get("turns").list().stream()
                .map(turn -> new AnsweredTurn(
                        turn.get("said").text(),
                        turn.get("text").text(),
                        turn.get("end").integer(0)))
                .toList();
        Trajectory trajectory = TrajectoryJson.read(json.get("trajectory"), prompt);
        return json.make(() -> new PartialResponse(
                trajectory, turns, batch, json.get("finished").flag()));
    }
}
