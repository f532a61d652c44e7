package org.reason4j.testkit.rule;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import java.util.Map;
import org.reason4j.api.plugin.Stateful;
import org.reason4j.testkit.subject.Subject;

/**
 * Rules of what a component keeps between steps.
 *
 * @param <T> the extension point
 */
final class StateRules<T> {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final ObjectMapper WIDE = new ObjectMapper()
            .enable(DeserializationFeature.USE_LONG_FOR_INTS, DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);

    /** A step, or several. */
    @FunctionalInterface
    interface Steps<T> {

        /** Carries them out and returns what the component did, comparable. */
        Object run(T component, Subject<T> subject) throws Exception;
    }

    private final Steps<T> earlier;
    private final Steps<T> later;

    /**
     * Rules of a component that is given some steps, and is then watched in later ones.
     *
     * @param earlier steps that it may remember
     * @param later steps whose outcome shows what it remembers
     */
    StateRules(Steps<T> earlier, Steps<T> later) {
        this.earlier = earlier;
        this.later = later;
    }

    List<Rule<T>> all() {
        return List.of(
                new Rule<>(
                        "what it remembers is its state",
                        "A component whose outcome depends on earlier steps is Stateful, so that a checkpoint holds what it"
                                + " remembers.",
                        this::remembers),
                new Rule<>(
                        "save and restore",
                        "The state of a Stateful component is of texts, numbers, booleans, lists and maps; after a trip through"
                                + " JSON, numbers in another width, a new instance has the same state and goes on in the same"
                                + " way.",
                        this::restores));
    }

    private void remembers(Subject<T> subject) throws Exception {
        T experienced = subject.fresh();
        if (experienced instanceof Stateful) {
            return;
        }
        earlier.run(experienced, subject);
        Object expected = later.run(subject.fresh(), subject);
        Object found = later.run(experienced, subject);
        Expect.that(
                expected.equals(found),
                "expected the outcome of a new instance, %s, or an implementation of Stateful; found, after earlier steps, %s",
                expected,
                found);
    }

    private void restores(Subject<T> subject) throws Exception {
        for (ObjectMapper trip : List.of(JSON, WIDE)) {
            T saved = subject.fresh();
            if (!(saved instanceof Stateful stateful)) {
                throw NotRun.doesNotApply("it has no state");
            }
            earlier.run(saved, subject);
            Map<String, Object> state = Expect.result("state", stateful::state);
            requirePlain("state", state);
            String json = JSON.writeValueAsString(state);
            T restored = subject.fresh();
            Map<String, Object> read = trip.readValue(json, new TypeReference<>() {});
            Stateful twin = (Stateful) restored;
            Expect.result("restore of " + json, () -> {
                twin.restore(read);
                return true;
            });
            Expect.equal("state of the restored instance", JSON.writeValueAsString(twin.state()), json);
            Object expected = later.run(saved, subject);
            Expect.equal("outcome of later steps after the restore", later.run(restored, subject), expected);
        }
    }

    private static void requirePlain(String where, Object value) {
        if (value instanceof Map<?, ?> map) {
            map.forEach((key, entry) -> {
                Expect.that(key instanceof String, "%s: expected texts as keys, found %s", where, key);
                requirePlain(where + "." + key, entry);
            });
        } else if (value instanceof List<?> list) {
            list.forEach(entry -> requirePlain(where + "[]", entry));
        } else {
            Expect.that(
                    value instanceof String || value instanceof Boolean || value instanceof Number,
                    "%s: expected texts, numbers, booleans, lists and maps of these, found %s of %s",
                    where,
                    value,
                    value == null ? "no class" : value.getClass().getName());
        }
    }
}
