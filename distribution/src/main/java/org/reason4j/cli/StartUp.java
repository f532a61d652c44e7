package org.reason4j.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.reason4j.core.host.plugin.LoadTimes;

/** Where the time goes from the start of the process until a command can open a model, and what a model adds to that. */
final class StartUp {

    private static final String PYTORCH = "PyTorch's natives";
    private static final String TOKENIZERS = "tokenizers' natives";

    private static volatile long main; // milliseconds since the epoch; 0 where nobody called the main method

    private final Map<String, Long> before = new LinkedHashMap<>();
    private final Map<String, Long> model = new LinkedHashMap<>();

    /** Begins as a command begins. */
    StartUp() {
        if (main > 0) {
            before.put("JVM", main - ManagementFactory.getRuntimeMXBean().getStartTime());
            before.put("command line", System.currentTimeMillis() - main);
        }
    }

    /** Notes that the main method begins. */
    static void mainBegins() {
        main = System.currentTimeMillis();
    }

    /** Notes how long plugins took. */
    void plugins(LoadTimes times) {
        before.put("engines found", times.engines().toMillis());
        before.put("plugins found and hashed", times.search().toMillis());
        before.put("plugins registered", times.registration().toMillis());
    }

    /** Times the loading of PyTorch. */
    <T> T pytorch(Callable<T> load) throws Exception {
        return timed(PYTORCH, load);
    }

    /** Times the loading of the tokenizers. */
    <T> T tokenizers(Callable<T> load) throws Exception {
        return timed(TOKENIZERS, load);
    }

    private <T> T timed(String part, Callable<T> load) throws Exception {
        long begin = System.nanoTime();
        try {
            return load.call();
        } finally {
            model.put(part, Duration.ofNanos(System.nanoTime() - begin).toMillis());
        }
    }

    /** All of it in a sentence. */
    String text() {
        return sum(before) + " ms before a model is opened: " + list(before) + "; then " + list(model) + "; "
                + classes() + " classes";
    }

    /** The parts in milliseconds. */
    void json(ObjectNode target) {
        ObjectNode parts = target.putObject("beforeModel");
        before.forEach(parts::put);
        ObjectNode later = target.putObject("model");
        model.forEach(later::put);
        target.put("classes", classes());
    }

    private static long classes() {
        return ManagementFactory.getClassLoadingMXBean().getTotalLoadedClassCount();
    }

    private static long sum(Map<String, Long> parts) {
        return parts.values().stream().mapToLong(Long::longValue).sum();
    }

    private static String list(Map<String, Long> parts) {
        return parts.entrySet().stream()
                .map(part -> part.getKey() + " " + part.getValue())
                .collect(Collectors.joining(", "));
    }
}
