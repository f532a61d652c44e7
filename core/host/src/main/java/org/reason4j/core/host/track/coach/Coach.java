package org.reason4j.core.host.track.coach;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.reason4j.core.host.track.MetricNames;

/**
 * Looks at the metrics of each step for signs that nothing is being learned. A sign that is there for some steps in a row is
 * told once; one that was gone for as many steps is told again when it comes back.
 */
public final class Coach {

    /** Its name among those that raise alarms. */
    public static final String NAME = "coach";

    /** Stands for all rules. */
    public static final String ALL = "all";

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String ENTROPY = "entropy";
    private static final String RULES = "rules";
    private static final String STREAK = "streak";
    private static final String TOLD = "told";

    private final RunOutline run;
    private final Set<CoachRule> muted;
    private final int patience;
    private final Map<CoachRule, Integer> streaks =
            new EnumMap<>(CoachRule.class); // steps with it, or negative without
    private final Map<CoachRule, List<Integer>> told = new EnumMap<>(CoachRule.class); // at steps
    private final Set<CoachRule> open = EnumSet.noneOf(CoachRule.class); // told, and not gone since
    private double firstEntropy = Double.NaN;

    /**
     * A coach of one run.
     *
     * @param muted names of rules that say nothing; {@value #ALL} for all of them
     * @param patience steps in a row with a sign before it is told
     */
    public Coach(RunOutline run, List<String> muted, int patience) {
        this.run = run;
        this.patience = patience;
        this.muted = EnumSet.noneOf(CoachRule.class);
        Arrays.stream(CoachRule.values())
                .filter(rule -> muted.contains(ALL) || muted.contains(rule.label()))
                .forEach(this.muted::add);
    }

    /**
     * A sign that was told.
     *
     * @param rule its name
     * @param steps at which it was told
     */
    public record Told(String rule, List<Integer> steps) {
        public Told {
            steps = List.copyOf(steps);
        }
    }

    /**
     * A step as the coach sees it.
     *
     * @param begun advice that is to be told now
     * @param rules names of the rules whose signs the step has
     */
    public record Seen(List<Advice> begun, List<String> rules) {}

    /** Looks at the next step. */
    public Seen look(int step, Map<String, Double> metrics) {
        if (Double.isNaN(firstEntropy)) {
            firstEntropy = metrics.getOrDefault(MetricNames.ENTROPY, Double.NaN);
        }
        Signs signs = new Signs(run, metrics, firstEntropy);
        List<CoachRule> found = CoachRule.found(signs).stream()
                .filter(rule -> !muted.contains(rule))
                .toList();
        List<Advice> begun = new ArrayList<>();
        for (CoachRule rule : CoachRule.values()) {
            if (begins(rule, found.contains(rule))) {
                told.computeIfAbsent(rule, first -> new ArrayList<>()).add(step);
                begun.add(rule.advice(signs));
            }
        }
        return new Seen(begun, found.stream().map(CoachRule::label).toList());
    }

    /** Counts a step with or without a sign; true if the sign is to be told. */
    private boolean begins(CoachRule rule, boolean there) {
        int streak = streaks.merge(
                rule, there ? 1 : -1, (before, now) -> Integer.signum(before) == now ? before + now : now);
        if (streak <= -patience) {
            open.remove(rule);
        }
        return streak >= patience && open.add(rule);
    }

    /** All that was told in this run, by earlier processes of it, too, in the order of the rules. */
    public List<Told> told() {
        return told.entrySet().stream()
                .map(entry -> new Told(entry.getKey().label(), entry.getValue()))
                .toList();
    }

    /** State of the coach, from which {@link #restore} goes on. */
    public ObjectNode state() {
        ObjectNode state = JSON.createObjectNode();
        if (!Double.isNaN(firstEntropy)) {
            state.put(ENTROPY, firstEntropy);
        }
        ObjectNode rules = state.putObject(RULES);
        streaks.forEach((rule, streak) -> {
            ObjectNode entry = rules.putObject(rule.label()).put(STREAK, streak).put("open", open.contains(rule));
            told.getOrDefault(rule, List.of()).forEach(entry.withArray(TOLD)::add);
        });
        return state;
    }

    /** Goes on from a state; from the beginning where there is none. */
    public void restore(JsonNode state) {
        streaks.clear();
        told.clear();
        open.clear();
        firstEntropy = state.path(ENTROPY).asDouble(Double.NaN);
        for (CoachRule rule : CoachRule.values()) {
            JsonNode entry = state.path(RULES).path(rule.label());
            if (entry.isObject()) {
                streaks.put(rule, entry.path(STREAK).asInt());
                List<Integer> steps = new ArrayList<>();
                entry.path(TOLD).forEach(step -> steps.add(step.asInt()));
                if (!steps.isEmpty()) {
                    told.put(rule, steps);
                }
                if (entry.path("open").asBoolean()) {
                    open.add(rule);
                }
            }
        }
    }
}
