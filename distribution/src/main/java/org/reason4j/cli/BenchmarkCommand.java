package org.reason4j.cli;

import ai.djl.Device;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.reason4j.cli.plugins.PluginOptions;
import org.reason4j.core.engine.model.BareProducts;
import org.reason4j.core.engine.model.LanguageModel;
import org.reason4j.core.engine.model.Precision;
import org.reason4j.core.formats.huggingface.ModelConfig;
import org.reason4j.core.formats.huggingface.RandomWeights;
import org.reason4j.core.host.config.RecipeReader;
import org.reason4j.core.host.plugin.PluginRegistry;
import org.reason4j.core.host.track.JsonlTracker;
import org.reason4j.core.host.track.StepMetrics;
import org.reason4j.core.trainer.Trainer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code reason4j benchmark}: how fast whole training steps are on this machine, and how fast they could be. */
@Command(
        name = "benchmark",
        description = "Times GRPO steps of a random model, beside the bare matrix products that bound them.")
final class BenchmarkCommand implements Callable<Integer> {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Map<String, String> SHAPES = Map.of("small", """
            {"model_type": "llama", "vocab_size": 100, "hidden_size": 256, "intermediate_size": 768,
             "num_hidden_layers": 4, "num_attention_heads": 8, "num_key_value_heads": 8, "hidden_act": "silu",
             "rms_norm_eps": 1e-6, "rope_theta": 10000.0, "max_position_embeddings": 1024,
             "tie_word_embeddings": false, "initializer_range": 0.02}
            """, "qwen2.5-0.5b", """
            {"model_type": "qwen2", "vocab_size": 151936, "hidden_size": 896, "intermediate_size": 4864,
             "num_hidden_layers": 24, "num_attention_heads": 14, "num_key_value_heads": 2, "hidden_act": "silu",
             "rms_norm_eps": 1e-6, "rope_theta": 1000000.0, "max_position_embeddings": 1024,
             "tie_word_embeddings": true, "initializer_range": 0.02}
            """);

    private static final int WARM_UP = 2;

    @Option(names = "--shape", defaultValue = "small", description = "small or qwen2.5-0.5b. Default: ${DEFAULT-VALUE}")
    private String shape;

    @Option(
            names = "--precision",
            split = ",",
            defaultValue = "fp32,bf16",
            description = "One or several of fp32, bf16 and fp16. Default: ${DEFAULT-VALUE}")
    private List<String> precisions;

    @Option(
            names = "--head",
            paramLabel = "TYPE",
            defaultValue = "same",
            description =
                    "Number format of the head's product: same as the precision, or fp32. Default: ${DEFAULT-VALUE}")
    private String head;

    @Option(names = "--prompts", defaultValue = "32", description = "Prompts per step. Default: ${DEFAULT-VALUE}")
    private int prompts;

    @Option(names = "--group", defaultValue = "8", description = "Responses per prompt. Default: ${DEFAULT-VALUE}")
    private int group;

    @Option(
            names = "--prompt-tokens",
            defaultValue = "26",
            description = "Tokens of a prompt. Default: ${DEFAULT-VALUE}")
    private int promptTokens;

    @Option(
            names = "--new-tokens",
            defaultValue = "64",
            description = "Tokens of a response. Default: ${DEFAULT-VALUE}")
    private int newTokens;

    @Option(
            names = "--slots",
            defaultValue = "256",
            description = "Responses decoded together. Default: ${DEFAULT-VALUE}")
    private int slots;

    @Option(
            names = "--micro-batch",
            defaultValue = "1440",
            description = "Tokens of a forward and backward pass. Default: ${DEFAULT-VALUE}")
    private int microBatch;

    @Option(
            names = "--steps",
            defaultValue = "7",
            description = "Steps, of which the first two do not count. Default: ${DEFAULT-VALUE}")
    private int steps;

