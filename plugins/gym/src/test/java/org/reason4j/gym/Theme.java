package org.reason4j.gym;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What the tests know of the families of a theme.
 *
 * @param items by the name of an outside family, how its items become problems of ours
 * @param severalAnswers names of families with problems that have more than one right answer, forms of one number aside
 */
record Theme(Map<String, Outside> items, Set<String> severalAnswers) {

    static List<Theme> all() {
        return List.of(
                ArithmeticItems.theme(),
                NumberItems.theme(),
                AlgebraItems.theme(),
                EverydayItems.theme(),
                TextItems.theme(),
                LogicItems.theme(),
                PuzzleItems.theme(),
                BoardItems.theme(),
                GridItems.theme(),
                GraphItems.theme(),
                RewritingItems.theme(),
                InductionItems.theme(),
                SearchItems.theme());
    }

    static Map<String, Outside> allItems() {
        Map<String, Outside> all = new LinkedHashMap<>();
        all().forEach(theme -> all.putAll(theme.items()));
        return all;
    }

    static boolean hasSeveralAnswers(String family) {
        return all().stream()
                .flatMap(theme -> Stream.ofNullable(theme.severalAnswers()))
                .anyMatch(names -> names.contains(family));
    }
}
