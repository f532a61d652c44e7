import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.reason4j.reward.code.run.RunLimits;
import org.reason4j.reward.code.run.Verdict;
import org.reason4j.reward.code.run.Workshop;
import org.reason4j.reward.code.sandbox.Mechanisms;
import org.reason4j.reward.code.suite.Comparison;
import org.reason4j.reward.code.suite.Language;
import org.reason4j.reward.code.suite.SuiteReader;
import org.reason4j.reward.code.suite.TestSuite;

/**
 * Runs programs with three tests each and prints programs per second of the clock and per second of all processors' time: of the
 * first one with all that is started and tried before it (cold), then of many, twice (warm).
 *
 * <pre>java -cp 'REASON4J/lib/*:REASON4J/plugins/*' docs/benchmarks/CodeExecution.java [MECHANISM [PROGRAMS [PARALLEL [COUNTER]]]]</pre>
 *
 * <p>The processors' time is that of the whole machine, from {@code /proc/stat}, so run it where nothing else runs; or that of the
 * control group whose {@code cpuacct.usage} or {@code cpu.stat} is the last argument.
 */
public final class CodeExecution {

    private static final Map<Language, String> PROGRAMS = Map.of(
            Language.PYTHON,
            "a, b = map(int, input().split())\nprint(a + b + 0 * NUMBER)",
            Language.JAVASCRIPT,
            "const [a, b] = require('fs').readFileSync(0, 'utf8').split(' ').map(Number); console.log(a + b + 0 * NUMBER)",
            Language.SHELL,
            "read a b; echo $((a + b + 0 * NUMBER))",
            Language.JAVA,
            "import java.util.*; public class Main { public static void main(String[] x) { Scanner s = new Scanner(System.in);"
                    + " System.out.println(s.nextInt() + s.nextInt() + 0 * NUMBER); } }");

    private static final Map<String, ?> TESTS = Map.of(
            "tests", Map.of("inputs", List.of("1 2", "30 4", "5 -6"), "outputs", List.of("3", "34", "-1")));

    private CodeExecution() {}

    public static void main(String[] arguments) throws Exception {
        Mechanisms.Choice choice = Mechanisms.Choice.valueOf(arguments.length > 0 ? arguments[0] : "AUTO");
        int programs = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 100;
        int parallel = arguments.length > 2 ? Integer.parseInt(arguments[2]) : 1;
        Path counter = Path.of(arguments.length > 3 ? arguments[3] : "/proc/stat");
        System.out.printf("%-12s %-8s %18s %26s%n", "language", "state", "programs/second", "programs/second and core");
        for (Language language : Language.values()) {
            RunLimits limits = new RunLimits(Duration.ofSeconds(20), Duration.ofSeconds(60), 512, 32, 16, 1 << 20);
            Workshop.Order order = new Workshop.Order(
                    List.of(language),
                    choice,
                    limits,
                    new Comparison(Comparison.Outputs.LINES, 0),
                    "python3",
                    "node",
                    "",
                    parallel,
                    "code-tests");
            double busy = busySeconds(counter);
            long start = System.nanoTime();
            try (Workshop workshop = Workshop.open(order)) {
                print(language, "cold", 1, (System.nanoTime() - start) / 1e9, busySeconds(counter) - busy);
                measure(workshop, language, "warm", programs, parallel, programs, counter);
                measure(workshop, language, "warm", programs, parallel, 2 * programs, counter);
            }
        }
    }

    private static void measure(
            Workshop workshop, Language language, String state, int programs, int parallel, int first, Path counter)
            throws Exception {
        TestSuite suite = SuiteReader.read("tests", TESTS);
        ExecutorService threads = Executors.newFixedThreadPool(parallel);
        double busy = busySeconds(counter);
        long start = System.nanoTime();
        List<Future<List<Verdict>>> all = IntStream.range(first, first + programs)
                .mapToObj(i -> threads.submit(() -> workshop.run(
                        language, PROGRAMS.get(language).replace("NUMBER", String.valueOf(i)), suite, true)))
                .toList();
        for (Future<List<Verdict>> one : all) {
            if (!one.get().stream().allMatch(Verdict.PASSED::equals)) {
                throw new IllegalStateException(language + ": " + one.get());
            }
        }
        double seconds = (System.nanoTime() - start) / 1e9;
        double cores = busySeconds(counter) - busy;
        threads.shutdown();
        print(language, state, programs, seconds, cores);
    }

    private static void print(Language language, String state, int programs, double seconds, double cores) {
        System.out.printf("%-12s %-8s %18.1f %26.1f%n", language, state, programs / seconds, programs / cores);
    }

    /** Time of processors, but for idling. */
    private static double busySeconds(Path counter) throws Exception {
        List<String> lines = Files.readAllLines(counter);
        String[] fields = lines.get(0).trim().split("\\s+");
        if (fields[0].equals("cpu")) {
            return IntStream.of(1, 2, 3, 6, 7).mapToLong(i -> Long.parseLong(fields[i])).sum() / 100.0;
        }
        return fields[0].equals("usage_usec") ? Long.parseLong(fields[1]) / 1e6 : Long.parseLong(fields[0]) / 1e9;
    }
}
