package org.reason4j.core.engine.model;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import java.nio.file.Path;
import java.util.Optional;
import org.reason4j.api.plugin.ConfigException;
import org.reason4j.core.engine.model.ScalarHead.Kind;
import org.reason4j.core.formats.huggingface.ModelConfig;
import org.reason4j.core.formats.huggingface.SequenceClassifier;

/**
 * A model that scores rows without learning: a language model's log-probabilities, a value model's values, or a reward
 * model's scores.
 *
 * <p>Not safe for use by several threads.
 */
public final class ModelScorer implements AutoCloseable {

    private final LanguageModel model;
    private final Optional<ScalarHead> head;
    private final boolean owned;

    private ModelScorer(LanguageModel model, Optional<ScalarHead> head, boolean owned) {
        this.model = model;
        this.head = head;
        this.owned = owned;
    }

    /** A scorer of a loaded model with its weights of the moment, such as the policy's; closing it leaves the model open. */
    public static ModelScorer of(LanguageModel model) {
        return new ModelScorer(model, Optional.empty(), false);
    }

    /** Loads a language model from a Hugging Face directory. */
    public static ModelScorer load(Path directory, Device device, Precision precision) {
        return new ModelScorer(LanguageModel.load(directory, device, precision), Optional.empty(), true);
    }

    /**
     * Loads a value model from a Hugging Face directory with {@code value_head.safetensors}.
     *
     * @throws ConfigException if the directory has no value head
     */
    public static ModelScorer loadValues(Path directory, Device device, Precision precision) {
        ConfigException.check(
                ScalarHead.isIn(directory, Kind.VALUES),
                "%s has no %s, so it is no value model. Name a directory that a critic was saved to.",
                directory,
                ScalarHead.file());
        return withHead(directory, LanguageModel.loadLayers(directory, device, precision), Kind.VALUES);
    }

    /**
     * Loads a reward model from a Hugging Face directory, see {@link SequenceClassifier}.
     *
     * @throws ConfigException if the directory has no head with one score
     */
    public static ModelScorer loadScores(Path directory, Device device, Precision precision) {
        SequenceClassifier.requireOneScore(directory, ModelConfig.read(directory));
        return withHead(directory, LanguageModel.loadHeadless(directory, device, precision), Kind.SCORES);
    }

    private static ModelScorer withHead(Path directory, LanguageModel model, Kind kind) {
        try {
            ScalarHead head = new ScalarHead(model, kind);
            head.read(directory);
            return new ModelScorer(model, Optional.of(head), true);
        } catch (RuntimeException e) {
            model.close();
            throw e;
        }
    }

    /** True if it computes one number per token, values or scores, instead of log-probabilities. */
    public boolean hasScalarHead() {
        return head.isPresent();
    }

    /** True if it computes scores. */
    public boolean isRewardModel() {
        return head.filter(one -> one.kind() == Kind.SCORES).isPresent();
    }

    /** The model's configuration. */
    public ModelConfig config() {
        return model.config();
    }

    /**
     * Scores rows, each at its own temperature.
     *
     * @param top number of most likely tokens per position; 0 for none
     * @throws IllegalStateException if it has a scalar head
     */
    public RowScores score(TokenRows rows, int top) {
        if (hasScalarHead()) {
            throw new IllegalStateException("a model with a scalar head has no log-probabilities");
        }
        return model.score(rows, new ScoringOptions(false, top));
    }

    /**
     * Values of the states before the scored tokens, or scores after them, {@code [M]}.
     *
     * @throws java.util.NoSuchElementException if it is a language model
     */
    public float[] values(TokenRows rows) {
        ScalarHead values = head.orElseThrow();
        try (NDManager scope = model.scope()) {
            return values.forward(scope, rows, false, false).get(0).toFloatArray();
        }
    }

    @Override
    public void close() {
        if (owned) {
            model.close();
        }
    }
}
