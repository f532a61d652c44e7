package org.reason4j.product.cluster;

import java.util.List;
import java.util.Locale;

/** The arithmetic of docs/how-to/run-on-a-cluster.md. */
final class ClusterArithmetic {

    static final int[] WORKERS = {1, 2, 4, 8, 16, 32, 64};

    private static final double[] GIGABITS = {10, 100, 400};
    private static final double USED = 0.7;
    private static final double OPERATIONS_PER_SECOND = 1e12;
    private static final double RESPONSES = 512;
    private static final double RESPONSE_TOKENS = 1000;
    private static final double PROMPT_TOKENS = 256;
    private static final int MICRO_BATCHES = 64;
    private static final int RANK = 64;
    private static final double MOST_SENT = 40e6;

    private ClusterArithmetic() {}

    /**
     * A model of the Qwen2.5 family, by its config.json.
     *
     * @param parameters number of weights
     * @param keys width of keys, and of values
     */
    record Model(String name, double parameters, int layers, int hidden, int keys, int intermediate) {

        static final List<Model> ALL = List.of(
                new Model("0.5B", 0.494e9, 24, 896, 128, 4864),
                new Model("1.5B", 1.544e9, 28, 1536, 256, 8960),
                new Model("7B", 7.616e9, 28, 3584, 512, 18944),
                new Model("32B", 32.76e9, 64, 5120, 1024, 27648));

        /** Numbers of adapters on q, k, v, o, gate, up and down: rank times the sum of both widths of each. */
        double adapter() {
            double attention = 2.0 * (hidden + hidden) + 2.0 * (hidden + keys);
            double feedForward = 3.0 * (hidden + intermediate);
            return RANK * layers * (attention + feedForward);
        }
    }

    static double adapterMillions(Model model) {
        return model.adapter() / 1e6;
    }

    static double rolloutSeconds(Model model, int workers) {
        double tokens = RESPONSES * (RESPONSE_TOKENS + PROMPT_TOKENS);
        return tokens * 2 * model.parameters() / (OPERATIONS_PER_SECOND * workers);
    }

    static double gradientSeconds(Model model, int workers) {
        double tokens = RESPONSES * (RESPONSE_TOKENS + PROMPT_TOKENS);
        boolean sent = model.adapter() <= MOST_SENT;
        double arithmetic =
                tokens * (sent ? 8 : 6) * model.parameters() / (OPERATIONS_PER_SECOND * (sent ? workers : 1));
        double network = sent ? MICRO_BATCHES * 4 * model.adapter() / driverBytesPerSecond() : 0;
        return arithmetic + network;
    }

    static double publishSeconds(Model model) {
        return 2 * 4 * model.adapter() / driverBytesPerSecond();
    }

    private static double driverBytesPerSecond() {
        return USED * GIGABITS[0] * 1e9 / 8;
    }

    static double stepSeconds(Model model, int workers) {
        return rolloutSeconds(model, workers) + gradientSeconds(model, workers) + publishSeconds(model);
    }

    /** Bytes and seconds at line rate. */
    static String bytes() {
        StringBuilder table =
                new StringBuilder("| | publication, GB | seconds | gradient, GB | all-reduce per machine, GB"
                        + " | seconds |\n|---|---|---|---|---|---|\n");
        for (Model model : Model.ALL) {
            row(table, model.name() + ", all weights", 2 * model.parameters(), 4 * model.parameters());
        }
        for (Model model : Model.ALL) {
            String name =
                    String.format(Locale.ROOT, "%s, adapters of %.1f million", model.name(), adapterMillions(model));
            row(table, name, 2 * model.adapter(), 4 * model.adapter());
        }
        return table.toString();
    }

    private static void row(StringBuilder table, String name, double published, double gradient) {
        double wire = 2.0 * 7 / 8 * gradient;
        table.append(String.format(
                        Locale.ROOT,
                        "| %s | %s | %s | %s | %s | %s |%n",
                        name,
                        number(published / 1e9),
                        seconds(published),
                        number(gradient / 1e9),
                        number(wire / 1e9),
                        seconds(wire))
                .replace("\r", ""));
    }

    private static String seconds(double bytes) {
        StringBuilder all = new StringBuilder();
        for (double gigabits : GIGABITS) {
            all.append(all.isEmpty() ? "" : " / ").append(number(bytes * 8 / (gigabits * 1e9)));
        }
        return all.toString();
    }

    /** Gigabytes of a process. */
    static String memory() {
        StringBuilder table =
                new StringBuilder("| | writes rollouts | trains adapters | trains all weights |\n|---|---|---|---|\n");
        for (Model model : Model.ALL) {
            double billions = model.parameters() / 1e9;
            table.append("| ")
                    .append(model.name())
                    .append(" | ")
                    .append(number(6 * billions))
                    .append(" | ")
                    .append(number(6 * billions + 20 * model.adapter() / 1e9))
                    .append(" | ")
                    .append(number(22 * billions))
                    .append(" |\n");
        }
        return table.toString();
    }

    /** Seconds per step. */
    static String seconds() {
        StringBuilder table = new StringBuilder("| workers |");
        Model.ALL.forEach(model -> table.append(' ').append(model.name()).append(" |"));
        table.append("\n|---|---|---|---|---|\n");
        for (int workers : WORKERS) {
            table.append("| ").append(workers).append(" |");
            for (Model model : Model.ALL) {
                table.append(' ').append(number(stepSeconds(model, workers))).append(" |");
            }
            table.append('\n');
        }
        return table.toString();
    }

    /** Three significant digits. */
    private static String number(double value) {
        int decimals = Math.max(0, 2 - (int) Math.floor(Math.log10(value)));
        return String.format(Locale.ROOT, "%." + decimals + "f", value);
    }
}