    @Mixin
    private PluginOptions plugins;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        String config = SHAPES.get(shape);
        if (config == null) {
            throw new ParameterException(
                    spec.commandLine(), "--shape is '" + shape + "', expected one of " + SHAPES.keySet());
        }
        if (steps <= WARM_UP) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--steps is " + steps + ", expected at least " + (WARM_UP + 1) + ": the first two do not count");
        }
        PrintWriter out = spec.commandLine().getOut();
        Path work = Files.createTempDirectory("reason4j-benchmark");
        try (PluginRegistry registry = plugins.open()) {
            write(work, config);
            out.printf(
                    Locale.ROOT,
                    "%s: %d prompts of %d tokens x %d responses of %d tokens, %d slots, medians of %d steps%n",
                    shape,
                    prompts,
                    promptTokens,
                    group,
                    newTokens,
                    slots,
                    steps - WARM_UP);
            for (String precision : precisions) {
                measure(out, work, registry, precision);
            }
        } finally {
            delete(work);
        }
        return 0;
    }

    private void measure(PrintWriter out, Path work, PluginRegistry registry, String precision) throws IOException {
        double decoding;
        double learning;
        try (LanguageModel model =
                LanguageModel.load(work.resolve("model"), Device.cpu(), Precision.of(precision, head, Device.cpu()))) {
            decoding = BareProducts.gigaflops(model, slots);
            learning = BareProducts.gigaflops(model, microBatch);
        }
        List<StepMetrics> counted = train(work, registry, precision);
        print(out, precision, decoding, learning, parameters(work), counted);
    }

    /** Trains for some steps, and returns the metrics of those after the warm-up. */
    private List<StepMetrics> train(Path work, PluginRegistry registry, String precision) throws IOException {
        Path run = work.resolve("run-" + precision);
        Path recipe = recipe(work, precision);
        try (Trainer trainer = Trainer.builder()
                .recipe(RecipeReader.read(recipe, Map.of(), List.of()))
                .name("benchmark")
                .plugins(registry)
                .output(run)
                .open()) {
            trainer.train();
        }
        List<StepMetrics> measured = JsonlTracker.read(run.resolve("metrics.jsonl"));
        return measured.subList(WARM_UP, measured.size());
    }

    /** Number of weights in products: a small model's embedding is a lookup. */
    private double parameters(Path work) {
        return ModelConfig.read(work.resolve("model")).tensors().stream()
                .filter(tensor -> !tensor.name().contains("embed_tokens") || shape.startsWith("qwen"))
                .mapToLong(tensor -> tensor.elements())
                .sum();
    }

    private void print(
            PrintWriter out,
            String precision,
            double decoding,
            double learning,
            double parameters,
            List<StepMetrics> counted) {
        double rollout = median(counted, "throughput/rollout_tokens_per_second");
        double trained = (double) prompts * group * (promptTokens + newTokens) / median(counted, "time/update");
        out.printf(Locale.ROOT, "%n%s%n", precision);
        out.printf(
                Locale.ROOT,
                "  bare products             %8.0f GFLOP/s at %d rows, %.0f at %d%n",
                decoding,
                slots,
                learning,
                microBatch);
        out.printf(
                Locale.ROOT,
                "  rollouts                  %8.0f tokens/s = %.0f GFLOP/s%n",
                rollout,
                2 * parameters * rollout / 1e9);
        out.printf(
                Locale.ROOT,
                "  training                  %8.0f tokens/s = %.0f GFLOP/s%n",
                trained,
                6 * parameters * trained / 1e9);
        out.printf(
                Locale.ROOT,
                "  full step                 %8.3f s (rollout %.3f, update %.3f)%n",
                median(counted, "time/step"),
                median(counted, "time/rollout"),
                median(counted, "time/update"));
        out.printf(
                Locale.ROOT,
                "  outside native calls      %8.1f %% of the step%n",
                100 * (1 - median(counted, "throughput/native_share")));
        out.printf(Locale.ROOT, "  resident memory           %8.0f MB%n", median(counted, "memory/resident_mb"));
        out.flush();
    }

    private static double median(List<StepMetrics> steps, String name) {
        double[] sorted = steps.stream()
                .mapToDouble(step -> step.values().getOrDefault(name, Double.NaN))
                .sorted()
                .toArray();
        return sorted[sorted.length / 2];
    }

    private void write(Path work, String config) throws IOException {
        Path tokenizer = Files.createDirectories(work.resolve("tokenizer"));
        Files.writeString(tokenizer.resolve("tokenizer.json"), tokenizer());
        RandomWeights.write(ModelConfig.parse("--shape " + shape, config), tokenizer, work.resolve("model"), 1);
        SplittableRandom random = new SplittableRandom(1);
        StringBuilder data = new StringBuilder();
        for (int i = 0; i < prompts * steps; i++) {
            StringBuilder prompt = new StringBuilder();
            for (int t = 0; t < promptTokens; t++) {
                prompt.append((char) random.nextInt('a', 'z' + 1));
            }
            data.append(JSON.createObjectNode().put("prompt", prompt.toString()).put("answer", "e"))
                    .append('\n');
        }
        Files.writeString(work.resolve("data.jsonl"), data);
    }

    /** A character tokenizer: four special tokens, printable ASCII and the line feed, 100 in all. */
    private static String tokenizer() {
        ObjectNode json = JSON.createObjectNode();
        json.put("version", "1.0");
        json.putObject("pre_tokenizer")
                .put("type", "Split")
                .put("behavior", "Isolated")
                .put("invert", false)
                .putObject("pattern")
                .put("String", "");
        json.putObject("decoder").put("type", "Fuse");
        ArrayNode added = json.putArray("added_tokens");
        ObjectNode model = json.putObject("model").put("type", "WordLevel").put("unk_token", "<unk>");
        ObjectNode vocabulary = model.putObject("vocab");
        for (String special : List.of("<pad>", "<bos>", "<eos>", "<unk>")) {
            int id = vocabulary.size();
            vocabulary.put(special, id);
            added.addObject()
                    .put("id", id)
                    .put("content", special)
                    .put("single_word", false)
                    .put("lstrip", false)
                    .put("rstrip", false)
                    .put("normalized", false)
                    .put("special", true);
        }
        for (char c = ' '; c <= '~'; c++) {
            vocabulary.put(String.valueOf(c), vocabulary.size());
        }
        vocabulary.put("\n", vocabulary.size());
        return json.toString();
    }

    private Path recipe(Path work, String precision) throws IOException {
        String text =
                String.format(Locale.ROOT, """
                model: {path: model, precision: %s, head: %s}
                data:
                  train: {name: jsonl, config: {path: data.jsonl}}
                  evaluation: {name: jsonl, config: {path: data.jsonl}}
                rollout: {groupSize: %d, maxTokens: %d, batchSize: %d}
                rewards: [{name: exact-answer, config: {place: PATTERN, pattern: "(e)"}}]
                training: {steps: %d, promptsPerStep: %d, tokensPerMicroBatch: %d}
                evaluation: {every: 0, limit: 1}
                checkpoints: {every: 1000000}
                trackers: [jsonl]
                """, precision, head, group, newTokens, slots, steps, prompts, microBatch);
        return Files.writeString(work.resolve("recipe-" + precision + ".yaml"), text);
    }

    private static void delete(Path root) throws IOException {
        try (Stream<Path> tree = Files.walk(root)) {
            for (Path path : tree.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
