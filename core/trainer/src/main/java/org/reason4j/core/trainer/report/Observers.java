package org.reason4j.core.trainer.report;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.reason4j.api.data.Credit;
import org.reason4j.api.data.ScoredGroup;
import org.reason4j.api.guard.Alarm;
import org.reason4j.api.plugin.Stateful;
import org.reason4j.api.track.Measurement;
import org.reason4j.api.track.RunEnd;
import org.reason4j.api.track.Tracker;
import org.reason4j.core.formats.file.DurableFiles;
import org.reason4j.core.formats.file.JsonValue;
import org.reason4j.core.host.plugin.Guard;
import org.reason4j.core.trainer.checkpoint.CheckpointPart;
import org.reason4j.core.trainer.checkpoint.ComponentStates;

/** All trackers of a run, with the state of those that have some. */
public final class Observers implements CheckpointPart, AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String FILE = "trackers.json";

    private final Map<String, Tracker> trackers = new LinkedHashMap<>(); // by name; the second of a name is "name 2"
    private final Set<String> lent = new HashSet<>(); // names of trackers that their owner closes
    private int lastStep;

    /** Trackers without names, whose state is not kept. */
    public Observers(List<Tracker> trackers) {
        trackers.forEach(tracker -> add("", tracker));
    }

    /** Adds a tracker behind the others. */
    public void add(String name, Tracker tracker) {
        trackers.put(free(name), tracker);
    }

    /** Adds a tracker behind the others that watches several runs: its owner closes it. */
    public void lend(String name, Tracker tracker) {
        String key = free(name);
        lent.add(key);
        trackers.put(key, tracker);
    }

    private String free(String name) {
        String key = name;
        for (int i = 2; trackers.containsKey(key); i++) {
            key = name + " " + i;
        }
        return key;
    }

    /** The last step that was completed; 0 for none. */
    public int lastStep() {
        return lastStep;
    }

    /** Notes how many steps earlier processes of the run completed. */
    public void continueAfter(int steps) {
        lastStep = steps;
    }

    public void started(int firstStep, int steps) {
        all(tracker -> tracker.started(firstStep, steps));
    }

    public void progress(int step, String stage, long done, long total) {
        all(tracker -> tracker.progress(step, stage, done, total));
    }

    /** A step of the supervised stage was made. */
    public void supervised(int step, int steps, Map<String, Double> metrics) {
        all(tracker -> tracker.supervised(step, steps, metrics));
    }

    public void stepCompleted(int step, Map<String, Double> metrics, List<ScoredGroup> groups, List<Credit> credits) {
        all(tracker -> {
            tracker.step(step, metrics);
            tracker.trajectories(step, groups, credits);
        });
        lastStep = step;
    }

    /** A guard began to raise an alarm. */
    public void alarm(int step, String guard, Alarm alarm) {
        all(tracker -> tracker.alarm(step, guard, alarm));
    }

    public void measured(Measurement measurement) {
        all(tracker -> tracker.measured(measurement));
    }

    /**
     * Tells every tracker how the run ended, also after one of them failed.
     *
     * @throws RuntimeException of the first that failed, with those of others suppressed
     */
    public void ended(RunEnd end) {
        inSpiteOfFailures(trackers.values(), tracker -> tracker.ended(end));
    }

    private static void inSpiteOfFailures(Collection<Tracker> trackers, Consumer<Tracker> call) {
        List<RuntimeException> failures = new ArrayList<>();
        for (Tracker tracker : trackers) {
            try {
                call.accept(tracker);
            } catch (RuntimeException e) {
                failures.add(e);
            }
        }
        if (!failures.isEmpty()) {
            RuntimeException first = failures.get(0);
            failures.subList(1, failures.size()).forEach(first::addSuppressed);
            throw first;
        }
    }

    /**
     * Tells every tracker that a failure ended the run; what fails meanwhile is suppressed in it.
     *
     * @param seconds that the run took so far
     */
    public void failed(Throwable failure, double seconds) {
        try {
            ended(RunEnd.failed(lastStep, seconds, failure));
        } catch (RuntimeException e) {
            failure.addSuppressed(e);
        }
    }

    private void all(Consumer<Tracker> call) {
        trackers.values().forEach(call);
    }

    /** Writes the state of every stateful tracker into a checkpoint. */
    @Override
    public void save(Path trainer) {
        ObjectNode states = JSON.createObjectNode();
        new ComponentStates(stateful()).writeTo(states);
        DurableFiles.write(trainer.resolve(FILE), states.toPrettyString() + "\n");
    }

    /** Restores trackers by name. One that the recipe has got since then begins anew: a resumed run may have others. */
    @Override
    public void restore(Path trainer) {
        JsonValue saved = CheckpointPart.read(trainer.resolve(FILE));
        Map<String, Stateful> known = stateful();
        known.keySet().retainAll(saved.get("components").members().keySet());
        new ComponentStates(known).restore(DurableFiles.directoryOf(trainer), saved, List.of());
    }

    private Map<String, Stateful> stateful() {
        Map<String, Stateful> stateful = new LinkedHashMap<>();
        trackers.forEach((name, tracker) -> Guard.stateful(tracker).ifPresent(state -> stateful.put(name, state)));
        return stateful;
    }

    /**
     * Closes every tracker that was not lent, also after one of them failed.
     *
     * @throws RuntimeException of the first that failed, with those of others suppressed
     */
    @Override
    public void close() {
        Map<String, Tracker> owned = new LinkedHashMap<>(trackers);
        owned.keySet().removeAll(lent);
        inSpiteOfFailures(owned.values(), Tracker::close);
    }
}
