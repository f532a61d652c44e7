package org.reason4j.core.trainer.checkpoint;

import static org.reason4j.api.plugin.ConfigException.check;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.reason4j.api.plugin.ConfigException;
import org.reason4j.api.plugin.Stateful;
import org.reason4j.core.engine.model.Policy;
import org.reason4j.core.formats.file.DurableFiles;
import org.reason4j.core.formats.file.StagedDirectory;

/**
 * The checkpoints of a run: {@code checkpoints/step-N}, each a Hugging Face directory with {@code trainer/} beside the
 * weights. One appears under its name when all of it is on the disk, and is renamed before it is deleted, so that a run
 * killed at any moment finds only whole ones.
 *
 * <p>{@code step-0} is the model that reinforcement learning starts from, after a supervised stage; it is always kept.
 */
public final class Checkpoints {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern NAME = Pattern.compile("step-(\\d+)");

    /** Names of unfinished and of doomed checkpoints; the model in an unfinished one is written beside it. */
    private static final Pattern LEFTOVER = Pattern.compile("\\.+step-\\d+(\\.(partial|replaced|deleting))+");

    private final Path directory;
    private final Policy policy;
    private final CheckpointSettings settings;
    private final Map<String, Stateful> stateful;
    private final ObjectNode provenance;
    private final RunClock clock;
    private final List<CheckpointPart> parts = new ArrayList<>();
    private Optional<Path> restored = Optional.empty();
    private int best = -1;
    private double bestAccuracy = Double.NEGATIVE_INFINITY;

    /**
     * Prepares to write.
     *
     * @param stateful components with state, by their place in the recipe
     * @param provenance plugin versions and data hashes
     */
    public Checkpoints(
            Path run,
            Policy policy,
            CheckpointSettings settings,
            Map<String, Stateful> stateful,
            ObjectNode provenance,
            RunClock clock) {
        this.directory = directory(run);
        this.policy = policy;
        this.settings = settings;
        this.stateful = stateful;
        this.provenance = provenance;
        this.clock = clock;
    }

    /** Adds a part to every checkpoint, and restores it from the current one, if there is one. */
    public void include(CheckpointPart part) {
        parts.add(part);
        restored.ifPresent(part::restore);
    }

    private static JsonNode state(Path trainer) {
        Path file = trainer.resolve("state.json");
        try {
            return JSON.readTree(Files.readString(file));
        } catch (IOException e) {
            throw new ConfigException("Can't read checkpoint " + file + ": " + e, e);
        }
    }

    public static Path of(Path run, int step) {
        return directory(run).resolve("step-" + step);
    }

    /** Where a run has its checkpoints. */
    public static Path directory(Path run) {
        return run.resolve("checkpoints");
    }

    /** The newest checkpoint of a run, by its step. */
    public static Optional<Integer> newest(Path run) {
        return steps(directory(run)).stream().max(Comparator.naturalOrder());
    }

