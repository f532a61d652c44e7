package org.reason4j.cli;

import static org.reason4j.api.plugin.ConfigException.check;

import ai.djl.Device;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.reason4j.cli.console.Columns;
import org.reason4j.cli.console.Json;
import org.reason4j.core.engine.model.LanguageModel;
import org.reason4j.core.engine.model.Precision;
import org.reason4j.core.engine.model.TokenRows;
import org.reason4j.core.formats.huggingface.HubCache;
import org.reason4j.core.formats.huggingface.ModelConfig;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code reason4j logprobs}: how likely a model finds given tokens, to compare with other implementations. */
@Command(
        name = "logprobs",
        description = "Prints the log-probability of every token after the first, at temperature 1.")
final class LogprobsCommand implements Runnable {

    /** Tokens in one pass, padding included; a longer sequence has one for itself. */
    private static final int TOKENS_PER_PASS = 8192;

    @Option(
            names = "--model",
            required = true,
            paramLabel = "DIR",
            description = "A model directory, or a downloaded model's name on the Hub.")
    private Path model;

    @Option(
            names = "--ids",
            required = true,
            paramLabel = "1,2,3[;4,5,6]",
            description = "Token ids; a semicolon starts another sequence.")
    private String ids;

    @Option(
            names = "--dtype",
            paramLabel = "TYPE",
            defaultValue = "float32",
            description = "Number format of matrix products: float32, bfloat16, or auto for bfloat16 where the machine"
                    + " computes in it. Default: ${DEFAULT-VALUE}.")
    private String dtype;

    @Option(
            names = "--device",
            paramLabel = "DEVICE",
            defaultValue = "auto",
            description = "auto, cpu or cuda:N. Default: ${DEFAULT-VALUE}.")
    private String device;

    @Option(names = "--json", description = "Print JSON: a list of numbers per sequence under 'logprobs'.")
    private boolean json;

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        check(
                List.of("float32", "bfloat16", "auto").contains(dtype),
                "--dtype is '%s', expected float32, bfloat16 or auto",
                dtype);
        List<int[]> sequences = parse(ids);
        model = HubCache.ofProcess().model(model);
        requireFit(sequences, ModelConfig.read(model));
        List<float[]> scores = score(sequences);
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            ObjectNode root = Json.object();
            ArrayNode lists = root.putArray("logprobs");
            for (float[] row : scores) {
                ArrayNode list = lists.addArray();
                for (float score : row) {
                    list.add(score);
                }
            }
            out.println(root);
        } else {
            print(sequences, scores, out);
        }
        out.flush();
    }

    private static void print(List<int[]> sequences, List<float[]> scores, PrintWriter out) {
        for (int i = 0; i < sequences.size(); i++) {
            out.println("sequence " + (i + 1));
            Columns columns = new Columns();
            columns.add("  position", "id", "logprob");
            double sum = 0;
            for (int t = 1; t < sequences.get(i).length; t++) {
                float score = scores.get(i)[t - 1];
                columns.add("  " + t, Integer.toString(sequences.get(i)[t]), Float.toString(score));
                sum += score;
            }
            columns.add("  sum", "", Float.toString((float) sum));
            out.print(columns);
        }
    }

    private static List<int[]> parse(String text) {
        List<int[]> sequences = new ArrayList<>();
        for (String sequence : text.split(";", -1)) {
            int number = sequences.size() + 1;
            int[] parsed = TokenIds.parse(sequence, " in sequence " + number);
            check(
                    parsed.length >= 2,
                    "--ids: sequence %s has %s ids, expected at least 2: the first one has nothing before it",
                    number,
                    parsed.length);
            sequences.add(parsed);
        }
        return sequences;
    }

    private static void requireFit(List<int[]> sequences, ModelConfig config) {
        for (int i = 0; i < sequences.size(); i++) {
            int largest = Arrays.stream(sequences.get(i)).max().orElseThrow();
            check(
                    largest < config.vocabularySize(),
                    "--ids: found %s in sequence %s, expected ids from 0 to %s, where the vocabulary of %s ends",
                    largest,
                    i + 1,
                    config.vocabularySize() - 1,
                    config.source());
            check(
                    sequences.get(i).length <= config.maxPositions(),
                    "--ids: sequence %s has %s ids, but the longest that %s allows (max_position_embeddings) has %s",
                    i + 1,
                    sequences.get(i).length,
                    config.source(),
                    config.maxPositions());
        }
    }

    private List<float[]> score(List<int[]> sequences) {
        Device on = Precision.device(device);
        List<float[]> scores = new ArrayList<>();
        try (LanguageModel loaded = LanguageModel.load(model, on, Precision.of(dtype, on))) {
            int first = 0;
            while (first < sequences.size()) {
                TokenRows rows = new TokenRows();
                int next = first;
                int width = 0;
                while (next < sequences.size()) {
                    width = Math.max(width, sequences.get(next).length);
                    if (next > first && (long) width * (next - first + 1) > TOKENS_PER_PASS) {
                        break;
                    }
                    int[] sequence = sequences.get(next++);
                    boolean[] scored = new boolean[sequence.length];
                    Arrays.fill(scored, 1, scored.length, true);
                    rows.add(sequence, scored);
                }
                float[] all = loaded.score(rows).logprobs();
                int from = 0;
                for (int[] sequence : sequences.subList(first, next)) {
                    scores.add(Arrays.copyOfRange(all, from, from + sequence.length - 1));
                    from += sequence.length - 1;
                }
                first = next;
            }
        }
        return scores;
    }
}
