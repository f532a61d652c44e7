import ai.djl.Device;
import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.reason4j.api.data.Prompt;
import org.reason4j.api.data.SamplingParams;
import org.reason4j.api.data.TokenStream;
import org.reason4j.api.data.Trajectory;
import org.reason4j.api.sampler.RolloutRequest;
import org.reason4j.core.engine.model.LanguageModel;
import org.reason4j.core.engine.model.Precision;
import org.reason4j.core.engine.rollout.Decoder;
import org.reason4j.core.engine.rollout.DecoderSettings;
import org.reason4j.core.formats.huggingface.ModelConfig;
import org.reason4j.core.formats.huggingface.ModelTokenizer;
import org.reason4j.core.formats.huggingface.RandomWeights;

/**
 * Rollouts of a small random model: response tokens per second of processor time, and a hash of all tokens and log-probabilities.
 * Arguments: precision, slots, new tokens, turns, then prompts as COUNTxTOKENSxRESPONSES, or COUNTxTOKENSxRESPONSES+NEW where
 * their number of new tokens is another one. docs/benchmarks/README.md has the commands.
 */
public final class Rollouts {

    private static final String MODEL = """
            {"model_type": "llama", "vocab_size": 100, "hidden_size": 256, "intermediate_size": 768,
             "num_hidden_layers": 4, "num_attention_heads": 8, "num_key_value_heads": 8, "hidden_act": "silu",
             "rms_norm_eps": 1e-6, "rope_theta": 10000.0, "max_position_embeddings": 8192,
             "tie_word_embeddings": false, "initializer_range": 0.02}
            """;

    private Rollouts() {}

    public static void main(String... arguments) throws IOException {
        Path work = Files.createTempDirectory("reason4j-rollouts");
        try {
            ModelConfig config = ModelConfig.parse("the benchmark's model", MODEL);
            Files.writeString(Files.createDirectories(work.resolve("tokenizer")).resolve("tokenizer.json"), tokenizer());
            RandomWeights.write(config, work.resolve("tokenizer"), work.resolve("model"), 1);
            Precision precision = Precision.of(arguments[0], "same", Device.cpu());
            try (LanguageModel model = LanguageModel.load(work.resolve("model"), Device.cpu(), precision);
                    ModelTokenizer tokenizer = ModelTokenizer.open(work.resolve("model"), config)) {
                measure(model, tokenizer, arguments);
            }
        } finally {
            try (Stream<Path> tree = Files.walk(work)) {
                for (Path path : tree.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(path);
                }
            }
        }
    }

    private static void measure(LanguageModel model, ModelTokenizer tokenizer, String... arguments) {
        int slots = Integer.parseInt(arguments[1]);
        int turns = Integer.parseInt(arguments[3]);
        List<RolloutRequest> requests = new ArrayList<>();
        for (String prompts : List.of(arguments).subList(4, arguments.length)) {
            String[] parts = prompts.split("[x+]");
            int length = parts.length > 3 ? Integer.parseInt(parts[3]) : Integer.parseInt(arguments[2]);
            requests.addAll(requests(
                    prompts, Integer.parseInt(parts[0]), Integer.parseInt(parts[1]), Integer.parseInt(parts[2]), length));
        }
        OperatingSystemMXBean system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        List<Double> rates = new ArrayList<>();
        int hash = 0;
        for (int turn = -1; turn < turns; turn++) { // the first does not count
            long start = system.getProcessCpuTime();
            List<Trajectory> written = new Decoder(
                            model, tokenizer, DecoderSettings.ofSlots(slots), 42, 1, done -> {})
                    .generate(requests);
            double seconds = (system.getProcessCpuTime() - start) / 1e9;
            if (turn >= 0) {
                rates.add(written.stream().mapToLong(Trajectory::length).sum() / seconds);
            }
            hash = written.stream()
                    .mapToInt(one -> 31 * Arrays.hashCode(one.response())
                            + Arrays.hashCode(one.stream(TokenStream.BEHAVIOUR_LOGPROBS)))
                    .reduce(1, (all, one) -> 31 * all + one);
        }
        System.out.printf(
                Locale.ROOT,
                "%s: %s tokens/s, hash %08x%n",
                String.join(" ", arguments),
                rates.stream().sorted().map(rate -> String.format(Locale.ROOT, "%.0f", rate)).collect(Collectors.joining(" ")),
                hash);
    }

    private static List<RolloutRequest> requests(String name, int count, int tokens, int responses, int length) {
        SplittableRandom random = new SplittableRandom(name.hashCode());
        List<RolloutRequest> requests = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Prompt prompt = Prompt.of(name + i, List.of(), random.ints(tokens, 4, 100).toArray());
            for (int sample = 0; sample < responses; sample++) {
                requests.add(RolloutRequest.of(prompt, sample, SamplingParams.of(length)));
            }
        }
        return requests;
    }

    /** A tokenizer of 100 words, which nothing is written with. */
    private static String tokenizer() {
        String words = IntStream.range(0, 100)
                .mapToObj(i -> "\"w" + i + "\": " + i)
                .collect(Collectors.joining(", "));
        return "{\"version\": \"1.0\", \"added_tokens\": [], \"model\": {\"type\": \"WordLevel\", \"unk_token\": \"w3\", \"vocab\": {"
                + words + "}}}";
    }
}
