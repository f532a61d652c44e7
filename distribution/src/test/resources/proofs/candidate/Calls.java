package proofs.candidate;

import java.util.Map;
import org.reason4j.api.plugin.Stateful;
import org.reason4j.api.track.Metrics;

/** What the components of this plugin share: who was called in a step, and how often any was called in the whole run. */
final class Calls implements Stateful {

    private final Metrics metrics;
    private long total;

    Calls(Metrics metrics) {
        this.metrics = metrics;
    }

    synchronized void of(String kind) {
        total++;
        metrics.add("candidate/" + kind, 1);
        metrics.mean("candidate/total", total);
    }

    @Override
    public synchronized Map<String, Object> state() {
        return Map.of("total", total);
    }

    @Override
    public synchronized void restore(Map<String, Object> state) {
        total = ((Number) state.get("total")).longValue();
    }
}
