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
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.ToDoubleFunction;
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
 * Rollouts in environments, of which none or some hang, in turns: response tokens per second while there is something to write,
 * over the whole step, and per second of this process's processors; and the ratios of each with and without hanging ones.
 *
 * <p>There is something to write until the last response of an environment that answers is over. What follows is the wait for the
 * deadlines of those that hang, which began last; it is at most TURN_SECONDS, however long the step is.
 *
 * <pre>OMP_WAIT_POLICY=passive java -cp 'REASON4J/lib/*' docs/benchmarks/sampling/Environments.java REASON4J [EPISODES [SLOTS [HANGING [TURN_SECONDS [ROUNDS]]]]]</pre>
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
        private final AtomicLong lastWritten = new AtomicLong();

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
                    if (!hangs) {
                        lastWritten.accumulateAndGet(System.nanoTime(), Math::max);
                    }
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
            Throughput[] without = new Throughput[rounds];
            Throughput[] with = new Throughput[rounds];
            for (int round = 0; round < rounds; round++) {
                without[round] = measure(model, tokenizer, episodes, slots, 0, turnSeconds, "none hangs");
                with[round] = measure(model, tokenizer, episodes, slots, hanging, turnSeconds, "some hang");
            }
            System.out.printf(
                    Locale.ROOT,
                    "%.0f %% hanging, of the throughput without: %.1f %% while there is something to write, %.1f %% over the whole"
                            + " step, %.1f %% a processor's second (medians of %d rounds)%n",
                    100 * hanging,
                    100 * ratio(with, without, Throughput::writing),
                    100 * ratio(with, without, Throughput::whole),
                    100 * ratio(with, without, Throughput::processors),
                    rounds);
        } finally {
            try (Stream<Path> files = Files.walk(directory)) {
                files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
            }
        }
    }

    /**
     * Tokens per second.
     *
     * @param writing until the last response is over whose environment answers
     * @param whole until all responses are over
     * @param processors of the processors
     */
    private record Throughput(double writing, double whole, double processors) {}

    private static Throughput measure(
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
        double writing = (environment.lastWritten.get() - start) / 1e9;
        double processors = (processorNanos() - busy) / 1e9;
        long tokens = written.stream().mapToLong(Trajectory::length).sum();
        long failed = written.stream()
                .filter(each -> each.finish() == Finish.FAILED)
                .count();
        System.out.printf(
                Locale.ROOT,
                "%-10s %6.0f tokens/s while writing, %6.0f over all, %6.0f a processor's second: %d tokens of %d responses in"
                        + " %.1f s and a wait of %.1f s, %d failed, up to %d episodes at a time%n",
                name,
                tokens / writing,
                tokens / seconds,
                tokens / processors,
                tokens,
                episodes,
                writing,
                seconds - writing,
                failed,
                environment.most.get());
        return new Throughput(tokens / writing, tokens / seconds, tokens / processors);
    }

    private static long processorNanos() {
        return ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getProcessCpuTime();
    }

    private static double ratio(Throughput[] with, Throughput[] without, ToDoubleFunction<Throughput> kind) {
        return median(with, kind) / median(without, kind);
    }

    private static double median(Throughput[] values, ToDoubleFunction<Throughput> kind) {
        double[] sorted = Arrays.stream(values).mapToDouble(kind).sorted().toArray();
        return sorted[sorted.length / 2];
    }
}
