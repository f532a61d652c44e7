package org.reason4j.core.formats.huggingface;

import static org.reason4j.api.plugin.ConfigException.check;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.reason4j.api.plugin.ConfigException;
import org.reason4j.core.formats.file.JsonFile;
import org.reason4j.core.formats.safetensors.Safetensors;
import org.reason4j.core.formats.safetensors.TensorSpec;

/**
 * A directory of LoRA adapters that anybody trained with PEFT, to be merged into the weights of their base model. Unlike
 * {@link LoraAdapter}, which reads what this program wrote, it takes what the tensors are, whichever modules and layers they
 * belong to:
 *
 * <ul>
 *   <li>{@code M.lora_A.weight [r, in]} and {@code M.lora_B.weight [out, r]}: {@code W + s B A}, with {@code s = alpha / r}, or
 *       {@code alpha / sqrt(r)} with {@code use_rslora}; {@code alpha_pattern} may set another alpha. {@code
 *       M.lora_B.bias} adds {@code s} times itself to the bias.
 *   <li>{@code M.lora_embedding_A [r, V]} and {@code M.lora_embedding_B [H, r]}: {@code W + s (B A)^T}.
 *   <li>Any other tensor of the model, such as a bias or a module that was saved: takes the place of the model's.
 * </ul>
 *
 * <p>What changes the meaning of adapters beyond that, such as DoRA, is refused by its name. Safe for use by many threads.
 *
 * @see <a href="https://arxiv.org/abs/2312.03732">rsLoRA, equation 2</a>
 */
public final class PeftAdapter {

    private static final String PREFIX = "base_model.model.";
    private static final String WEIGHT = ".weight";
    private static final String BIAS = ".bias";

    /** Settings that {@link LoraConfig} refuses, and that are computed here or told by the tensors. */
    private static final Set<String> SUPPORTED = Set.of(
            "use_rslora",
            "lora_bias",
            "rank_pattern",
            "alpha_pattern",
            "modules_to_save",
            "layers_to_transform",
            "layers_pattern",
            "exclude_modules");

    /** A term that is added to a tensor: {@code scale} times the product of two factors, or its transpose. */
    private record Change(FloatBuffer left, FloatBuffer right, int inner, boolean transposed, double scale) {

        double at(int row, int column) {
            return scale * (transposed ? product(column, row) : product(row, column));
        }

        private double product(int row, int column) {
            int columns = right.limit() / inner;
            double sum = 0;
            for (int k = 0; k < inner; k++) {
                sum += left.get(row * inner + k) * (double) right.get(k * columns + column);
            }
            return sum;
        }
    }

    private final Safetensors file;
    private final Map<String, Change> added = new LinkedHashMap<>();
    private final Map<String, String> replaced = new LinkedHashMap<>(); // name in the file by name in the model

    private PeftAdapter(Safetensors file) {
        this.file = file;
    }

    /** True if a directory holds adapters instead of a model. */
    public static boolean isIn(Path directory) {
        return Files.exists(directory.resolve(LoraConfig.FILE)) && !Files.exists(directory.resolve("config.json"));
    }

    /** The model that adapters belong to, as their description names it: a name or a path. */
    public static Optional<String> base(Path directory) {
        return JsonFile.read(directory.resolve(LoraConfig.FILE)).text("base_model_name_or_path");
    }

    /**
     * Opens adapters.
     *
     * @param model the model that they belong to
     * @throws ConfigException if they don't belong to it, or mean what can't be merged
     */
    public static PeftAdapter open(Path directory, ModelConfig model) {
        JsonFile config = JsonFile.read(directory.resolve(LoraConfig.FILE));
        requireSupported(config);
        PeftAdapter adapter = new PeftAdapter(Safetensors.open(directory.resolve(LoraAdapter.FILE)));
        Map<String, TensorSpec> tensors =
                model.tensors().stream().collect(Collectors.toMap(TensorSpec::name, Function.identity()));
        for (TensorSpec stored : adapter.file.tensors()) {
            adapter.take(stored, config, model, tensors);
        }
        check(
                !(adapter.added.isEmpty() && adapter.replaced.isEmpty()),
                "%s has no tensors, expected adapters",
                directory.resolve(LoraAdapter.FILE));
        return adapter;
    }

    private static void requireSupported(JsonFile config) {
        LoraConfig.requireText(config, "peft_type", "LORA");
        LoraConfig.requireText(config, "task_type", "CAUSAL_LM");
        LoraConfig.requireOff(
                config,
                LoraConfig.UNSUPPORTED.stream()
                        .filter(key -> !SUPPORTED.contains(key))
                        .toList(),
                "can't be merged into weights here; merge these adapters with PEFT's merge_and_unload");
    }

    private void take(TensorSpec stored, JsonFile config, ModelConfig model, Map<String, TensorSpec> tensors) {
        String name = stored.name().startsWith(PREFIX) ? stored.name().substring(PREFIX.length()) : stored.name();
        if (name.endsWith(".lora_B.weight")) {
            String module = before(name, ".lora_B.weight");
            factors(stored, module, ".lora_A.weight", false, config, require(module + WEIGHT, stored, model, tensors));
        } else if (name.endsWith(".lora_embedding_B")) {
            String module = before(name, ".lora_embedding_B");
            factors(
                    stored,
                    module,
                    ".lora_embedding_A",
                    true,
                    config,
                    require(module + WEIGHT, stored, model, tensors));
        } else if (name.endsWith(".lora_B.bias")) {
            String module = before(name, ".lora_B.bias");
            TensorSpec bias = require(module + BIAS, stored, model, tensors);
            int rank = (int) file.tensor(PREFIX + module + ".lora_A.weight").shape()[0];
            FloatBuffer one = FloatBuffer.wrap(new float[] {1});
            added.put(bias.name(), new Change(floats(stored.name()), one, 1, false, scale(config, module, rank)));
        } else if (!name.endsWith(".lora_A.weight") && !name.endsWith(".lora_embedding_A")) {
            String own = name.replace(".base_layer.", ".");
            TensorSpec whole = require(own, stored, model, tensors);
            check(
                    Arrays.equals(whole.shape(), stored.shape()),
                    "Tensor '%s' of the adapters has shape %s, but that of %s has %s. They are those of another model.",
                    stored.name(),
                    Arrays.toString(stored.shape()),
                    model.source(),
                    Arrays.toString(whole.shape()));
            replaced.put(own, stored.name());
        }
    }

