package org.reason4j.cli.benchmark;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import org.reason4j.cli.console.Json;
import org.reason4j.core.formats.huggingface.ModelConfig;

/** What the repetitions of a row came to. */
final class Figures {

    private static final double GIGA = 1e9;

    /**
     * A repetition with the bare products before it.
     *
     * @param bare GFLOP/s of the bare products, in seconds as those of the work are counted
     */
    record Counted(Turn turn, double bare) {}

    private final Work work;
    private final boolean byProcessor;
    private final double gigaflops;
    private final List<Counted> turns = new ArrayList<>();

    /**
     * Begins without a repetition.
     *
     * @param byProcessor whether rates count seconds of processors, as on a CPU that others use, too; by the clock otherwise
     */
    Figures(Work work, ModelConfig config, boolean byProcessor) {
        this.work = work;
        this.byProcessor = byProcessor;
        this.gigaflops = gigaflops(work, config);
    }

    /**
     * Multiply-adds of the work's products times two, in units of 1e9: forward, and twice as many for gradients, of which those
     * of the weights are not needed where adapters are trained. A shared prompt counts once, and attention does not.
     */
    private static double gigaflops(Work work, ModelConfig config) {
        long layers = config.tensors().stream()
                .filter(tensor -> tensor.name().contains("layers.") && tensor.shape().length > 1)
                .mapToLong(tensor -> tensor.elements())
                .sum();
        long head = (long) config.vocabularySize() * config.hiddenSize();
        long written = (long) work.size() * work.response();
        double forward = 2.0 * (layers * (work.promptTokens() + written) + head * written) / GIGA;
        if (work.kind() == Work.Kind.ROLLOUT) {
            return forward;
        }
        return forward * (work.lora().isPresent() ? 2 : 3);
    }

    void add(Counted counted) {
        turns.add(counted);
    }

    private double cost(Turn turn) {
        return byProcessor ? turn.processorSeconds() : turn.seconds();
    }

    private double rate(Counted counted) {
        return work.tokens() / cost(counted.turn());
    }

    private double median(ToDoubleFunction<Counted> number) {
        double[] sorted = turns.stream().mapToDouble(number).sorted().toArray();
        return sorted[sorted.length / 2];
    }

    /** A line of the table; {@link #HEADS} has its heads. */
    String[] cells() {
        double[] rates = turns.stream().mapToDouble(this::rate).sorted().toArray();
        return new String[] {
            work.text(),
            number(median(each -> work.tokens() / each.turn().seconds())),
            number(median(this::rate)),
            turns.size() == 1 ? "" : number(rates[0]) + " to " + number(rates[rates.length - 1]),
            number(median(each -> gigaflops / cost(each.turn()))),
            number(median(Counted::bare)),
            String.format(Locale.ROOT, "%.0f %%", 100 * median(each -> gigaflops / cost(each.turn()) / each.bare())),
            work.kind() == Work.Kind.ROLLOUT
                    ? ""
                    : String.format(
                            Locale.ROOT, "%.2f", median(each -> each.turn().updateSeconds()))
        };
    }

    /** Heads of the table; {@code second} says which seconds are meant. */
    static String[] heads(String second) {
        return new String[] {
            "row", "tokens/s", "tokens/" + second, "from to", "GFLOP/" + second, "bare products", "share", "update s"
        };
    }

    /** Three digits, whole numbers from 100 on. */
    private static String number(double value) {
        return String.format(Locale.ROOT, value >= 100 ? "%.0f" : value >= 10 ? "%.1f" : "%.2f", value);
    }

    /** All repetitions and their medians. */
    ObjectNode json() {
        ObjectNode node = describe(work).put("gigaflop", gigaflops);
        put(
                node,
                "tokens_per_second",
                median(each -> work.tokens() / each.turn().seconds()));
        put(
                node,
                "tokens_per_processor_second",
                median(each -> work.tokens() / each.turn().processorSeconds()));
        put(node, "gigaflop_per_second", median(each -> gigaflops / cost(each.turn())));
        put(node, "bare_gigaflop_per_second", median(Counted::bare));
        put(node, "share_of_bare", median(each -> gigaflops / cost(each.turn()) / each.bare()));
        ArrayNode list = node.putArray("turns");
        turns.forEach(each -> add(list.addObject(), each));
        return node;
    }

    /** One repetition by itself. */
    static ObjectNode json(Work work, Counted counted) {
        ObjectNode node = describe(work);
        add(node, counted);
        return node;
    }

    private static ObjectNode describe(Work work) {
        return Json.object()
                .put("row", work.text())
                .put("tokens", work.tokens())
                .put("sequences", work.size());
    }

    private static void add(ObjectNode node, Counted counted) {
        Turn turn = counted.turn();
        put(node, "seconds", turn.seconds());
        put(node, "processor_seconds", turn.processorSeconds());
        if (turn.updateSeconds() > 0) {
            put(node, "update_seconds", turn.updateSeconds());
            put(node, "update_processor_seconds", turn.updateProcessorSeconds());
        }
        put(node, "bare_gigaflop_per_second", counted.bare());
    }

    /** Leaves out what is not known. */
    private static void put(ObjectNode node, String name, double value) {
        if (Double.isFinite(value)) {
            node.put(name, value);
        }
    }
}
