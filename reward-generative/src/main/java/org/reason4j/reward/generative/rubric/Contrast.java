package org.reason4j.reward.generative.rubric;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/**
 * A better and a worse response to the same question.
 *
 * @param example id of the example
 * @param gap difference of their scores
 */
record Contrast(String example, String question, String better, String worse, double gap) {

    /** The largest gap first; of equal gaps by example and texts, so that the order of arrival does not matter. */
    static final Comparator<Contrast> ORDER = Comparator.comparingDouble(Contrast::gap)
            .reversed()
            .thenComparing(Contrast::example)
            .thenComparing(Contrast::better)
            .thenComparing(Contrast::worse);

    Map<String, Object> state() {
        Map<String, Object> state = new LinkedHashMap<>();
        state.put("example", example);
        state.put("question", question);
        state.put("better", better);
        state.put("worse", worse);
        state.put("gap", gap);
        return state;
    }

    static Contrast of(Map<?, ?> state) {
        return new Contrast(
                String.valueOf(state.get("example")),
                String.valueOf(state.get("question")),
                String.valueOf(state.get("better")),
                String.valueOf(state.get("worse")),
                ((Number) Objects.requireNonNull(state.get("gap"))).doubleValue());
    }
}
