package org.reason4j.core.engine.serve.weights;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/** What a server has done since its start, in the text format of Prometheus, version 0.0.4. Safe for use by many threads. */
public final class ServerCounters {

    private final LongAdder answered = new LongAdder();
    private final LongAdder refused = new LongAdder();
    private final LongAdder responses = new LongAdder();
    private final LongAdder promptTokens = new LongAdder();
    private final LongAdder responseTokens = new LongAdder();

    /** Counts an answer to a request for completions. */
    public void answered(int number, long read, long written) {
        answered.increment();
        responses.add(number);
        promptTokens.add(read);
        responseTokens.add(written);
    }

    /** Counts a request for completions that was not answered. */
    public void refused() {
        refused.increment();
    }

    /**
     * All numbers.
     *
     * @param open responses that are written or wait
     */
    public String text(ServedModels models, int open) {
        Map<String, Long> counters = new LinkedHashMap<>();
        counters.put("requests_answered", answered.sum());
        counters.put("requests_refused", refused.sum());
        counters.put("responses", responses.sum());
        counters.put("prompt_tokens", promptTokens.sum());
        counters.put("prompt_tokens_reused", models.reusedTokens());
        counters.put("response_tokens", responseTokens.sum());
        counters.put("weight_updates", models.updates());
        Map<String, Long> gauges = new LinkedHashMap<>();
        gauges.put("responses_open", (long) open);
        gauges.put("adapters", models.names().size() - 1L);
        gauges.put("paused", models.isPaused() ? 1L : 0L);
        StringBuilder text = new StringBuilder();
        counters.forEach((name, value) -> append(text, name + "_total", "counter", value));
        gauges.forEach((name, value) -> append(text, name, "gauge", value));
        return text.toString();
    }

    private static void append(StringBuilder text, String name, String type, long value) {
        text.append(String.format(
                        Locale.ROOT, "# TYPE reason4j_serve_%s %s%nreason4j_serve_%s %d%n", name, type, name, value)
                .replace("\r", ""));
    }
}
