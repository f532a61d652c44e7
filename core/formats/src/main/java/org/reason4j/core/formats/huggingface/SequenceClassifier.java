package org.reason4j.core.formats.huggingface;

import static org.reason4j.api.plugin.ConfigException.check;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.reason4j.api.plugin.ConfigException;
import org.reason4j.core.formats.safetensors.TensorSpec;

/**
 * Directories of reward models, as transformers opens them with {@code AutoModelForSequenceClassification}: the layers of a
 * language model, and {@code score.weight} with one row instead of an output projection. The score is that at the last token.
 */
public final class SequenceClassifier {

    /** The head's tensor. */
    static final String HEAD = "score.weight";

    /** Key of {@code config.json}, true where the last token is the end of the sequence, whatever the chat template adds. */
    private static final String ENDS = "score_at_end_of_sequence";

    private static final String SUFFIX = "ForSequenceClassification";

    private SequenceClassifier() {}

    /** The head's tensor, {@code [1, H]}. */
    public static TensorSpec head(ModelConfig config) {
        return new TensorSpec(HEAD, 1, config.hiddenSize());
    }

    /** Every tensor of a reward model, the head last. */
    public static List<TensorSpec> withHead(ModelConfig config) {
        List<TensorSpec> tensors = new ArrayList<>(config.tensors());
        tensors.add(head(config));
        return tensors;
    }

    /** True if the directory's weights have a head. */
    public static boolean isIn(Path directory) {
        return ModelWeights.open(directory).tensors().stream()
                .anyMatch(tensor -> tensor.name().equals(HEAD));
    }

    /** True if {@code config.json} is that of such a model. */
    public static boolean describes(ModelConfig config) {
        return config.json().path("architectures").path(0).asText().endsWith(SUFFIX);
    }

    /** The configuration of a reward model with the layers of a language model, or of a reward model. */
    public static ModelConfig of(ModelConfig config) {
        ObjectNode json = config.json();
        if (!describes(config)) {
            String family = config.family()
                    .classifier()
                    .orElseThrow(() -> new ConfigException(config.source() + ": a reward model of type '"
                            + config.modelType() + "' is not supported: transformers has no class for one"));
            json.putArray("architectures").add(family + SUFFIX);
            json.putObject("id2label").put("0", "LABEL_0");
            json.putObject("label2id").put("LABEL_0", 0);
            json.put("problem_type", "regression");
            json.put(ENDS, true);
        }
        return config.withoutProjection(json);
    }

    /**
     * True if the model was trained to score at the end of a sequence, even where the chat template adds a line break after it;
     * false if it scores what the template makes of the conversation.
     */
    public static boolean scoresAtEnd(ModelConfig config) {
        return config.json().path(ENDS).asBoolean(false);
    }

    /**
     * Checks that a directory is that of a reward model.
     *
     * @throws org.reason4j.api.plugin.ConfigException if it has no head, or one with several scores
     */
    public static void requireOneScore(Path directory, ModelConfig config) {
        TensorSpec head = ModelWeights.open(directory).tensors().stream()
                .filter(tensor -> tensor.name().equals(HEAD))
                .findFirst()
                .orElseThrow(() -> new ConfigException(directory + " is no reward model: it has no tensor '" + HEAD
                        + "'. Name a directory that 'preference' of a recipe has trained, or one that transformers opens as *"
                        + SUFFIX + " with num_labels 1."));
        check(
                head(config).equals(head),
                "The head of %s can't score: it is %s, expected %s. A reward model has one score.",
                directory,
                head,
                head(config));
    }
}
