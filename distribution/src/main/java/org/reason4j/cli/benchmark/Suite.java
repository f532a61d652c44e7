package org.reason4j.cli.benchmark;

import ai.djl.Device;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.reason4j.api.plugin.ConfigException;
import org.reason4j.cli.console.Columns;
import org.reason4j.cli.console.Json;
import org.reason4j.core.engine.model.BareProducts;
import org.reason4j.core.engine.model.LanguageModel;
import org.reason4j.core.engine.model.Precision;

/**
 * The rows of work that people have, one after the other, each beside the bare products that bound it.
 *
 * <p>A row is repeated some times after one repetition that does not count, with the bare products anew before each, so that both
 * meet the machine in one state.
 */
final class Suite {

    /** A second of one processor, in the heads of the table. */
    private static final String PROCESSOR_SECOND = "processor s";

    private final List<Work> rows;
    private final Path directory;
    private final Device device;
    private final Precision precision;
    private final Map<String, Path> models = new TreeMap<>();

    /**
     * Prepares to measure.
     *
     * @param rows names, patterns, or rows of one's own; all of the suite where there is none
     * @param directory where the models are written
     * @throws ConfigException if a row can't be read, or its shape is not known
     */
    Suite(List<String> rows, Path directory, Device device, Precision precision) {
        this.rows = SuiteRows.select(rows);
        this.directory = directory;
        this.device = device;
        this.precision = precision;
        this.rows.forEach(Suite::check);
    }

    /** Names of the rows. */
    static List<String> names(List<String> rows) {
        return SuiteRows.select(rows).stream().map(Work::text).toList();
    }

    /** Measures all rows and prints a line of a table for each. */
    void printTable(int turns, PrintWriter out) throws IOException {
        Columns table = new Columns();
        table.add(Figures.heads(byProcessor() ? PROCESSOR_SECOND : "s"));
        for (Work row : rows) {
            table.add(measured(row, turns).cells());
        }
        out.printf(
                Locale.ROOT,
                "%s on %s; medians of %s after one that does not count; train: forward and backward%n%n",
                precision.inWords(),
                device,
                turns == 1 ? "one repetition" : turns + " repetitions");
        out.print(table);
        out.flush();
    }

    /** Measures all rows and prints every repetition as JSON. */
    void printJson(int turns, PrintWriter out) throws IOException {
        ObjectNode root = Json.object().put("precision", precision.inWords()).put("device", device.toString());
        ArrayNode list = root.putArray("rows");
        for (Work row : rows) {
            list.add(measured(row, turns).json());
        }
        Json.print(root, out);
        out.flush();
    }

    /**
     * Takes turns with another program: waits for a line before every repetition, and answers with a line of JSON. It goes on to
     * the next row after the counted ones of a row, and ends where the lines do.
     */
    void takeTurns(int turns, BufferedReader lines, PrintWriter out) throws IOException {
        for (Work row : rows) {
            try (Task task = open(row)) {
                int times = BareProducts.repetitions(task.model(), row.productRows());
                for (int turn = 0; turn <= turns; turn++) {
                    if (Optional.ofNullable(lines.readLine()).isEmpty()) {
                        return;
                    }
                    ObjectNode answer = Figures.json(row, counted(row, task, times));
                    out.println(answer.put("counts", turn > 0));
                    out.flush();
                }
            }
        }
    }

    private Figures measured(Work row, int turns) throws IOException {
        try (Task task = open(row)) {
            int times = BareProducts.repetitions(task.model(), row.productRows());
            task.turn();
            Figures figures = new Figures(row, task.model().config(), byProcessor());
            for (int turn = 0; turn < turns; turn++) {
                figures.add(counted(row, task, times));
            }
            return figures;
        }
    }

    private Figures.Counted counted(Work row, Task task, int times) {
        LanguageModel model = task.model();
        Stopwatch watch = new Stopwatch();
        double gigaflop = BareProducts.run(model, row.productRows(), times);
        double seconds = byProcessor() ? watch.processorSeconds() : watch.seconds();
        return new Figures.Counted(task.turn(), gigaflop / seconds);
    }

    /** On a GPU, and where the system does not tell processors' time, the clock counts. */
    private boolean byProcessor() {
        return !device.isGpu() && Double.isFinite(new Stopwatch().processorSeconds());
    }

    private Task open(Work row) throws IOException {
        Path model = model(row.shape());
        return row.kind() == Work.Kind.ROLLOUT
                ? new RolloutTask(row, model, device, precision)
                : new TrainTask(row, model, device, precision);
    }

    private static void check(Work row) {
        ConfigException.check(
                RandomModel.shapes().contains(row.shape()),
                "--rows: '%s' is on the shape '%s', expected one of %s",
                row.text(),
                row.shape(),
                String.join(", ", RandomModel.shapes()));
        ConfigException.check(
                row.longest() <= RandomModel.POSITIONS,
                "--rows: a sequence of '%s' has %s tokens, but models of the suite have positions for %s",
                row.text(),
                row.longest(),
                RandomModel.POSITIONS);
    }

    private Path model(String shape) throws IOException {
        Path known = models.get(shape);
        if (known != null) {
            return known;
        }
        Path written = RandomModel.write("--rows", shape, directory.resolve(shape));
        models.put(shape, written);
        return written;
    }
}
