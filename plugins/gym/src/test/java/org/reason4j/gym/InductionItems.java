package org.reason4j.gym;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.reason4j.gym.induction.Arc1d;
import org.reason4j.gym.induction.Example;
import org.reason4j.gym.induction.ListFunctions;
import org.reason4j.gym.induction.NumberSequence;

/** Outside items about rules to be found from examples. */
final class InductionItems {

    private static final Pattern LIST = Pattern.compile("\\[([0-9, -]*)]");

    private InductionItems() {}

    static Theme theme() {
        return new Theme(
                Map.of(
                        "number_sequence",
                        Outside.of(InductionItems::numberSequence),
                        "list_functions",
                        Outside.of(InductionItems::listFunctions),
                        "arc_1d",
                        Outside.of(InductionItems::arc1d)),
                Set.of());
    }

    private static NumberSequence numberSequence(JsonNode item) { // a rule such as: add 7 then add previous
        List<Long> shown = new ArrayList<>();
        item.at("/metadata/shown").forEach(number -> shown.add(number.asLong()));
        return new NumberSequence(shown, TextItems.text(item, "rule").split(" then ").length);
    }

    private static ListFunctions listFunctions(JsonNode item) { // pairs of lists, and the list that is asked for
        List<List<Integer>> lists = LIST.matcher(item.path("question").asText())
                .results()
                .map(list -> Stream.of(list.group(1).split(", "))
                        .filter(number -> !number.isEmpty())
                        .map(Integer::valueOf)
                        .toList())
                .toList();
        List<Example> examples = new ArrayList<>();
        for (int i = 0; i + 1 < lists.size(); i += 2) {
            examples.add(new Example(lists.get(i), lists.get(i + 1)));
        }
        return new ListFunctions(examples, lists.get(lists.size() - 1));
    }

    private static Arc1d arc1d(JsonNode item) {
        List<Example> examples = new ArrayList<>();
        item.at("/metadata/train_examples")
                .forEach(pair -> examples.add(new Example(
                        ArithmeticItems.integers(pair.path("input")), ArithmeticItems.integers(pair.path("output")))));
        return new Arc1d(examples, ArithmeticItems.integers(item.at("/metadata/test_input")));
    }
}
