package org.reason4j.cli.benchmark;

import ai.djl.Device;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.reason4j.cli.console.Json;
import org.reason4j.cli.plugins.PluginOptions;
import org.reason4j.core.engine.model.BareProducts;
import org.reason4j.core.engine.model.LanguageModel;
import org.reason4j.core.engine.model.Precision;
import org.reason4j.core.formats.huggingface.ModelConfig;
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
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.Spec;

/** {@code reason4j benchmark}: how fast whole training steps are on this machine, and how fast they could be. */
@Command(
        name = "benchmark",
        description = "Times GRPO steps of a random model, beside the bare matrix products that bound them.")
public final class BenchmarkCommand implements Callable<Integer> {

    private static final int WARM_UP = 2;
    private static final List<String> OF_STEPS = List.of(
            "--shape",
            "--prompts",
            "--group",
            "--prompt-tokens",
            "--new-tokens",
            "--slots",
            "--micro-batch",
            "--steps",
            "--plugin-dir");
    private static final List<String> OF_SUITE = List.of("--rows", "--list", "--turns", "--json", "--in-turns");

    @Option(
            names = "--shape",
            defaultValue = "small",
            description = "A model: small, hidden-512, hidden-1024, qwen2.5-0.5b or tiny. Default: ${DEFAULT-VALUE}")
    private String shape;

    @Option(
            names = "--precision",
            split = ",",
            description =
                    "One or several of fp32, bf16 and fp16; one, or auto, with --suite. Default: fp32,bf16; with --suite auto, which is bf16 where the machine computes in it.")
    private List<String> precisions = List.of();

    @Option(
            names = "--device",
            paramLabel = "DEVICE",
            defaultValue = "auto",
            description = "auto, cpu or cuda:N. Default: ${DEFAULT-VALUE}")
    private String device;

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

    @Option(
            names = "--suite",
            description =
                    "Measure rollouts and passes in many shapes instead of whole steps, each beside the bare products.")
    private boolean suite;

    @Option(
            names = "--rows",
            paramLabel = "ROW",
            split = ",",
            description =
                    "Rows of the suite: names, patterns with *, or rows of your own, such as rollout:small:64x26+64. Default: all.")
    private List<String> rows = List.of();

    @Option(names = "--list", description = "Print the rows of the suite instead of measuring them.")
    private boolean list;

    @Option(
            names = "--turns",
            defaultValue = "3",
            description =
                    "Repetitions of each row of the suite, after one that does not count. Default: ${DEFAULT-VALUE}")
    private int turns;

    @Option(names = "--json", description = "Print the suite's repetitions as JSON.")
    private boolean json;

    @Option(
            names = "--in-turns",
            description =
                    "Wait for a line on standard input before each repetition of the suite, and answer with a line of JSON.")
    private boolean inTurns;

    @Mixin
    private PluginOptions plugins;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        requireFitting();
        PrintWriter out = spec.commandLine().getOut();
        if (list) {
            Suite.names(rows).forEach(out::println);
            out.flush();
            return 0;
        }
        Path work = Files.createTempDirectory("reason4j-benchmark");
        try {
            if (suite) {
                measureSuite(work, out);
            } else {
                measureSteps(work, out);
            }
        } finally {
            delete(work);
        }
        return 0;
    }

    /** Refuses options of whole steps beside --suite, and those of the suite without it. */
    private void requireFitting() {
        ParseResult given = spec.commandLine().getParseResult();
        List<String> others = (suite ? OF_STEPS : OF_SUITE)
                .stream().filter(given::hasMatchedOption).toList();
        if (!others.isEmpty()) {
            throw new ParameterException(
                    spec.commandLine(),
                    String.join(" and ", others)
                            + (suite ? " is for whole steps, which --suite does not make" : " needs --suite"));
        }
        if (!suite && steps <= WARM_UP) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--steps is " + steps + ", expected at least " + (WARM_UP + 1) + ": the first two do not count");
        }
        if (turns < 1) {
            throw new ParameterException(spec.commandLine(), "--turns is " + turns + ", expected at least 1");
        }
        if (suite && precisions.size() > 1) {
            throw new ParameterException(spec.commandLine(), "--precision names several, expected one with --suite");
        }
    }

    private void measureSuite(Path work, PrintWriter out) throws IOException {
        Device on = Precision.device(device);
        String precision = precisions.isEmpty() ? "auto" : precisions.get(0);
        Suite measured = new Suite(rows, work, on, Precision.of(precision, head, on));
        if (inTurns) {
            measured.takeTurns(
                    turns, new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8)), out);
        } else if (json) {
            measured.printJson(turns, out);
        } else {
            measured.printTable(turns, out);
        }
    }

    private void measureSteps(Path work, PrintWriter out) throws IOException {
        try (PluginRegistry registry = plugins.open()) {
            write(work);
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
            for (String precision : precisions.isEmpty() ? List.of("fp32", "bf16") : precisions) {
                measure(out, work, registry, precision);
            }
        }
    }

    private void measure(PrintWriter out, Path work, PluginRegistry registry, String precision) throws IOException {
        double decoding;
        double learning;
        Device on = Precision.device(device);
        try (LanguageModel model = LanguageModel.load(work.resolve("model"), on, Precision.of(precision, head, on))) {
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

    private void write(Path work) throws IOException {
        RandomModel.write("--shape", shape, work);
        SplittableRandom random = new SplittableRandom(1);
        StringBuilder data = new StringBuilder();
        for (int i = 0; i < prompts * steps; i++) {
            StringBuilder prompt = new StringBuilder();
            for (int t = 0; t < promptTokens; t++) {
                prompt.append((char) random.nextInt('a', 'z' + 1));
            }
            data.append(Json.object().put("prompt", prompt.toString()).put("answer", "e"))
                    .append('\n');
        }
        Files.writeString(work.resolve("data.jsonl"), data);
    }

    private Path recipe(Path work, String precision) throws IOException {
        String text = String.format(
                Locale.ROOT, """
                device: %s
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
                """, device, precision, head, group, newTokens, slots, steps, prompts, microBatch);
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
