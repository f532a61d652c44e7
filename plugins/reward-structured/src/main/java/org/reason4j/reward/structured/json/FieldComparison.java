package org.reason4j.reward.structured.json;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Counts of the leaves of a wanted value that another one has in the same place: texts, numbers, truth values, nulls, and
 * empty objects and lists.
 *
 * <p>Lists in any order: each wanted element takes, in its order, the element left over that has most of its leaves. After
 * {@value #MOST_COMPARISONS} comparisons of leaves it is undecided.
 */
final class FieldComparison {

    static final int MOST_COMPARISONS = 1_000_000;

    private final double tolerance;
    private final boolean listsInOrder;
    private int comparisons;

    FieldComparison(double tolerance, boolean listsInOrder) {
        this.tolerance = tolerance;
        this.listsInOrder = listsInOrder;
    }

    /**
     * Leaves that were compared.
     *
     * @param matched wanted ones that are there
     * @param wanted wanted ones
     * @param extra others, which nobody wanted
     */
    record Leaves(long matched, long wanted, long extra) {

        Leaves plus(Leaves other) {
            return new Leaves(matched + other.matched, wanted + other.wanted, extra + other.extra);
        }

        boolean all() {
            return matched == wanted;
        }
    }

    /** Compares whole values; empty if they have too many leaves. */
    Optional<Leaves> compare(JsonNode wanted, JsonNode found) {
        comparisons = 0;
        Leaves leaves = leaves(wanted, found);
        return comparisons > MOST_COMPARISONS ? Optional.empty() : Optional.of(leaves);
    }

    private Leaves leaves(JsonNode wanted, @Nullable JsonNode found) {
        comparisons++;
        if (found == null || comparisons > MOST_COMPARISONS) {
            return new Leaves(0, count(wanted), 0);
        }
        if (wanted.isObject() && found.isObject() && !wanted.isEmpty()) {
            return objects(wanted, found);
        }
        if (wanted.isArray() && found.isArray() && !wanted.isEmpty()) {
            return listsInOrder ? ordered(wanted, found) : unordered(wanted, found);
        }
        boolean equal = equal(wanted, found);
        return new Leaves(equal ? 1 : 0, count(wanted), equal ? 0 : count(found));
    }

    private Leaves objects(JsonNode wanted, JsonNode found) {
        Leaves sum = new Leaves(0, 0, 0);
        for (Map.Entry<String, JsonNode> field : wanted.properties()) {
            sum = sum.plus(leaves(field.getValue(), found.get(field.getKey())));
        }
        for (Map.Entry<String, JsonNode> field : found.properties()) {
            sum = wanted.has(field.getKey()) ? sum : sum.plus(new Leaves(0, 0, count(field.getValue())));
        }
        return sum;
    }

    private Leaves ordered(JsonNode wanted, JsonNode found) {
        Leaves sum = new Leaves(0, 0, 0);
        for (int i = 0; i < wanted.size(); i++) {
            sum = sum.plus(leaves(wanted.get(i), found.get(i)));
        }
        for (int i = wanted.size(); i < found.size(); i++) {
            sum = sum.plus(new Leaves(0, 0, count(found.get(i))));
        }
        return sum;
    }

    private Leaves unordered(JsonNode wanted, JsonNode found) {
        Set<Integer> left = new HashSet<>();
        for (int j = 0; j < found.size(); j++) {
            left.add(j);
        }
        Leaves sum = new Leaves(0, 0, 0);
        for (JsonNode element : wanted) {
            Leaves best = leaves(element, null);
            int taken = -1;
            for (int j = 0; j < found.size() && comparisons <= MOST_COMPARISONS && !(taken >= 0 && best.all()); j++) {
                Leaves one = left.contains(j) ? leaves(element, found.get(j)) : best;
                if (left.contains(j) && (taken < 0 || one.matched() > best.matched())) {
                    best = one;
                    taken = j;
                }
            }
            left.remove(taken);
            sum = sum.plus(best);
        }
        for (int j : left) {
            sum = sum.plus(new Leaves(0, 0, count(found.get(j))));
        }
        return sum;
    }

    private boolean equal(JsonNode wanted, JsonNode found) {
        if (wanted.isNumber() && found.isNumber()) {
            double one = wanted.doubleValue();
            double other = found.doubleValue();
            return Double.isFinite(one) && Double.isFinite(other)
                    ? Math.abs(one - other) <= tolerance * Math.max(1, Math.abs(one))
                    : wanted.asText().equals(found.asText());
        }
        return wanted.equals(found);
    }

    /** Leaves of a value, at least 1. */
    static long count(JsonNode value) {
        if (value.isEmpty()) {
            return 1;
        }
        long sum = 0;
        for (JsonNode child : value) {
            sum += count(child);
        }
        return sum;
    }
}
