package org.reason4j.core.trainer.loop;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.reason4j.api.data.ScoredGroup;
import org.reason4j.api.guard.Alarm;
import org.reason4j.api.guard.GuardedStep;
import org.reason4j.core.formats.file.DurableFiles;
import org.reason4j.core.formats.file.JsonValue;
import org.reason4j.core.host.config.GuardTerm.OnAlarm;
import org.reason4j.core.host.track.MetricNames;
import org.reason4j.core.host.track.coach.Coach;
import org.reason4j.core.trainer.checkpoint.CheckpointPart;
import org.reason4j.core.trainer.components.ActiveGuard;
import org.reason4j.core.trainer.report.StepLog;

/**
 * The guards of a recipe, and its coach. Which of them raise their alarms is in every checkpoint: an alarm is told when it
 * begins.
 */
public final class Guards implements CheckpointPart {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String FILE = "guards.json";
    private static final String RAISED = "raised";

    private final List<ActiveGuard> guards;
    private final Optional<Coach> coach;
    private final Set<String> raised = new TreeSet<>(); // keys

    /** Guards in the recipe's order. */
    public Guards(List<ActiveGuard> guards) {
        this(guards, Optional.empty());
    }

    /** Guards in the recipe's order, and a coach behind them. */
    public Guards(List<ActiveGuard> guards, Optional<Coach> coach) {
        this.guards = List.copyOf(guards);
        this.coach = coach;
    }

    /**
     * An alarm that begins.
     *
     * @param guard its key
     * @param alarm what was found
     * @param then what follows
     */
    record Raised(String guard, Alarm alarm, OnAlarm then) {}

    /** Shows a step to every guard, notes which of them raise an alarm, and returns the alarms that begin. */
    List<Raised> check(StepLog log, List<ScoredGroup> groups) {
        List<Raised> begun = new ArrayList<>();
        GuardedStep step = GuardedStep.of(log.step(), log.metrics(), groups);
        for (ActiveGuard watching : guards) {
            String key = watching.term().metricName();
            Optional<Alarm> alarm = watching.guard().inspect(step);
            log.put(MetricNames.GUARD_PREFIX + key + MetricNames.ALARM_SUFFIX, alarm.isPresent() ? 1 : 0);
            if (alarm.isEmpty()) {
                raised.remove(key);
            } else if (raised.add(key)) {
                begun.add(new Raised(key, alarm.get(), watching.term().onAlarm()));
            }
        }
        coach.ifPresent(looking -> begun.addAll(hints(looking, log)));
        return begun;
    }

    private static List<Raised> hints(Coach coach, StepLog log) {
        Coach.Seen seen = coach.look(log.step(), log.metrics());
        seen.rules().forEach(rule -> log.put(MetricNames.COACH_PREFIX + rule, 1));
        return seen.begun().stream()
                .map(advice -> new Raised(Coach.NAME, Alarm.of(advice.text()), OnAlarm.TELL))
                .toList();
    }

    /** Signs that the coach told in this run; none without a coach. */
    public List<Coach.Told> told() {
        return coach.map(Coach::told).orElse(List.of());
    }

    /** The first of these alarms that has such a consequence. */
    static Optional<Raised> first(List<Raised> alarms, OnAlarm then) {
        return alarms.stream().filter(alarm -> alarm.then() == then).findFirst();
    }

    @Override
    public void save(Path trainer) {
        ObjectNode state = JSON.createObjectNode();
        raised.forEach(state.putArray(RAISED)::add);
        coach.ifPresent(looking -> state.set(Coach.NAME, looking.state()));
        DurableFiles.write(trainer.resolve(FILE), state.toPrettyString() + "\n");
    }

    /** Restores which alarms were told; none where a checkpoint does not say. */
    @Override
    public void restore(Path trainer) {
        raised.clear();
        if (Files.exists(trainer.resolve(FILE))) {
            JsonValue state = CheckpointPart.read(trainer.resolve(FILE));
            coach.ifPresent(looking -> looking.restore(state.node().path(Coach.NAME)));
            Map<String, Object> saved = state.object();
            if (saved.get(RAISED) instanceof List<?> keys) {
                keys.forEach(key -> raised.add(String.valueOf(key)));
            }
        }
    }
}
