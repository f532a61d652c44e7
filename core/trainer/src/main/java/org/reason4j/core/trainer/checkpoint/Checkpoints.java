package org.reason4j.core.trainer.checkpoint;

import static org.reason4j.api.plugin.ConfigException.check;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Stream;
import org.reason4j.api.plugin.Stateful;
import org.reason4j.core.engine.model.Policy;
import org.reason4j.core.formats.file.DurableFiles;
import org.reason4j.core.formats.file.JsonValue;
import org.reason4j.core.formats.file.StagedDirectory;
import org.reason4j.core.host.plugin.lock.UsedPlugin;

/**
 * The checkpoints of a run: {@code checkpoints/step-N}, each a Hugging Face directory with {@code trainer/} beside the
 * weights. One appears under its name when all of it is on the disk, its manifest last, and is renamed before it is deleted,
 * so that a run killed at any moment finds only whole ones. A number that is not finite is never written.
 *
 * <p>{@code step-0} is the model that reinforcement learning starts from, after a supervised stage; it is always kept.
 */
public final class Checkpoints {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String STATE = "state.json";
    private static final String MOMENTS_SINCE = "moments_since"; // absent for 0

    private final CheckpointStore store;
    private final Policy policy;
    private final CheckpointSettings settings;
    private final Provenance provenance;
    private final ComponentStates states;
    private final RunClock clock;
    private final List<CheckpointPart> parts = new ArrayList<>();
    private Optional<ModelCard> card = Optional.empty();
    private OptionalDouble accuracyBefore = OptionalDouble.empty();
    private Optional<Path> restored = Optional.empty();
    private int best = -1;
    private double bestAccuracy = Double.NEGATIVE_INFINITY;

    /**
     * Prepares to write.
     *
     * @param stateful components with state, by their place in the recipe
     * @param provenance plugins, hashes of the data and of the model
     */
    public Checkpoints(
            Path run,
            Policy policy,
            CheckpointSettings settings,
            Map<String, Stateful> stateful,
            Provenance provenance,
            RunClock clock) {
        store = CheckpointStore.of(run);
        this.policy = policy;
        this.settings = settings;
        states = new ComponentStates(stateful);
        this.provenance = provenance;
        this.clock = clock;
    }

    /** Checkpoints of the policy alone in another directory, for a part of the run that comes before its steps. */
    public Checkpoints ofPart(Path directory, CheckpointSettings own) {
        return new Checkpoints(directory, policy, own, Map.of(), provenance, clock);
    }

    /** Adds a part to every checkpoint, and restores it from the current one, if there is one. */
    public void include(CheckpointPart part) {
        parts.add(part);
        restored.ifPresent(part::restore);
    }

    /** Puts a model card into every checkpoint. */
    public void describe(ModelCard model) {
        card = Optional.of(model);
    }

    /** Tells the accuracy on held-out problems before training, for the card. */
    public void measuredBefore(double accuracy) {
        accuracyBefore = OptionalDouble.of(accuracy);
    }

    /**
     * Writes a checkpoint where it is the step's turn, and deletes older ones.
     *
     * @param accuracy on held-out problems, where the step measured it
     * @param last whether none follows, although the recipe has more
     */
    public void stepCompleted(int step, OptionalDouble accuracy, boolean last) {
        if (settings.every() == 0) {
            return;
        }
        if (last || step == settings.steps() || step % settings.every() == 0) {
            if (accuracy.isPresent() && accuracy.getAsDouble() > bestAccuracy) {
                best = step;
                bestAccuracy = accuracy.getAsDouble();
            }
            write(step, accuracy);
            prune();
        }
    }

    /**
     * Writes the checkpoint of a step.
     *
     * @throws IllegalStateException if a number of it is not finite; checkpoints before it stay
     */
    public void write(int step) {
        write(step, OptionalDouble.empty());
    }

