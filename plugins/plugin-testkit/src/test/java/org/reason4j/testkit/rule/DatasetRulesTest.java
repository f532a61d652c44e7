package org.reason4j.testkit.rule;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.reason4j.api.data.Message;
import org.reason4j.api.dataset.DatasetReader;
import org.reason4j.api.dataset.Example;
import org.reason4j.api.plugin.Kind;
import org.reason4j.testkit.subject.Materials;
import org.reason4j.testkit.subject.Subject;

class DatasetRulesTest extends Breakers<DatasetReader> {

    DatasetRulesTest() {
        super(Kind.DATASET);
    }

    private static Example example(String id, String text) {
        return Example.of(id, List.of(Message.user(text))).withFields(Map.of("answer", text));
    }

    @Override
    List<Subject<DatasetReader>> good() {
        return List.of(Subject.of(
                "the good dataset", () -> () -> List.of(example("1", "a"), example("2", "b")), Materials.standard()));
    }

    @Override
    void breakers() {
        breaks("examples", () -> () -> List.of(example("1", "a"), example("2", " ")));
        breaks("ids", () -> () -> List.of(example("1", "a"), example("1", "b")));
        breaks(
                "plain fields",
                () -> () -> List.of(example("1", "a").withFields(Map.of("made", List.of(java.time.Instant.EPOCH)))));
        breaks("read again", () -> {
            List<Example> examples = new ArrayList<>(); // grows with every read
            return () -> {
                examples.add(example(String.valueOf(examples.size()), "a"));
                return examples;
            };
        });
        AtomicInteger made = new AtomicInteger();
        breaks("a new instance", () -> {
            int number = made.incrementAndGet();
            return () -> List.of(example("1", "a" + number));
        });
    }
}
