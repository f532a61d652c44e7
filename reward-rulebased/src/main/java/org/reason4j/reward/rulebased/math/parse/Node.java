package org.reason4j.reward.rulebased.math.parse;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.reason4j.reward.rulebased.Rational;

/** An answer as a tree: formulas at the leaves, sets, relations and the like above them. */
public sealed interface Node {

    Node MINUS_ONE = new Number(Rational.of(BigInteger.ONE.negate()), 0);

    /** Brackets around a sequence. */
    enum Brackets {
        NONE,
        ROUND,
        SQUARE,
        BRACES,
        /** LaTeX's own, which are not printed. */
        GROUP
    }

    /** A number; {@code digits} are the significant ones of a decimal with a point, 0 for any other. */
    record Number(Rational value, int digits) implements Node {}

    /** A variable or a constant. */
    record Name(String name) implements Node {}

    record Sum(List<Node> terms) implements Node {}

    record Product(List<Node> factors) implements Node {}

    record Power(Node base, Node exponent) implements Node {}

    record Call(String function, List<Node> arguments) implements Node {}

    /** Two signs at once; all of a formula change together. */
    record PlusMinus(Node term, boolean plusFirst) implements Node {}

    /** Items in brackets, or in none. */
    record Sequence(Brackets brackets, List<Node> items) implements Node {}

    record Interval(Node low, boolean lowClosed, Node high, boolean highClosed) implements Node {}

    /** Sets put together; {@code without} are those taken out. */
    record Union(List<Node> parts, List<Node> without) implements Node {}

    record Matrix(List<List<Node>> rows) implements Node {

        /** A matrix of the same shape. */
        public Matrix filled(List<Node> nodes) {
            List<List<Node>> filled = new ArrayList<>();
            int from = 0;
            for (List<Node> row : rows) {
                filled.add(nodes.subList(from, from + row.size()));
                from += row.size();
            }
            return new Matrix(filled);
        }
    }

    /** Sides with relations between them. */
    record Chain(List<Node> sides, List<Relation> relations) implements Node {}

    /** Parts with colons between them. */
    record Ratio(List<Node> parts) implements Node {}

    /** A value with a unit; {@code %} and {@code °} are units. */
    record Quantity(Node value, String unit) implements Node {}

    /** A text that is no formula, in small letters. */
    record Words(String text) implements Node {}

    static Node number(long value) {
        return new Number(Rational.of(BigInteger.valueOf(value)), 0);
    }

    static Node negative(Node node) {
        if (node instanceof Number number) {
            return new Number(Rational.of(BigInteger.ZERO).minus(number.value), number.digits);
        }
        return new Product(List.of(MINUS_ONE, node));
    }

    static Node inverse(Node node) {
        return new Power(node, MINUS_ONE);
    }

    static Node minus(Node left, Node right) {
        return new Sum(List.of(left, negative(right)));
    }

    /** The nodes directly below. */
    default List<Node> children() {
        if (this instanceof Sum sum) {
            return sum.terms;
        } else if (this instanceof Product product) {
            return product.factors;
        } else if (this instanceof Power power) {
            return List.of(power.base, power.exponent);
        } else if (this instanceof Call call) {
            return call.arguments;
        } else if (this instanceof PlusMinus either) {
            return List.of(either.term);
        } else if (this instanceof Sequence sequence) {
            return sequence.items;
        } else if (this instanceof Interval interval) {
            return List.of(interval.low, interval.high);
        } else if (this instanceof Union union) {
            return concat(union.parts, union.without);
        } else if (this instanceof Matrix matrix) {
            return matrix.rows.stream().flatMap(List::stream).toList();
        } else if (this instanceof Chain chain) {
            return chain.sides;
        } else if (this instanceof Ratio ratio) {
            return ratio.parts;
        } else if (this instanceof Quantity quantity) {
            return List.of(quantity.value);
        }
        return List.of();
    }

    /** The same node with others directly below, in the order of {@link #children}. */
    default Node withChildren(List<Node> nodes) {
        if (this instanceof Sum) {
            return new Sum(nodes);
        } else if (this instanceof Product) {
            return new Product(nodes);
        } else if (this instanceof Power) {
            return new Power(nodes.get(0), nodes.get(1));
        } else if (this instanceof Call call) {
            return new Call(call.function, nodes);
        } else if (this instanceof PlusMinus either) {
            return new PlusMinus(nodes.get(0), either.plusFirst);
        } else if (this instanceof Sequence sequence) {
            return new Sequence(sequence.brackets, nodes);
        } else if (this instanceof Interval interval) {
            return new Interval(nodes.get(0), interval.lowClosed, nodes.get(1), interval.highClosed);
        } else if (this instanceof Union union) {
            int parts = union.parts.size();
            return new Union(nodes.subList(0, parts), nodes.subList(parts, nodes.size()));
        } else if (this instanceof Matrix matrix) {
            return matrix.filled(nodes);
        } else if (this instanceof Chain chain) {
            return new Chain(nodes, chain.relations);
        } else if (this instanceof Ratio) {
            return new Ratio(nodes);
        } else if (this instanceof Quantity quantity) {
            return new Quantity(nodes.get(0), quantity.unit);
        }
        return this;
    }

    private static List<Node> concat(List<Node> first, List<Node> second) {
        List<Node> all = new ArrayList<>(first);
        all.addAll(second);
        return all;
    }

    /** Replaces nodes from the leaves up. */
    default Node map(UnaryOperator<Node> change) {
        List<Node> below = children();
        Node self = below.isEmpty()
                ? this
                : withChildren(below.stream().map(node -> node.map(change)).toList());
        return change.apply(self);
    }

    /** True for a formula: something that has a value once its variables have one. */
    default boolean isFormula() {
        return this instanceof Number
                || this instanceof Name
                || (this instanceof Sum
                                || this instanceof Product
                                || this instanceof Power
                                || this instanceof Call
                                || this instanceof PlusMinus)
                        && children().stream().allMatch(Node::isFormula);
    }

    /** Both signs of every {@link PlusMinus}, one after the other; the node alone where there is none. */
    default List<Node> bothSigns() {
        Node upper = sign(true);
        Node lower = sign(false);
        return upper.equals(lower) ? List.of(upper) : List.of(upper, lower);
    }

    private Node sign(boolean upper) {
        return map(node -> node instanceof PlusMinus either
                ? either.plusFirst == upper ? either.term : negative(either.term)
                : node);
    }
}