    private static String before(String name, String end) {
        return name.substring(0, name.length() - end.length());
    }

    private static TensorSpec require(
            String name, TensorSpec stored, ModelConfig model, Map<String, TensorSpec> tensors) {
        @Nullable TensorSpec found = tensors.get(name);
        check(
                found != null,
                "Tensor '%s' of the adapters changes '%s', which %s does not have%s.",
                stored.name(),
                name,
                model.source(),
                name.startsWith("lm_head.") && model.tiedEmbeddings()
                        ? ": its output projection is its embedding (tie_word_embeddings)"
                        : "");
        check(
                !model.tiedEmbeddings() || !name.equals("model.embed_tokens.weight"),
                "Tensor '%s' of the adapters changes the embedding alone, but in %s the output projection is the same"
                        + " (tie_word_embeddings), so the two can't be merged into it.",
                stored.name(),
                model.source());
        return Objects.requireNonNull(found);
    }

    private void factors(
            TensorSpec up, String module, String down, boolean transposed, JsonFile config, TensorSpec weight) {
        TensorSpec other = file.tensor(PREFIX + module + down);
        int rank = (int) other.shape()[0];
        long rows = transposed ? other.shape()[1] : up.shape()[0];
        long columns = transposed ? up.shape()[0] : other.shape()[1];
        check(
                up.shape()[1] == rank && rows == weight.shape()[0] && columns == weight.shape()[1],
                "The adapters '%s' %s and '%s' %s don't fit the weight's %s. They are those of another model.",
                other.name(),
                Arrays.toString(other.shape()),
                up.name(),
                Arrays.toString(up.shape()),
                Arrays.toString(weight.shape()));
        added.put(
                weight.name(),
                new Change(floats(up.name()), floats(other.name()), rank, transposed, scale(config, module, rank)));
    }

    private FloatBuffer floats(String name) {
        return file.readAsFloat32(name).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer();
    }

    private static double scale(JsonFile config, String module, int rank) {
        double alpha = config.object("alpha_pattern")
                .flatMap(patterns -> patterned(patterns, module))
                .orElseGet(() -> config.number("lora_alpha"));
        return alpha / (config.flag("use_rslora", false) ? Math.sqrt(rank) : rank);
    }

    /** The value of the first pattern that a module's name ends with, as PEFT's {@code get_pattern_key} matches. */
    private static Optional<Double> patterned(JsonFile patterns, String module) {
        for (Map.Entry<String, JsonNode> entry : patterns.root().properties()) {
            try {
                if (Pattern.matches("(.*\\.)?(" + entry.getKey() + ")", module)) {
                    return Optional.of(entry.getValue().asDouble());
                }
            } catch (PatternSyntaxException e) {
                throw new ConfigException(
                        patterns.source() + ": '" + entry.getKey() + "' is no pattern: " + e.getDescription(), e);
            }
        }
        return Optional.empty();
    }

    /**
     * Writes a model with adapters merged into its weights, in the model's number format.
     *
     * @param base the model's directory
     * @param adapters their directory
     * @param target where the merged model will be; absent or empty
     */
    public static void merge(Path base, Path adapters, Path target) {
        ModelConfig config = ModelConfig.read(base);
        ModelWeights weights = ModelWeights.open(base, config);
        PeftAdapter adapter = open(adapters, config);
        try (ModelDirectoryWriter writer =
                new ModelDirectoryWriter(config, base, target, config.dtype(), ModelDirectoryWriter.BYTES_PER_SHARD)) {
            writer.writeAll(
                    config,
                    (tensor, first, rows) ->
                            adapter.merged(tensor, first, weights.readAsFloat32(tensor.name(), first, rows)));
            writer.commit();
        }
    }

    /**
     * Merges the adapters into rows of a tensor of the model; a row of a vector is a number.
     *
     * @param first its first row that is given
     * @param fp32 the model's numbers, little-endian
     * @return the numbers of the merged model, likewise
     */
    public ByteBuffer merged(TensorSpec tensor, long first, ByteBuffer fp32) {
        int columns = Math.toIntExact(tensor.elements() / tensor.rows()); // 1 of a vector
        int rows = fp32.remaining() / Float.BYTES / columns;
        @Nullable String whole = replaced.get(tensor.name());
        ByteBuffer numbers = whole == null ? fp32 : file.readAsFloat32(whole, first, rows);
        @Nullable Change change = added.get(tensor.name());
        if (change == null) {
            return numbers;
        }
        FloatBuffer before = numbers.duplicate().order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer();
        ByteBuffer result = ByteBuffer.allocate(numbers.remaining()).order(ByteOrder.LITTLE_ENDIAN);
        for (int row = 0; row < rows; row++) {
            for (int column = 0; column < columns; column++) {
                double sum = before.get(row * columns + column) + change.at(Math.toIntExact(first) + row, column);
                result.putFloat((float) sum);
            }
        }
        return result.flip();
    }
}
