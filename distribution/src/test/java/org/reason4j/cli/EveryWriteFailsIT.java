package org.reason4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
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

/**
 * A small run with everything that writes files, again and again: each time the next call that changes something on the disk
 * fails. Every such run ends with a message and status 1, and is resumed to the end of one that was left alone.
 */
class EveryWriteFailsIT {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** What two runs with the same recipe may differ in. */
    private static final String TIMES = "(time|throughput|memory)/.*|rollout/tokens_(computed|unique)";

    private final FaultyDisk disk = new FaultyDisk();
    private final PrintStream console = System.out;

    @TempDir
    private Path directory;

    private Path recipe;

    @BeforeEach
    void write() throws IOException {
        System.setOut(new PrintStream(OutputStream.nullOutputStream(), true, StandardCharsets.UTF_8));
        Path tiny = Path.of("../core/fixtures/tiny").toAbsolutePath();
        Path data = directory.resolve("data.jsonl");
        List<String> rows = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            rows.add("{\"prompt\": \"%d+1=\", \"answer\": \"%d\", \"response\": \"%d\"}".formatted(i, i + 1, i + 1));
        }
        Files.write(data, rows);
        String dataset = "{name: jsonl, config: {path: " + data + ", response: response}}";
        recipe = Files.writeString(
                directory.resolve("recipe.yaml"), """
                seed: 3
                device: cpu
                model: {create: {config: %s/config.json, tokenizer: %s}}
                data: {train: %s, evaluation: %s}
                supervised: {data: %s, steps: 1, batchSize: 2, learningRate: 1e-3}
                rollout: {groupSize: 2, maxTokens: 3}
                rewards: [numeric-answer, random]
                optimizer: {name: ppo, config: {critic: {learningRate: 1e-2}}}
                training: {steps: 2, promptsPerStep: 2, learningRate: 1e-2, staleness: 1}
                evaluation: {every: 1, limit: 2, samples: 1, k: [1]}
                checkpoints: {every: 1, keepLast: 1}
                trackers: [jsonl, completions, tensorboard, report]
                """.formatted(tiny, tiny, dataset, dataset, dataset));
    }

    @AfterEach
    void giveTheConsoleBack() {
        System.setOut(console);
    }

    @Test
    @Timeout(value = 20, unit = TimeUnit.MINUTES)
    void aRunWhoseDiskFailsAtAnyCallEndsWithAMessageAndIsResumedToTheSameEnd() throws IOException {
        Path alone = directory.resolve("alone");
        assertThat(train(alone).err()).isEmpty();
        int expected = disk.calls().size();
        List<String> wrong = new ArrayList<>();
        int call = 1;
        while (fails(call, alone, wrong)) {
            call++;
        }
        console.printf("%d calls, %d of an undisturbed run%n", call - 1, expected);
        assertThat(wrong).as("of " + (call - 1) + " calls").isEmpty();
    }

    /** Lets a call fail and resumes; false if the run ended before it came to that call. */
    private boolean fails(int call, Path alone, List<String> wrong) throws IOException {
        Path output = directory.resolve("run");
        FaultyDisk.Fault fault = FaultyDisk.Fault.values()[call % FaultyDisk.Fault.values().length];
        disk.failAt(call, fault);
        CommandTester.Outcome stopped = train(output);
        boolean reached = disk.calls().size() >= call;
        if (reached) {
            String where = call + " (" + disk.calls().get(call - 1) + ", " + fault + "): ";
            if (stopped.exitCode() != 1 || !isMessage(stopped.err(), fault, output)) {
                wrong.add(where + "status " + stopped.exitCode() + ", " + stopped.err());
            }
            disk.heal();
            CommandTester.Outcome resumed = train(output, "--resume");
            if (resumed.exitCode() == 0 && resumed.err().isEmpty()) {
                compare(where, output, alone, wrong);
            } else {
                wrong.add(where + "resumed with status " + resumed.exitCode() + ", " + resumed.err());
            }
        }
        DurableFiles.deleteTree(output);
        return reached;
    }

    private static boolean isMessage(String text, FaultyDisk.Fault fault, Path output) {
        String first = text.lines().findFirst().orElse("");
        return first.matches("Can't (write|delete|copy|lock) .*")
                && first.contains(output.toString())
                && first.endsWith(": " + fault.reason())
                && !text.contains("Exception")
                && !text.contains("\tat ");
    }

    private static void compare(String where, Path output, Path alone, List<String> wrong) throws IOException {
        if (!weights(output).equals(weights(alone))) {
            wrong.add(where + "other weights");
        }
        if (!metrics(output).equals(metrics(alone))) {
            wrong.add(where + "other metrics");
        }
        if (!files(output).equals(files(alone))) {
            wrong.add(where + "other files: " + files(output));
        }
    }

    private CommandTester.Outcome train(Path output, String... further) {
        List<Object> arguments = new ArrayList<>(List.of("train", recipe, "--output", "faulty:" + output));
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

    private static List<JsonNode> metrics(Path run) throws IOException {
        List<JsonNode> steps = new ArrayList<>();
        for (String line : Files.readAllLines(run.resolve("metrics.jsonl"))) {
            ObjectNode step = (ObjectNode) JSON.readTree(line);
            List<String> times = new ArrayList<>();
            step.fieldNames().forEachRemaining(times::add);
            times.removeIf(name -> !name.matches(TIMES));
            steps.add(step.remove(times));
        }
        return steps;
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