    private static List<Integer> steps(Path directory) {
        if (!Files.isDirectory(directory)) {
            return List.of();
        }
        try (Stream<Path> entries = Files.list(directory)) {
            return entries.map(entry -> NAME.matcher(entry.getFileName().toString()))
                    .filter(Matcher::matches)
                    .map(matcher -> Integer.valueOf(matcher.group(1)))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Writes a checkpoint where it is the step's turn, and deletes older ones.
     *
     * @param accuracy on held-out problems, where the step measured it
     */
    public void stepCompleted(int step, OptionalDouble accuracy) {
        boolean last = step == settings.steps();
        if (last || step % settings.every() == 0) {
            if (accuracy.isPresent() && accuracy.getAsDouble() > bestAccuracy) {
                best = step;
                bestAccuracy = accuracy.getAsDouble();
            }
            write(step);
            prune();
        }
    }

    /** Writes the checkpoint of a step. */
    public void write(int step) {
        try {
            DurableFiles.createDirectory(directory);
            removeLeftovers();
            try (StagedDirectory staged = StagedDirectory.replacing(directory.resolve("step-" + step))) {
                policy.save(staged.path());
                Path trainer = DurableFiles.createDirectory(staged.path().resolve("trainer"));
                parts.forEach(part -> part.save(trainer));
                policy.saveOptimizer(trainer.resolve("optimizer.safetensors"));
                DurableFiles.write(trainer.resolve("state.json"), state(step).toPrettyString() + "\n");
                DurableFiles.write(trainer.resolve("recipe.resolved.yaml"), settings.recipe());
                DurableFiles.forceDirectory(trainer);
                staged.publish();
            }
        } catch (IOException e) {
            throw DurableFiles.cannotWrite(directory.resolve("step-" + step), e);
        }
    }

    private ObjectNode state(int step) {
        ObjectNode state = JSON.createObjectNode();
        state.put("step", step).put("updates", policy.updates()).put("rl_seconds", clock.seconds());
        if (best >= 0) {
            state.putObject("best").put("step", best).put("accuracy", bestAccuracy);
        }
        ObjectNode components = state.putObject("components");
        stateful.forEach((place, component) -> components.set(place, JSON.valueToTree(component.state())));
        state.set("provenance", provenance);
        return state;
    }

    /** Brings policy and components to where a checkpoint left them. */
    public void restore(int step) {
        check(
                step <= settings.steps(),
                "%s has a checkpoint of step %s, but training.steps is %s. Set it to at least %s, or start a new run.",
                directory,
                step,
                settings.steps(),
                step);
        Path checkpoint = directory.resolve("step-" + step);
        JsonNode state = state(checkpoint.resolve("trainer"));
        JsonNode before = state.path("provenance").path("data");
        check(
                before.equals(provenance.path("data")),
                "%s was written for other data (%s, now %s). Resume with the dataset the run began with, or start a new"
                        + " run.",
                checkpoint,
                before,
                provenance.path("data"));
        policy.restore(
                checkpoint,
                checkpoint.resolve("trainer").resolve("optimizer.safetensors"),
                state.path("updates").asLong());
        restored = Optional.of(checkpoint.resolve("trainer")).filter(trainer -> step > 0); // step 0 has no parts
        clock.continueFrom(state.path("rl_seconds").asDouble());
        best = state.path("best").path("step").asInt(-1);
        bestAccuracy = state.path("best").path("accuracy").asDouble(Double.NEGATIVE_INFINITY);
        for (Map.Entry<String, Stateful> component : stateful.entrySet()) {
            JsonNode saved = state.path("components").path(component.getKey());
            check(
                    saved.isObject(),
                    "%s has no state of %s. Resume with the plugins that the run began with, or start a new run.",
                    checkpoint,
                    component.getKey());
            component.getValue().restore(JSON.convertValue(saved, new TypeReference<Map<String, Object>>() {}));
        }
    }

    private void prune() {
        List<Integer> steps = steps(directory);
        List<Integer> newest = steps.subList(Math.max(0, steps.size() - settings.keepLast()), steps.size());
        for (int step : steps) {
            boolean isBest = settings.keepBest() && step == best;
            if (step != 0 && !isBest && !newest.contains(step)) {
                try {
                    delete(directory.resolve("step-" + step));
                } catch (IOException e) {
                    throw new UncheckedIOException("Can't delete checkpoint step-" + step, e);
                }
            }
        }
    }

    private void delete(Path checkpoint) throws IOException {
        Path doomed = directory.resolve("." + checkpoint.getFileName() + ".deleting");
        DurableFiles.deleteTree(doomed);
        Files.move(checkpoint, doomed, StandardCopyOption.ATOMIC_MOVE);
        DurableFiles.deleteTree(doomed);
    }

    private void removeLeftovers() throws IOException {
        try (Stream<Path> entries = Files.list(directory)) {
            for (Path entry : entries.filter(path ->
                            LEFTOVER.matcher(path.getFileName().toString()).matches())
                    .toList()) {
                DurableFiles.deleteTree(entry);
            }
        }
    }
}
