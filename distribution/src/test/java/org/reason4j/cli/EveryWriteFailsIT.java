package org.reason4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.reason4j.core.formats.file.DurableFiles;
import org.reason4j.core.formats.file.FaultyDisk;
import org.reason4j.product.LetterRun;

/**
 * A run again and again: each time another call that changes something on the disk fails, every fifth of them or less
 * often. Every such run ends with a message and status 1, and is resumed to the end of one that was left alone.
 */
class EveryWriteFailsIT {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final FaultyDisk disk = new FaultyDisk();
    private final PrintStream console = System.out;
    private final List<String> wrong = new ArrayList<>();

    @TempDir
    private Path directory;

    private Path recipe;
    private Path alone;
    private Path output;

    @BeforeEach
    void silence() {
        System.setOut(new PrintStream(OutputStream.nullOutputStream(), true, StandardCharsets.UTF_8));
        alone = directory.resolve("alone");
        output = directory.resolve("run");
    }

    @AfterEach
    void giveTheConsoleBack() {
        System.setOut(console);
    }

    @Test
    @Timeout(value = 30, unit = TimeUnit.MINUTES)
    void aRunThatFailsAtAnyCallTellsAndIsResumedToTheSameEnd() throws IOException {
        write("optimizer: grpo", "training: {steps: 2, promptsPerStep: 2, learningRate: 1e-2}");
        tryEvery(5);
    }

    @Test
    @Timeout(value = 60, unit = TimeUnit.MINUTES)
    void soDoesOneThatHasACriticAndASupervisedStageAndSamplesAhead() throws IOException {
        write(
                "supervised: {data: %s, steps: 1, batchSize: 2, learningRate: 1e-3}".formatted(dataset()),
                "optimizer: {name: ppo, config: {critic: {learningRate: 1e-2}}}",
                "training: {steps: 2, promptsPerStep: 2, learningRate: 1e-2, staleness: 1}");
        tryEvery(40);
    }

    /** Tries every this many calls, from a random one on; all with {@code -Dreason4j.faults.stride=1}. */
    private void tryEvery(int calls) throws IOException {
        int stride = Integer.getInteger("reason4j.faults.stride", calls);
        long seed = Long.getLong("reason4j.faults.seed", System.currentTimeMillis());
        console.println("reason4j.faults.seed=" + seed);
        tryCalls(1 + (int) Math.floorMod(seed, (long) stride), stride);
    }

