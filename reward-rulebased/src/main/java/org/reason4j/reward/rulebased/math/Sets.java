package org.reason4j.reward.rulebased.math;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.reason4j.reward.rulebased.math.number.Formulas;
import org.reason4j.reward.rulebased.math.parse.Node;
import org.reason4j.reward.rulebased.math.parse.Node.Brackets;
import org.reason4j.reward.rulebased.math.parse.Node.Interval;
import org.reason4j.reward.rulebased.math.parse.Relation;

/** Sets of real numbers as intervals; a point is a closed interval of equal ends. */
final class Sets {

    private static final Node INFINITY = new Node.Name("infty");
    private static final Node REALS = new Node.Name("R");
    private static final Node MINUS_INFINITY = Node.negative(INFINITY);

    private final Formulas formulas;

    Sets(Formulas formulas) {
        this.formulas = formulas;
    }

    /** True for what can only be a set: not a pair in brackets, which may be a point. */
    static boolean isSet(Node node) {
        return node instanceof Interval
                || node instanceof Node.Union
                || node.equals(REALS)
                || node instanceof Node.Chain chain && (chain.relations().get(0).isOrder() || isMembership(chain))
                || node instanceof Node.Chain other && other.relations().get(0) == Relation.NOT_EQUAL
                || node instanceof Node.Sequence sequence
                        && sequence.brackets() == Brackets.NONE
                        && sequence.items().stream().allMatch(Sets::isSet)
                        && sequence.items().stream().map(Sets::name).distinct().count() <= 1;
    }

    private static boolean isMembership(Node.Chain chain) {
        return chain.relations().get(0) == Relation.MEMBER;
    }

    /** The name that inequalities are about; empty for a set without one. */
    static Optional<Node> name(Node node) {
        if (node instanceof Node.Chain chain) {
            return chain.sides().stream().filter(Statements::isName).findFirst().map(Sets::bare);
        }
        return node instanceof Node.Sequence sequence
                ? sequence.items().stream().flatMap(item -> name(item).stream()).findFirst()
                : Optional.empty();
    }

    private static Node bare(Node name) {
        return name instanceof Node.Call call && call.function().equals("abs")
                ? call.arguments().get(0)
                : name;
    }

    /** The intervals of a set; empty if it is none that this class knows. */
    Optional<List<Interval>> intervals(Node node) {
        if (node instanceof Interval interval) {
            return Optional.of(List.of(interval));
        } else if (node.equals(REALS)) {
            return Optional.of(List.of(new Interval(MINUS_INFINITY, false, INFINITY, false)));
        } else if (node instanceof Node.Sequence sequence) {
            return sequence(sequence);
        } else if (node instanceof Node.Union union) {
            return all(union.parts()).flatMap(parts -> without(parts, union.without()));
        } else if (node instanceof Node.Chain chain) {
            return isMembership(chain) && chain.sides().size() == 2
                    ? intervals(chain.sides().get(1))
                    : inequality(chain);
        }
        return Optional.empty();
    }

    private Optional<List<Interval>> sequence(Node.Sequence sequence) {
        List<Node> items = sequence.items();
        if (sequence.brackets() == Brackets.BRACES || sequence.brackets() == Brackets.GROUP) {
            return Optional.of(items.stream()
                    .map(item -> new Interval(item, true, item, true))
                    .toList());
        } else if (sequence.brackets() == Brackets.NONE) {
            return all(items).map(this::together);
        } else if (items.size() != 2) {
            return Optional.empty();
        }
        boolean closed = sequence.brackets() == Brackets.SQUARE;
        return Optional.of(List.of(new Interval(items.get(0), closed, items.get(1), closed)));
    }

    private Optional<List<Interval>> all(List<Node> nodes) {
        List<Interval> all = new ArrayList<>();
        for (Node node : nodes) {
            Optional<List<Interval>> some = intervals(node);
            if (some.isEmpty()) {
                return some;
            }
            all.addAll(some.get());
        }
        return Optional.of(all);
    }

