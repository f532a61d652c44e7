import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.SplittableRandom;
import org.reason4j.core.engine.model.AdamW;
import org.reason4j.core.engine.model.LoraSettings;
import org.reason4j.core.engine.model.Policy;
import org.reason4j.core.engine.model.Precision;
import org.reason4j.core.engine.model.TokenRows;

/**
 * Times a forward and a backward pass over the responses to some prompts, and an update, of a model in a folder:
 *
 * <pre>
 * java -cp 'reason4j/lib/*' docs/benchmarks/TrainingPasses.java MODEL PRECISION RANK PROMPTS PROMPT_TOKENS RESPONSES TOKENS TIMES
 * </pre>
 *
 * RANK is that of adapters, 0 for none. Prints seconds of processor time for the passes and for the update, medians of TIMES,
 * tokens of prompts and responses per second of the passes, and the most memory that the process has had.
 */
public final class TrainingPasses {

    private TrainingPasses() {}

    public static void main(String[] arguments) throws Exception {
        int rank = Integer.parseInt(arguments[2]);
        int prompts = Integer.parseInt(arguments[3]);
        int promptTokens = Integer.parseInt(arguments[4]);
        int responses = Integer.parseInt(arguments[5]);
        int tokens = Integer.parseInt(arguments[6]);
        int times = Integer.parseInt(arguments[7]);
        Optional<LoraSettings> lora = Optional.of(rank)
                .filter(some -> some > 0)
                .map(some -> new LoraSettings(
                        some,
                        2 * some,
                        java.util.List.of(
                                "q_proj", "k_proj", "v_proj", "o_proj", "gate_proj", "up_proj", "down_proj")));
        double[] passes = new double[times];
        double[] updates = new double[times];
        try (Policy policy = Policy.load(
                Path.of(arguments[0]), Device.cpu(), Precision.of(arguments[1], Device.cpu()), lora, 1)) {
            TokenRows rows = rows(prompts, promptTokens, responses, tokens);
            for (int time = -2; time < times; time++) {
                double start = processorSeconds();
                try (NDManager scope = policy.model().scope()) {
                    Policy.Pass pass = policy.forward(scope, rows, false);
                    float[] gradient = new float[rows.scored()];
                    java.util.Arrays.fill(gradient, 1f / rows.scored());
                    policy.backward(pass, scope.create(gradient), scope.create(new float[0]));
                }
                double middle = processorSeconds();
                policy.clipGradients(1);
                policy.update(new AdamW(0.9, 0.99, 1e-8, 0), 1e-5);
                double end = processorSeconds();
                if (time >= 0) {
                    passes[time] = middle - start;
                    updates[time] = end - middle;
                }
            }
        }
        java.util.Arrays.sort(passes);
        java.util.Arrays.sort(updates);
        double seconds = passes[times / 2];
        System.out.printf(
                Locale.ROOT,
                "passes %.3f s (%.3f to %.3f), update %.3f s, %.0f tokens/s, %s%n",
                seconds,
                passes[0],
                passes[times - 1],
                updates[times / 2],
                prompts * responses * (promptTokens + tokens) / seconds,
                Files.readAllLines(Path.of("/proc/self/status")).stream()
                        .filter(line -> line.startsWith("VmHWM"))
                        .findFirst()
                        .orElse(""));
    }

    private static TokenRows rows(int prompts, int promptTokens, int responses, int tokens) {
        SplittableRandom random = new SplittableRandom(1);
        TokenRows rows = new TokenRows();
        for (int prompt = 0; prompt < prompts; prompt++) {
            int[] start = random.ints(promptTokens, 0, 100).toArray();
            for (int response = 0; response < responses; response++) {
                boolean[] learned = new boolean[tokens];
                java.util.Arrays.fill(learned, true);
                rows.add(start, random.ints(tokens, 0, 100).toArray(), learned, 1);
            }
        }
        return rows;
    }

    /** Of all threads of this process, in user and in kernel mode. */
    private static double processorSeconds() throws Exception {
        String[] fields =
                Files.readString(Path.of("/proc/self/stat")).replaceFirst("^.*\\) ", "").split(" ");
        return (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) / 100.0;
    }
}
