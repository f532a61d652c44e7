package org.reason4j.gym;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.reason4j.gym.arithmetic.Gcd;

/** Outside items of arithmetic. */
final class ArithmeticItems {

    private ArithmeticItems() {}

    static Theme theme() {
        return new Theme(Map.of("gcd", Outside.of(item -> new Gcd(integers(item.at("/metadata/numbers"))))), Set.of());
    }

    static List<Integer> integers(JsonNode array) {
        List<Integer> all = new ArrayList<>();
        array.forEach(one -> all.add(one.intValue()));
        return all;
    }
}
