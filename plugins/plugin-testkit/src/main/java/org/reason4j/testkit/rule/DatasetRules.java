package org.reason4j.testkit.rule;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.reason4j.api.dataset.DatasetReader;
import org.reason4j.api.dataset.Example;
import org.reason4j.testkit.subject.Subject;

/** Rules of dataset readers. */
final class DatasetRules {

    private DatasetRules() {}

    static List<Rule<DatasetReader>> all() {
        return List.of(
                new Rule<>(
                        "examples",
                        "There is at least one example, none is null, and each has a message with a text.",
                        DatasetRules::examples),
                new Rule<>("ids", "Ids are not blank, and no two examples have the same.", DatasetRules::ids),
                new Rule<>(
                        "plain fields",
                        "Fields hold texts, numbers, booleans, and lists, sets and maps of these: others can't be written down.",
                        DatasetRules::fields),
                new Rule<>(
                        "read again",
                        "Reading again returns the same examples in the same order, and leaves the first list as it was.",
                        DatasetRules::again),
                new Rule<>(
                        "a new instance",
                        "A new instance with the same settings returns the same examples in the same order.",
                        DatasetRules::twin));
    }

    private static List<Example> read(Subject<DatasetReader> subject, DatasetReader reader) throws Exception {
        String call = "read of " + subject.name();
        return Calls.within(subject.patience(), call, () -> Expect.result(call, reader::read));
    }

    private static void examples(Subject<DatasetReader> subject) throws Exception {
        List<Example> examples = read(subject, subject.fresh());
        Expect.that(!examples.isEmpty(), "expected at least one example, found none");
        for (int i = 0; i < examples.size(); i++) {
            Example example = examples.get(i);
            Expect.that(example != null, "example %s: expected no null", i);
            Expect.that(
                    example.messages().stream()
                            .anyMatch(message -> !message.content().isBlank()),
                    "%s: expected a message with a text, found %s",
                    example,
                    example.messages());
        }
    }

    private static void ids(Subject<DatasetReader> subject) throws Exception {
        Map<String, Integer> places = new HashMap<>();
        List<Example> examples = read(subject, subject.fresh());
        for (int i = 0; i < examples.size(); i++) {
            String id = examples.get(i).id();
            Expect.that(!id.isBlank(), "example %s: expected an id, found '%s'", i, id);
            Integer other = places.put(id, i);
            Expect.that(other == null, "id '%s': expected one example, found numbers %s and %s", id, other, i);
        }
    }

    private static void fields(Subject<DatasetReader> subject) throws Exception {
        for (Example example : read(subject, subject.fresh())) {
            example.fields().forEach((name, value) -> requirePlain(example + ", field '" + name + "'", value));
        }
    }

    private static void requirePlain(String where, Object value) {
        if (value instanceof Map<?, ?> map) {
            map.values().forEach(entry -> requirePlain(where, entry));
        } else if (value instanceof Collection<?> all) {
            all.forEach(entry -> requirePlain(where, entry));
        } else {
            Expect.that(
                    value instanceof String || value instanceof Number || value instanceof Boolean,
                    "%s: expected a text, a number, a boolean, or lists, sets and maps of these, found %s of %s",
                    where,
                    value,
                    value == null ? "no class" : value.getClass().getName());
        }
    }

    private static void again(Subject<DatasetReader> subject) throws Exception {
        DatasetReader reader = subject.fresh();
        List<Example> first = read(subject, reader);
        List<Example> kept = new ArrayList<>(first);
        List<Example> again = read(subject, reader);
        requireSame("read again", again, kept);
        requireSame("the first list after another read", first, kept);
    }

    private static void twin(Subject<DatasetReader> subject) throws Exception {
        requireSame("examples of a new instance", read(subject, subject.fresh()), read(subject, subject.fresh()));
    }

    static void requireSame(String what, List<Example> found, List<Example> expected) {
        Expect.equal(what + ", number of examples", found.size(), expected.size());
        for (int i = 0; i < expected.size(); i++) {
            Expect.that(
                    found.get(i).equals(expected.get(i)),
                    "%s, number %s: expected %s, found %s",
                    what,
                    i,
                    shown(expected.get(i)),
                    shown(found.get(i)));
        }
    }

    private static String shown(Example example) {
        return example + " " + example.messages() + " " + example.fields();
    }
}
