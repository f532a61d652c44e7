package org.reason4j.sampler.budget;

import static org.reason4j.api.plugin.ConfigException.check;

import java.util.List;

/** Stages of a run: which one a step belongs to. */
final class Stages {

    private Stages() {}

    /**
     * Returns the stage of a step, from 0.
     *
     * @param from first step of each stage but the first; empty for stages of equal length, the last of which goes on after the run
     * @param count number of stages
     * @param steps of the run
     */
    static int at(int step, List<Integer> from, int count, int steps) {
        if (from.isEmpty()) {
            return (int) Math.min(count - 1L, (step - 1L) * count / Math.max(1, steps));
        }
        return (int) from.stream().filter(first -> first <= step).count();
    }

    /** Refuses first steps that are not those of {@code count} stages. */
    static void validate(String owner, List<Integer> from, int count) {
        check(
                from.isEmpty() || from.size() == count - 1,
                "%s.from must name the first step of each of the %s stages but the first, or none, got %s",
                owner,
                count,
                from);
        int before = 1;
        for (int first : from) {
            check(first > before, "%s.from must rise from above 1, got %s", owner, from);
            before = first;
        }
    }
}