    private void write(String... sections) throws IOException {
        Path tiny = Path.of("../core/fixtures/tiny").toAbsolutePath();
        List<String> rows = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            rows.add("{\"prompt\": \"%d+1=\", \"answer\": \"%d\", \"response\": \"%d\"}".formatted(i, i + 1, i + 1));
        }
        Files.write(data(), rows);
        List<String> lines = new ArrayList<>(List.of(
                "seed: 3",
                "device: cpu",
                "model: {create: {config: %s/config.json, tokenizer: %s}}".formatted(tiny, tiny),
                "data: {train: %s, evaluation: %s}".formatted(dataset(), dataset()),
                "rollout: {groupSize: 2, maxTokens: 3}",
                "rewards: [numeric-answer, random]",
                "evaluation: {every: 1, limit: 2, samples: 1, k: [1]}",
                "checkpoints: {every: 1, keepLast: 1}",
                "trackers: [jsonl, completions, tensorboard, report]"));
        lines.addAll(List.of(sections));
        recipe = Files.write(directory.resolve("recipe.yaml"), lines);
    }

    private Path data() {
        return directory.resolve("data.jsonl");
    }

    private String dataset() {
        return "{name: jsonl, config: {path: " + data() + ", response: response}}";
    }

    private void tryCalls(int first, int stride) throws IOException {
        assertThat(train(alone).err()).isEmpty();
        int calls = disk.calls().size();
        int tried = 0;
        while (fails(first + tried * stride)) {
            tried++;
        }
        console.printf("%d of about %d calls failed%n", tried, calls);
        assertThat(tried).isGreaterThan(calls / stride / 2);
        assertThat(wrong).as("of %s calls", tried).isEmpty();
    }

    /** Lets a call fail and resumes; false if the run ended before it came to that call. */
    private boolean fails(int call) throws IOException {
        FaultyDisk.Fault fault = FaultyDisk.Fault.values()[call % FaultyDisk.Fault.values().length];
        disk.failAt(call, fault);
        CommandTester.Outcome stopped = train(output);
        List<String> calls = disk.calls();
        if (calls.size() < call) {
            require(stopped.exitCode() == 0, "undisturbed: " + stopped);
        } else {
            String where = call + " (" + calls.get(call - 1) + ", " + fault + "): ";
            require(stopped.exitCode() == 1 && isMessage(stopped.err(), fault, output), where + stopped);
            disk.heal();
            require(
                    fault == FaultyDisk.Fault.BROKEN
                            || calls.get(call - 1).startsWith("delete")
                            || begun(output).isEmpty(),
                    where + "left behind: " + begun(output));
            CommandTester.Outcome resumed = train(output, "--resume");
            require(resumed.exitCode() == 0 && resumed.err().isEmpty(), where + "resumed: " + resumed);
            compare(where);
        }
        DurableFiles.deleteTree(output);
        return calls.size() >= call;
    }

    private void require(boolean condition, String otherwise) {
        if (!condition) {
            wrong.add(otherwise);
        }
    }

    private static boolean isMessage(String text, FaultyDisk.Fault fault, Path output) {
        String first = text.lines().findFirst().orElse("");
        return first.matches("Can't (write|delete|copy|lock) .*")
                && first.contains(output.toString())
                && first.endsWith(": " + fault.reason())
                && !text.contains("Exception")
                && !text.contains("\tat ");
    }

    private void compare(String where) throws IOException {
        if (Files.exists(output.resolve("summary.json"))) {
            require(weights(output).equals(weights(alone)), where + "other weights");
            require(metrics(output).equals(metrics(alone)), where + "other metrics");
            require(files(output).equals(files(alone)), where + "other files: " + files(output));
        }
    }

    private CommandTester.Outcome train(Path where, String... further) {
        List<Object> arguments = new ArrayList<>(List.of("train", recipe, "--output", "faulty:" + where));
        arguments.addAll(List.of(further));
        return CommandTester.run(
                text -> text.startsWith("faulty:")
                        ? disk.path(Path.of(text.substring("faulty:".length())))
                        : Path.of(text),
                arguments.toArray());
    }

    private static String weights(Path run) throws IOException {
        return JSON.readTree(Files.readString(run.resolve("summary.json")))
                .path("weights_sha256")
                .asText();
    }

    private static List<Map<String, String>> metrics(Path run) throws IOException {
        List<Map<String, String>> steps = new ArrayList<>();
        for (String line : Files.readAllLines(run.resolve("metrics.jsonl"))) {
            steps.add(LetterRun.functionsOfTheRecipe(JSON.readTree(line)));
        }
        return steps;
    }

    /** Directories of checkpoints that were begun and not completed. */
    private static List<String> begun(Path run) throws IOException {
        Path checkpoints = run.resolve("checkpoints");
        if (!Files.exists(checkpoints)) {
            return List.of();
        }
        try (Stream<Path> entries = Files.list(checkpoints)) {
            return entries.map(entry -> entry.getFileName().toString())
                    .filter(name -> name.endsWith(".partial"))
                    .toList();
        }
    }

    /** Every file of a run; TensorBoard's have the time in their names, and each start of a run adds one. */
    private static TreeSet<String> files(Path run) throws IOException {
        try (Stream<Path> files = Files.walk(run)) {
            return files.map(file -> run.relativize(file).toString())
                    .filter(name -> !name.contains("tfevents"))
                    .collect(TreeSet::new, TreeSet::add, TreeSet::addAll);
        }
    }
}
