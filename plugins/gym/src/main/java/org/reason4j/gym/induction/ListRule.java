package org.reason4j.gym.induction;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A rule that makes one list of integers of another.
 *
 * @param kind what is done
 * @param k the number that the kind needs, 0 where it needs none
 * @param m a second one
 */
record ListRule(Kind kind, int k, int m) implements Rule {

    /** Kinds of rules, from easy to hard, with their words and the ranges of their numbers. */
    enum Kind {
        REVERSE("the list backwards", 0, 0),
        LARGEST("the largest number alone", 0, 0),
        SMALLEST("the smallest number alone", 0, 0),
        LENGTH("how many numbers there are", 0, 0),
        SUM("the sum of all numbers", 0, 0),
        SORT_UP("the numbers from the smallest to the largest", 0, 0),
        SORT_DOWN("the numbers from the largest to the smallest", 0, 0),
        TAKE("the first k numbers", 1, 5),
        DROP("all but the first k numbers", 1, 5),
        DOUBLE_LAST("twice the last number", 0, 0),
        KEEP_BELOW("the numbers below k", BOUND, 19 * BOUND),
        KEEP_ABOVE("the numbers above k", BOUND, 19 * BOUND),
        MULTIPLES("the numbers that k divides", 2, 9),
        UNIQUE("each number once, where it comes first", 0, 0),
        SCALE("each number times k plus m", 1, 5),
        ADD_PLACE("each number plus its place, counted from 0", 0, 0),
        DIFFERENCES("each number but the first minus the one before it", 0, 0),
        RUNNING_SUM("the sums of the first 1, 2, 3 ... numbers", 0, 0),
        SUM_BELOW("the sum of the numbers below k", BOUND, 19 * BOUND),
        SUM_ABOVE("the sum of the numbers above k", BOUND, 19 * BOUND),
        COUNT_ABOVE("how many numbers are above k", BOUND, 19 * BOUND),
        DIVISIBLE("1 if k divides the first number, else 0", 2, 10),
        RISING("1 if no number is smaller than the one before it, else 0", 0, 0),
        AT_LAST("the number whose place, counted from 0, is the last number", 0, 0);

        private final String words;
        private final int lowest;
        private final int highest;

        Kind(String words, int lowest, int highest) {
            this.words = words;
            this.lowest = lowest;
            this.highest = highest;
        }

        private Stream<ListRule> rules() {
            return IntStream.rangeClosed(lowest, highest)
                    .boxed()
                    .flatMap(k -> this == SCALE
                            ? IntStream.rangeClosed(-9, 9).mapToObj(m -> new ListRule(this, k, m))
                            : Stream.of(new ListRule(this, k, 0)));
        }
    }

    private static final int BOUND = 5; // numbers that others are below or above are its multiples
    private static final List<ListRule> ALL =
            Stream.of(Kind.values()).flatMap(Kind::rules).toList();

    /** Returns every rule there is, kind by kind. */
    static List<ListRule> all() {
        return ALL;
    }

    /** Returns the rules of a kind. */
    static List<ListRule> of(Kind kind) {
        return ALL.stream().filter(rule -> rule.kind == kind).toList();
    }

    /** Returns what the kinds do, one after the other, for a question. */
    static String words() {
        return Stream.of(Kind.values()).map(kind -> kind.words).collect(Collectors.joining("; "))
                + " (k is a fixed number: 1 to 5 in k numbers and times k, 5, 10, 15 ... 95 in below and above, 2 to 9 in divides, 2 to "
                + "10 for the first number; m is -9 to 9)";
    }

    /** Returns what the rule makes of a list with at least one number; nothing where it can't be applied. */
    @Override
    public Optional<List<Integer>> apply(List<Integer> list) {
        int size = list.size();
        int last = list.get(size - 1);
        return switch (kind) {
            case LARGEST -> list.stream().max(Comparator.naturalOrder()).map(List::of);
            case SMALLEST -> list.stream().min(Comparator.naturalOrder()).map(List::of);
            case LENGTH -> one(size);
            case SUM -> one(sum(list));
            case DOUBLE_LAST -> one(2 * last);
            case SUM_BELOW -> one(sum(below(list)));
            case SUM_ABOVE -> one(sum(above(list)));
            case COUNT_ABOVE -> one(above(list).size());
            case DIVISIBLE -> one(list.get(0) % k == 0 ? 1 : 0);
            case RISING -> one(list.stream().sorted().toList().equals(list) ? 1 : 0);
            case AT_LAST -> last >= 0 && last < size ? one(list.get(last)) : Optional.empty();
            case TAKE -> size >= k ? Optional.of(list.subList(0, k)) : Optional.empty();
            case DROP -> size >= k ? Optional.of(list.subList(k, size)) : Optional.empty();
            default -> Optional.of(several(list));
        };
    }

    private List<Integer> several(List<Integer> list) {
        return switch (kind) {
            case REVERSE ->
                IntStream.range(0, list.size())
                        .mapToObj(i -> list.get(list.size() - 1 - i))
                        .toList();
            case SORT_UP -> list.stream().sorted().toList();
            case SORT_DOWN -> list.stream().sorted(Comparator.reverseOrder()).toList();
            case KEEP_BELOW -> below(list);
            case KEEP_ABOVE -> above(list);
            case MULTIPLES -> list.stream().filter(number -> number % k == 0).toList();
            case UNIQUE -> list.stream().distinct().toList();
            case SCALE -> list.stream().map(number -> number * k + m).toList();
            case ADD_PLACE ->
                IntStream.range(0, list.size()).mapToObj(i -> list.get(i) + i).toList();
            case DIFFERENCES ->
                IntStream.range(1, list.size())
                        .mapToObj(i -> list.get(i) - list.get(i - 1))
                        .toList();
            case RUNNING_SUM -> {
                List<Integer> sums = new ArrayList<>();
                list.forEach(number -> sums.add(number + (sums.isEmpty() ? 0 : sums.get(sums.size() - 1))));
                yield sums;
            }
            default -> throw new IllegalStateException(kind + " makes one number");
        };
    }

    private List<Integer> below(List<Integer> list) {
        return list.stream().filter(number -> number < k).toList();
    }

    private List<Integer> above(List<Integer> list) {
        return list.stream().filter(number -> number > k).toList();
    }

    private static int sum(List<Integer> list) {
        return list.stream().reduce(0, Integer::sum);
    }

    private static Optional<List<Integer>> one(int number) {
        return Optional.of(List.of(number));
    }
}
