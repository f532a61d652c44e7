package org.reason4j.gym;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * How the items of one family of the outside source become problems of ours.
 *
 * @param problem makes the problem of an item, from its {@code metadata} or its {@code question}
 * @param deviations where our verifier differs on purpose
 */
record Outside(Function<JsonNode, Problem> problem, List<Deviation> deviations) {

    /**
     * A difference from the outside source, with its reason; a difference that no item shows is an error.
     *
     * @param field {@code accept}, {@code reject} or {@code overpaid}: whose texts are judged otherwise; {@code question}: which
     *     items have no problem of ours
     * @param texts which of the field's texts
     */
    record Deviation(String field, Predicate<String> texts, String reason) {}

    static Outside of(Function<JsonNode, Problem> problem, Deviation... deviations) {
        return new Outside(problem, List.of(deviations));
    }
}