    /** Two rays that overlap are conditions that hold at once; all else is a union. */
    private List<Interval> together(List<Interval> all) {
        if (all.size() != 2) {
            return all;
        }
        Interval first = all.get(0);
        Interval second = all.get(1);
        Interval down = first.low().equals(MINUS_INFINITY) ? first : second;
        Interval up = down.equals(first) ? second : first;
        boolean rays = down.low().equals(MINUS_INFINITY) && up.high().equals(INFINITY);
        Optional<BigDecimal> from = formulas.real(up.low());
        Optional<BigDecimal> to = formulas.real(down.high());
        boolean overlap =
                rays && from.isPresent() && to.isPresent() && from.get().compareTo(to.get()) < 0;
        return overlap ? List.of(new Interval(up.low(), up.lowClosed(), down.high(), down.highClosed())) : all;
    }

    /** Cuts points out. */
    private Optional<List<Interval>> without(List<Interval> parts, List<Node> sets) {
        List<Interval> left = new ArrayList<>(parts);
        for (Node set : sets) {
            if (!(set instanceof Node.Sequence points) || points.brackets() != Brackets.BRACES) {
                return Optional.empty();
            }
            for (Node point : points.items()) {
                left = cut(left, point);
            }
        }
        return Optional.of(left);
    }

    private List<Interval> cut(List<Interval> parts, Node point) {
        List<Interval> cut = new ArrayList<>();
        for (Interval part : parts) {
            boolean inside = isBelow(part.low(), point) && isBelow(point, part.high());
            if (inside) {
                cut.add(new Interval(part.low(), part.lowClosed(), point, false));
                cut.add(new Interval(point, false, part.high(), part.highClosed()));
            } else {
                cut.add(part);
            }
        }
        return cut;
    }

    private boolean isBelow(Node left, Node right) {
        Optional<BigDecimal> low = formulas.real(left);
        Optional<BigDecimal> high = formulas.real(right);
        return low.isPresent() && high.isPresent() && low.get().compareTo(high.get()) < 0;
    }

    private Optional<List<Interval>> inequality(Node.Chain chain) {
        List<Node> sides = chain.sides();
        List<Relation> relations = chain.relations();
        if (sides.size() == 2 && Statements.isName(sides.get(0))) {
            return one(sides.get(0), relations.get(0), sides.get(1));
        } else if (sides.size() == 2 && Statements.isName(sides.get(1))) {
            return one(sides.get(1), relations.get(0).reversed(), sides.get(0));
        } else if (sides.size() == 3 && Statements.isName(sides.get(1))) {
            return between(sides, relations);
        }
        return Optional.empty();
    }

    private Optional<List<Interval>> one(Node name, Relation relation, Node bound) {
        boolean absolute = name instanceof Node.Call call && call.function().equals("abs");
        boolean closed = relation.includesEquality();
        return switch (relation) {
            case LESS, LESS_EQUAL ->
                Optional.of(List.of(new Interval(
                        absolute ? Node.negative(bound) : MINUS_INFINITY, absolute && closed, bound, closed)));
            case GREATER, GREATER_EQUAL -> Optional.of(outside(absolute, bound, closed));
            case NOT_EQUAL ->
                Optional.of(List.of(
                        new Interval(MINUS_INFINITY, false, bound, false),
                        new Interval(bound, false, INFINITY, false)));
            default -> Optional.empty();
        };
    }

    private static List<Interval> outside(boolean absolute, Node bound, boolean closed) {
        Interval above = new Interval(bound, closed, INFINITY, false);
        return absolute
                ? List.of(new Interval(MINUS_INFINITY, false, Node.negative(bound), closed), above)
                : List.of(above);
    }

    private static Optional<List<Interval>> between(List<Node> sides, List<Relation> relations) {
        Relation first = relations.get(0);
        Relation second = relations.get(1);
        boolean up = (first == Relation.LESS || first == Relation.LESS_EQUAL)
                && (second == Relation.LESS || second == Relation.LESS_EQUAL);
        boolean down = (first == Relation.GREATER || first == Relation.GREATER_EQUAL)
                && (second == Relation.GREATER || second == Relation.GREATER_EQUAL);
        if (!up && !down) {
            return Optional.empty();
        }
        Node low = sides.get(up ? 0 : 2);
        Node high = sides.get(up ? 2 : 0);
        boolean lowClosed = (up ? first : second).includesEquality();
        boolean highClosed = (up ? second : first).includesEquality();
        Interval inner = new Interval(low, lowClosed, high, highClosed);
        boolean absolute =
                sides.get(1) instanceof Node.Call call && call.function().equals("abs");
        return Optional.of(
                absolute
                        ? List.of(new Interval(Node.negative(high), highClosed, Node.negative(low), lowClosed), inner)
                        : List.of(inner));
    }
}
