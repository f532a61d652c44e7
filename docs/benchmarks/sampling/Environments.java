import ai.djl.Device;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.reason4j.api.data.Finish;
import org.reason4j.api.data.Prompt;
import org.reason4j.api.data.SamplingParams;
import org.reason4j.api.data.Trajectory;
import org.reason4j.api.environment.Environment;
import org.reason4j.api.environment.Episode;
import org.reason4j.api.environment.TurnResult;
import org.reason4j.api.sampler.RolloutRequest;
import org.reason4j.core.engine.model.LanguageModel;
import org.reason4j.core.engine.model.Precision;
import org.reason4j.core.engine.rollout.Decoder;
import org.reason4j.core.engine.rollout.DecoderSettings;
import org.reason4j.core.formats.huggingface.ModelConfig;
import org.reason4j.core.formats.huggingface.ModelTokenizer;
import org.reason4j.core.formats.huggingface.RandomWeights;

/**
 * Rollouts in environments, of which none or some hang, in turns: response tokens per second of the clock and of this process's
 * processors, and the ratio of the former.
 *
 * <pre>java -cp 'REASON4J/lib/*' docs/benchmarks/sampling/Environments.java REASON4J [EPISODES [SLOTS [HANGING [TURN_SECONDS [ROUNDS]]]]]</pre>
 *
 * <p>The model is that of the examples, with random weights. A turn ends with one of two characters, and the environment answers it
 * after 10 to 30 ms. One that hangs does so at its first turn, until the deadline TURN_SECONDS fails its response. As many episodes
 * are open at a time as there are slots, and those that wait for long beside them.
 */
public final class Environments {

    private static final int TOKENS = 128;

    private Environments() {}

    /** Answers after a while, or never. */
    private static final class Slow implements Environment {

        private final double hanging;
        private final AtomicInteger open = new AtomicInteger();
        private final AtomicInteger most = new AtomicInteger();

        Slow(double hanging) {
            this.hanging = hanging;
        }

        @Override
        public Episode begin(Prompt prompt, int sample) {
            most.accumulateAndGet(open.incrementAndGet(), Math::max);
            int number = Integer.parseInt(prompt.id());
            boolean hangs = Math.floor(number * hanging) != Math.floor((number + 1) * hanging);
            return new Episode() {
                @Override
                public TurnResult answer(String turn) throws InterruptedException {
                    Thread.sleep(hangs ? 3_600_000 : 10 + turn.length() % 21);
                    return new TurnResult.Observation("[" + turn.length() % 10 + "]", 0);
                }

                @Override
                public void close() {
                    open.decrementAndGet();
                }
            };
        }

        @Override
        public List<String> stop() {
            return List.of("7", "3");
        }
    }

    public static void main(String[] arguments) throws Exception {
        Path quickstart = Path.of(arguments[0], "examples", "quickstart");
        int episodes = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 4096;
        int slots = arguments.length > 2 ? Integer.parseInt(arguments[2]) : 256;
        double hanging = arguments.length > 3 ? Double.parseDouble(arguments[3]) : 0.05;
        double turnSeconds = arguments.length > 4 ? Double.parseDouble(arguments[4]) : 2;
        int rounds = arguments.length > 5 ? Integer.parseInt(arguments[5]) : 3;
        Path directory = Files.createTempDirectory("environments");
        ModelConfig config = ModelConfig.parse("quickstart", Files.readString(quickstart.resolve("config.json")));
        RandomWeights.write(config, quickstart, directory.resolve("model"), 1);
        try (LanguageModel model = LanguageModel.load(directory.resolve("model"), Device.cpu(), Precision.FP32);
                ModelTokenizer tokenizer = ModelTokenizer.open(directory.resolve("model"), config)) {
            measure(model, tokenizer, slots, slots, 0, turnSeconds, "warm-up");
            double[] without = new double[rounds];
            double[] with = new double[rounds];
            for (int round = 0; round < rounds; round++) {
                without[round] = measure(model, tokenizer, episodes, slots, 0, turnSeconds, "none hangs");
                with[round] = measure(model, tokenizer, episodes, slots, hanging, turnSeconds, "some hang");
            }
            System.out.printf(
                    Locale.ROOT,
                    "%.0f %% hanging: %.1f %% of the throughput without (medians of %d rounds)%n",
                    100 * hanging,
                    100 * median(with) / median(without),
                    rounds);
        } finally {
            try (Stream<Path> files = Files.walk(directory)) {
                files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
            }
        }
    }

    private static double measure(
            LanguageModel model,
            ModelTokenizer tokenizer,
            int episodes,
            int slots,
            double hanging,
            double turnSeconds,
            String name) {
        Slow environment = new Slow(hanging);
        DecoderSettings settings = DecoderSettings.ofSlots(slots)
                .withEnvironment(environment, TOKENS, Duration.ofMillis(Math.round(1000 * turnSeconds)));
        List<RolloutRequest> requests = IntStream.range(0, episodes)
                .mapToObj(i -> RolloutRequest.of(
                        Prompt.of(String.valueOf(i), List.of(), tokenizer.encode(i + "+" + i + "=")),
                        0,
                        SamplingParams.of(TOKENS)))
                .toList();
        long start = System.nanoTime();
        long busy = processorNanos();
        List<Trajectory> written = new Decoder(model, tokenizer, settings, 1, 1, done -> {}).generate(requests);
        double seconds = (System.nanoTime() - start) / 1e9;
        double processors = (processorNanos() - busy) / 1e9;
        long tokens = written.stream().mapToLong(Trajectory::length).sum();
        long failed = written.stream()
                .filter(each -> each.finish() == Finish.FAILED)
                .count();
        System.out.printf(
                Locale.ROOT,
                "%-10s %6.0f tokens/s, %6.0f a processor's second: %d tokens of %d responses in %.1f s, %d failed, up to %d"
                        + " episodes at a time%n",
                name,
                tokens / seconds,
                tokens / processors,
                tokens,
                episodes,
                seconds,
                failed,
                environment.most.get());
        return tokens / seconds;
    }

    private static long processorNanos() {
        return ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getProcessCpuTime();
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }
}
