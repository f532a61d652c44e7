package org.reason4j.reward.rulebased.math;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.reason4j.reward.rulebased.math.number.Fingerprint;
import org.reason4j.reward.rulebased.math.parse.Budget;
import org.reason4j.reward.rulebased.math.parse.Node;
import org.reason4j.reward.rulebased.math.parse.Node.Brackets;
import org.reason4j.reward.rulebased.math.parse.Node.Interval;
import org.reason4j.reward.rulebased.math.parse.Node.Sequence;
import org.reason4j.reward.rulebased.math.parse.Readings;
import org.reason4j.reward.rulebased.math.parse.Spelling;

/**
 * A form of an answer in which equal values are equal texts, for votes.
 *
 * <p>Fractions are in lowest terms, other numbers are written to 20 digits, a formula with variables is its values at two
 * seeded points. The name of {@code x = 5}, units, percent and degree signs go; lists and sets are sorted. It can't be what
 * depends on the other answer: {@code 50\%} votes with 50 and not with 0.5, {@code 0.3333} does not vote with 1/3, {@code 100
 * cm} does not vote with {@code 1 m}, and {@code 1,234} is a number. An equation votes by its sides. What is no formula, and
 * what exhausts the budget, votes by its letters and digits.
 */
final class Canonical {

    private final Fingerprint fingerprint;

    private Canonical(Budget budget) {
        this.fingerprint = new Fingerprint(budget);
    }

    static String of(String answer, Budget budget) {
        try {
            Node reading = Matrices.workedOut(Readings.of(answer, budget).get(0));
            return new Canonical(budget).of(reading).orElseGet(() -> plain(answer));
        } catch (Budget.Exhausted e) { // too much for the budget: the text stands for itself
            return plain(answer);
        }
    }

    private static String plain(String answer) {
        return Spelling.latex(answer).replaceAll("[\\s$]++", "");
    }

    /** Empty for a formula that has no value. */
    private Optional<String> of(Node node) {
        if (node.isFormula()) {
            List<Node> signs = node.bothSigns();
            return signs.size() == 1 ? fingerprint.of(node) : joined(signs.stream(), ", ", true, "{", "}");
        } else if (node instanceof Node.Quantity quantity) {
            return of(quantity.value());
        } else if (node instanceof Node.Chain chain) {
            return chain(chain);
        } else if (node instanceof Sequence sequence) {
            return sequence(sequence);
        } else if (node instanceof Interval interval) {
            return joined(
                    Stream.of(interval.low(), interval.high()),
                    ", ",
                    false,
                    interval.lowClosed() ? "[" : "(",
                    interval.highClosed() ? "]" : ")");
        } else if (node instanceof Node.Words words) {
            return Optional.of(words.text());
        }
        return others(node);
    }

    private Optional<String> others(Node node) {
        if (node instanceof Node.Ratio ratio) {
            boolean pair = ratio.parts().size() == 2 && ratio.parts().stream().allMatch(Node::isFormula);
            return pair
                    ? of(new Node.Product(List.of(
                                    ratio.parts().get(0),
                                    Node.inverse(ratio.parts().get(1)))))
                            .or(() -> joined(ratio.parts().stream(), ":", false, "", ""))
                    : joined(ratio.parts().stream(), ":", false, "", "");
        } else if (node instanceof Node.Matrix matrix) {
            String shape = matrix.rows().size() + " rows [";
            return joined(matrix.children().stream(), ", ", false, shape, "]");
        } else if (node instanceof Node.Union union && union.without().isEmpty()) {
            return joined(union.parts().stream(), " or ", true, "", "");
        }
        return Optional.empty();
    }

    private Optional<String> chain(Node.Chain chain) {
        Optional<Node> value = Statements.value(chain).or(() -> Statements.withoutApproximation(chain));
        return value.isPresent()
                ? of(value.get())
                : joined(chain.sides().stream(), " " + chain.relations() + " ", false, "", "");
    }

    private Optional<String> sequence(Sequence sequence) {
        Stream<Node> items =
                sequence.items().stream().map(item -> Statements.value(item).orElse(item));
        boolean loose = sequence.brackets() != Brackets.ROUND && sequence.brackets() != Brackets.SQUARE;
        boolean square = sequence.brackets() == Brackets.SQUARE;
        return loose
                ? joined(
                        items.flatMap(item -> item.isFormula() ? item.bothSigns().stream() : Stream.of(item)),
                        ", ",
                        true,
                        "{",
                        "}")
                : joined(items, ", ", false, square ? "[" : "(", square ? "]" : ")");
    }

    private Optional<String> joined(Stream<Node> nodes, String between, boolean sorted, String open, String close) {
        List<Optional<String>> all = nodes.map(this::of).toList();
        if (!all.stream().allMatch(Optional::isPresent)) {
            return Optional.empty();
        }
        Stream<String> texts = all.stream().map(Optional::orElseThrow);
        return Optional.of((sorted ? texts.sorted() : texts).collect(Collectors.joining(between, open, close)));
    }
}