    private void write(int step, OptionalDouble accuracy) {
        requireFinite(step);
        Path target = store.path(step);
        try {
            DurableFiles.createDirectory(store.directory());
            store.removeLeftovers();
            try (StagedDirectory staged = StagedDirectory.replacing(target)) {
                policy.save(staged.path());
                if (card.isPresent()) {
                    String text = card.get().text(step, accuracies(step, accuracy), provenance);
                    DurableFiles.write(staged.path().resolve(ModelCard.FILE), text);
                }
                Path trainer = DurableFiles.createDirectory(staged.path().resolve("trainer"));
                parts.forEach(part -> part.save(trainer));
                policy.saveOptimizer(trainer.resolve("optimizer.safetensors"));
                DurableFiles.write(trainer.resolve(STATE), state(step).toPrettyString() + "\n");
                DurableFiles.write(trainer.resolve("recipe.resolved.yaml"), settings.recipe());
                DurableFiles.forceDirectory(trainer);
                Manifest.write(staged.path(), step);
                staged.publish();
            }
        } catch (IOException e) {
            throw DurableFiles.cannotWrite(target, e);
        }
    }

    private Map<String, Double> accuracies(int step, OptionalDouble now) {
        Map<String, Double> measured = new LinkedHashMap<>();
        accuracyBefore.ifPresent(accuracy -> measured.put("before training", accuracy));
        now.ifPresent(accuracy -> measured.put("step " + step, accuracy));
        return measured;
    }

    private void requireFinite(int step) {
        Stream<Optional<String>> found = Stream.concat(
                Stream.of(policy.brokenNumber().map(what -> "the policy's " + what)),
                parts.stream().map(CheckpointPart::brokenNumber));
        found.flatMap(Optional::stream).findFirst().ifPresent(what -> {
            throw new IllegalStateException("No checkpoint of step " + step + " was written: " + what
                    + ". The checkpoints before it stay. Resume from one of them; if it happens again, a lower"
                    + " training.learningRate or training.clipNorm, or model.precision=fp32, often helps.");
        });
    }

    private ObjectNode state(int step) {
        ObjectNode state = JSON.createObjectNode();
        state.put("step", step).put("updates", policy.updates()).put("rl_seconds", clock.seconds());
        if (policy.momentsSince() > 0) {
            state.put(MOMENTS_SINCE, policy.momentsSince());
        }
        SavedLossScale.write(state, policy);
        if (best >= 0) {
            state.putObject("best").put("step", best).put("accuracy", bestAccuracy);
        }
        states.writeTo(state);
        state.set("provenance", provenance.toJson());
        return state;
    }

    /** Brings policy and components to where a checkpoint left them. */
    public void restore(int step) {
        check(
                step <= settings.steps(),
                "%s has a checkpoint of step %s, but training.steps is %s. Set it to at least %s, or start a new run.",
                store.directory(),
                step,
                settings.steps(),
                step);
        Path checkpoint = store.path(step);
        Path trainer = checkpoint.resolve("trainer");
        JsonValue state = CheckpointPart.read(trainer.resolve(STATE));
        if (state.get("step").integer(0) != step) {
            throw state.get("step").wrong(Integer.toString(step));
        }
        JsonValue began = state.get("provenance");
        provenance.requireSameInputs(checkpoint, began.node());
        List<UsedPlugin> plugins = provenance.tellChanges(checkpoint, began);
        states.restore(checkpoint, state, plugins);
        Optional<JsonValue> bestSoFar = state.find("best");
        best = bestSoFar.map(found -> found.get("step").integer(0)).orElse(-1);
        bestAccuracy = bestSoFar.map(found -> found.get("accuracy").finite(0)).orElse(Double.NEGATIVE_INFINITY);
        clock.continueFrom(state.get("rl_seconds").finite(0));
        policy.restore(
                checkpoint,
                trainer.resolve("optimizer.safetensors"),
                state.get("updates").whole(0),
                state.find(MOMENTS_SINCE).map(since -> since.whole(0)).orElse(0L));
        SavedLossScale.restore(state, policy);
        restored = Optional.of(trainer).filter(parts -> step > 0); // step 0 has no parts
    }

    /** Renames the checkpoints after a step that the run goes on from, such that it does not read them again. */
    public void setAsideAfter(int step) {
        store.setAsideAfter(step);
    }

    private void prune() {
        List<Integer> steps = store.steps();
        List<Integer> newest = steps.subList(Math.max(0, steps.size() - settings.keepLast()), steps.size());
        for (int step : steps) {
            boolean isBest = settings.keepBest() && step == best;
            if (step != 0 && !isBest && !newest.contains(step)) {
                store.delete(step);
            }
        }
    }
}
