package org.reason4j.core.host.dataset;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.reason4j.api.data.Message;
import org.reason4j.api.dataset.Example;

class DataHashTest {

    private static Example example(String id, String prompt, Object nested) {
        return Example.of(id, List.of(Message.user(prompt))).withFields(Map.of("answer", nested));
    }

    private static String hash(Example... examples) {
        return DataHash.of(List.of(examples));
    }

    @Test
    void equalContentHasOneHash() {
        assertThat(hash(example("1", "a", 2))).hasSize(64).isEqualTo(hash(example("1", "a", 2L)));
        Map<String, Object> oneWay = new LinkedHashMap<>(Map.of("x", 1));
        oneWay.put("y", 2);
        Map<String, Object> otherWay = new LinkedHashMap<>(Map.of("y", 2));
        otherWay.put("x", 1);
        assertThat(hash(example("1", "a", oneWay))).isEqualTo(hash(example("1", "a", otherWay)));
    }

    @Test
    void everyPartCounts() {
        String hash = hash(example("1", "a", "2"));
        assertThat(hash(example("2", "a", "2"))).isNotEqualTo(hash);
        assertThat(hash(example("1", "b", "2"))).isNotEqualTo(hash);
        assertThat(hash(example("1", "a", 2))).isNotEqualTo(hash);
        assertThat(hash(example("1", "a", List.of("2")))).isNotEqualTo(hash);
        assertThat(hash(Example.of("1", List.of(Message.user("a")))
                        .withResponse("")
                        .withFields(Map.of("answer", "2"))))
                .isNotEqualTo(hash);
    }

    @Test
    void textThatMovesAcrossABorderChangesTheHash() {
        assertThat(hash(example("1", "ab", "c"))).isNotEqualTo(hash(example("1", "a", "bc")));
    }

    @Test
    void theOrderOfExamplesCounts() {
        Example a = example("1", "a", "x");
        Example b = example("2", "b", "y");
        assertThat(hash(a, b)).isNotEqualTo(hash(b, a));
    }
}
