package org.reason4j.core.trainer.learning;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.LongToDoubleFunction;
import org.reason4j.api.data.Credit;
import org.reason4j.api.model.AuxiliaryModel;
import org.reason4j.api.plugin.ConfigException;
import org.reason4j.core.engine.model.OutputPass;
import org.reason4j.core.engine.model.TokenRows;
import org.reason4j.core.engine.model.TrainedModel;
import org.reason4j.core.formats.file.DurableFiles;
import org.reason4j.core.formats.file.JsonValue;
import org.reason4j.core.trainer.checkpoint.CheckpointPart;
import org.reason4j.core.trainer.checkpoint.SavedLossScale;
import org.reason4j.core.trainer.report.Observers;
import org.reason4j.core.trainer.report.StepLog;

/** A model that learns beside the policy, or in its place: a critic or a reward model, with an AdamW of its own. */
public final class Learner implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String OPTIMIZER = "optimizer.safetensors";
    private static final String STATE = "state.json";

    private final AuxiliaryModel plugin;
    private final TrainedModel model;
    private final UpdateSettings settings;
    private final Observers observers;
    private final BatchRescue rescue;

    private Learner(
            AuxiliaryModel plugin,
            TrainedModel model,
            UpdateSettings settings,
            Observers observers,
            BatchRescue rescue) {
        this.plugin = plugin;
        this.model = model;
        this.settings = settings;
        this.observers = observers;
        this.rescue = rescue;
    }

    /**
     * Loads a model.
     *
     * @param weights loads the weights that the plugin's model starts from
     */
    public static Learner load(
            AuxiliaryModel plugin,
            Function<AuxiliaryModel, TrainedModel> weights,
            UpdateSettings settings,
            Observers observers,
            BatchRescue rescue) {
        return new Learner(plugin, weights.apply(plugin), settings, observers, rescue);
    }

    public AuxiliaryModel plugin() {
        return plugin;
    }

    /** Its numbers for the scored tokens, {@code [M]}. */
    public float[] output(TokenRows rows) {
        int longest = model.model().config().maxPositions();
        ConfigException.check(
                rows.width() <= longest,
                "Model '%s' reads at most %s tokens, but a prompt with its response has %s. Start it from a model that reads"
                        + " more, or lower rollout.maxTokens.",
                plugin.name(),
                longest,
                rows.width());
        return model.output(rows);
    }

    /** Makes all updates of a step, from those of its examples that have a learned token. */
    Map<String, Double> update(StepLog log, List<Credit> credits) {
        List<Credit> examples = plugin.examples(credits).stream()
                .filter(credit -> credit.trajectory().learnedTokens() > 0)
                .toList();
        double peak = plugin.learning().learningRate();
        LearningRate rate = new LearningRate("constant", peak, plugin.learning().warmupUpdates(), 0, 1);
        return update(log, examples, rate::of);
    }

    /**
     * Makes all updates of a step, from examples that have a learned token each.
     *
     * @param rate learning rate by the number of the model's update, from 1
     */
    public Map<String, Double> update(StepLog log, List<Credit> examples, LongToDoubleFunction rate) {
        Map<String, Double> sums = new TreeMap<>();
        if (examples.isEmpty()) {
            return sums;
        }
        Batching batching =
                settings.batching().withMiniBatches(plugin.learning().miniBatches());
        int updates = 0;
        int made = 0;
        double norms = 0;
        for (int epoch = 0; epoch < plugin.learning().epochs(); epoch++) {
            for (MiniBatch batch : MiniBatch.split(examples, batching)) {
                OptionalDouble norm = update(log, batch, sums, rate.applyAsDouble(model.updates() + 1));
                if (norm.isPresent()) {
                    norms += norm.getAsDouble();
                    made++;
                }
                updates++;
            }
        }
        int count = updates;
        sums.replaceAll((name, sum) -> sum / count);
        if (made > 0) {
            sums.put(plugin.name() + "/grad_norm", norms / made);
        }
        if (model.lossScale().isPresent()) {
            sums.put(plugin.name() + "/loss_scale", model.lossScale().get().factor());
            sums.put(plugin.name() + "/overflows", (double) updates - made);
        }
        return sums;
    }

    /** Number of updates so far. */
    public long updates() {
        return model.updates();
    }

    /** Writes the model as a Hugging Face directory. */
    public void saveModel(Path directory) {
        model.save(directory);
    }

    /** Makes one update; returns its gradient's norm, or nothing where it was left out because the gradient overflowed. */
    private OptionalDouble update(StepLog log, MiniBatch batch, Map<String, Double> sums, double rate) {
        int done = 0;
        for (MicroBatch part : batch.microBatches()) {
            double loss = gradient(batch, part, sums);
            if (!Double.isFinite(loss)) {
                throw stop(log, batch, "The loss of '" + plugin.name() + "' is " + loss);
            }
            sums.merge(plugin.name() + "/loss", loss, Double::sum);
            observers.progress(
                    log.step(), plugin.name(), ++done, batch.microBatches().size());
        }
        double norm = model.clipGradients(plugin.learning().clipNorm());
        if (model.dropsOverflow(norm)) {
            return OptionalDouble.empty();
        }
        if (!Double.isFinite(norm)) {
            throw stop(log, batch, "The norm of the gradient of '" + plugin.name() + "' is " + norm);
        }
        model.update(settings.adamW(), rate);
        return OptionalDouble.of(norm);
    }

    private double gradient(MiniBatch batch, MicroBatch part, Map<String, Double> sums) {
        try (NDManager scope = model.model().scope()) {
            OutputPass pass = model.pass(scope, part.rows(), settings.recompute());
            LeafLoss leaves = new LeafLoss(scope, batch, part);
            NDArray output = leaves.leaf(pass.output());
            double loss = leaves.differentiate(tokens -> plugin.loss(tokens, output));
            pass.backward().accept(leaves.gradient(output));
            leaves.metrics().forEach((name, share) -> sums.merge(name, share, Double::sum));
            return loss;
        }
    }

    private IllegalStateException stop(StepLog log, MiniBatch batch, String what) {
        model.clearGradients();
        return rescue.stop(log.step(), batch.credits(), what);
    }

    /** Writes weights, moments and the number of updates. */
    void save(Path directory) {
        model.save(directory);
        model.saveOptimizer(directory.resolve(OPTIMIZER));
        ObjectNode state = JSON.createObjectNode().put("updates", model.updates());
        SavedLossScale.write(state, model);
        DurableFiles.write(directory.resolve(STATE), state.toPrettyString() + "\n");
    }

    /** Goes back to what {@link #save} wrote. */
    void restore(Path directory) {
        JsonValue state = CheckpointPart.read(directory.resolve(STATE));
        model.restore(
                directory, directory.resolve(OPTIMIZER), state.get("updates").whole(0));
        SavedLossScale.restore(state, model);
    }

    /** A number of the model that training can't go on with; empty if there is none. */
    Optional<String> brokenNumber() {
        return model.brokenNumber().map(what -> "the " + what + " of model '" + plugin.name() + "'");
    }

    @Override
    public void close() {
        model.close();
    }
}
