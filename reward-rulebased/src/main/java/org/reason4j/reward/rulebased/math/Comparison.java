package org.reason4j.reward.rulebased.math;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.reason4j.reward.rulebased.Rational;
import org.reason4j.reward.rulebased.math.number.Formulas;
import org.reason4j.reward.rulebased.math.number.Verdict;
import org.reason4j.reward.rulebased.math.parse.Budget;
import org.reason4j.reward.rulebased.math.parse.Node;
import org.reason4j.reward.rulebased.math.parse.Node.Brackets;
import org.reason4j.reward.rulebased.math.parse.Node.Interval;
import org.reason4j.reward.rulebased.math.parse.Node.Quantity;
import org.reason4j.reward.rulebased.math.parse.Node.Sequence;
import org.reason4j.reward.rulebased.math.parse.Units;

/** Compares two answers, given as trees; the right one is the first. */
final class Comparison {

    private final Budget budget;
    private final Formulas formulas;
    private final Sets sets;
    private final Relations relations;
    private final Sequences sequences;

    Comparison(int digits, Budget budget) {
        this.budget = budget;
        this.formulas = new Formulas(digits, budget);
        this.sets = new Sets(formulas);
        this.sequences = new Sequences(this, budget);
        this.relations = new Relations(this, formulas);
    }

    Verdict compare(Node gold, Node answer) {
        budget.enter();
        Verdict verdict = gold.equals(answer) ? Verdict.EQUAL : values(both(gold), both(answer));
        budget.leave();
        return verdict;
    }

    /** A formula with both signs as a list of two. */
    private static Node both(Node node) {
        if (node instanceof Sequence sequence && isUnordered(sequence)) {
            return new Sequence(
                    sequence.brackets(),
                    sequence.items().stream()
                            .flatMap(item -> item.isFormula() ? item.bothSigns().stream() : List.of(item).stream())
                            .toList());
        }
        List<Node> signs = node.isFormula() ? node.bothSigns() : List.of(node);
        return signs.size() == 1 ? signs.get(0) : new Sequence(Brackets.NONE, signs);
    }

    private static boolean isUnordered(Sequence sequence) {
        return sequence.brackets() != Brackets.ROUND && sequence.brackets() != Brackets.SQUARE;
    }

    private Verdict values(Node gold, Node answer) {
        if (gold.isFormula() && answer.isFormula()) {
            return formulas.compare(gold, answer);
        } else if (gold instanceof Quantity || answer instanceof Quantity) {
            return quantities(gold, answer);
        } else if (gold instanceof Interval one && answer instanceof Interval other) {
            return intervals(one, other);
        } else if (Sets.isSet(gold) || Sets.isSet(answer)) {
            return sets(gold, answer);
        } else if (gold instanceof Node.Chain || answer instanceof Node.Chain) {
            return relations.compare(gold, answer);
        } else if (gold instanceof Node.Ratio || answer instanceof Node.Ratio) {
            return ratios(gold, answer);
        } else if (gold instanceof Node.Words one && answer instanceof Node.Words other) {
            return Verdict.of(one.text().equals(other.text()));
        }
        return sequences.compare(gold, answer);
    }

    private Verdict sets(Node gold, Node answer) {
        Optional<Node> goldName = Sets.name(gold);
        Optional<Node> answerName = Sets.name(answer);
        if (goldName.isPresent() && answerName.isPresent() && !goldName.equals(answerName)) {
            return relations.compare(gold, answer);
        }
        Optional<List<Interval>> one = sets.intervals(gold);
        Optional<List<Interval>> other = sets.intervals(answer);
        if (one.isPresent() && other.isPresent()) {
            return sequences.anyOrder(List.copyOf(one.get()), List.copyOf(other.get()));
        }
        return relations.compare(gold, answer);
    }

    /** Intervals have the same ends, open or closed alike; an infinite end is always open. */
    private Verdict intervals(Interval gold, Interval answer) {
        boolean sameKind = gold.lowClosed() == answer.lowClosed() && gold.highClosed() == answer.highClosed();
        return sameKind
                ? compare(gold.low(), answer.low()).and(compare(gold.high(), answer.high()))
                : Verdict.DIFFERENT;
    }

    private Verdict quantities(Node gold, Node answer) {
        if (gold instanceof Quantity one && answer instanceof Quantity other) {
            return measured(one, other);
        }
        Quantity measured = gold instanceof Quantity one ? one : (Quantity) answer;
        Node plain = gold instanceof Quantity ? answer : gold;
        if (plain instanceof Node.Chain) {
            return relations.compare(gold, answer);
        }
        boolean first = gold instanceof Quantity;
        Verdict same = first ? compare(measured.value(), plain) : compare(plain, measured.value());
        if (measured.unit().equals(Units.PERCENT)) {
            return same.or(compare(part("percent", measured), plain));
        } else if (measured.unit().equals(Units.DEGREES)) {
            return same.or(compare(part("degrees", measured), plain));
        }
        return same;
    }

    private static Node part(String function, Quantity quantity) {
        return new Node.Call(function, List.of(quantity.value()));
    }

    private Verdict measured(Quantity gold, Quantity answer) {
        if (gold.unit().equals(answer.unit())) {
            return compare(gold.value(), answer.value());
        }
        Optional<Units.Unit> one = Units.unit(gold.unit());
        Optional<Units.Unit> other = Units.unit(answer.unit());
        if (one.isPresent() && other.isPresent()) {
            boolean alike = one.get().quantity().equals(other.get().quantity());
            return alike
                    ? compare(
                            scaled(gold, one.get().factor()),
                            scaled(answer, other.get().factor()))
                    : Verdict.DIFFERENT;
        }
        boolean special = isSpecial(gold) || isSpecial(answer);
        return special ? Verdict.DIFFERENT : compare(gold.value(), answer.value()); // words that count
    }

    private static boolean isSpecial(Quantity quantity) {
        return quantity.unit().equals(Units.PERCENT) || quantity.unit().equals(Units.DEGREES);
    }

    private static Node scaled(Quantity quantity, Rational factor) {
        return new Node.Product(List.of(quantity.value(), new Node.Number(factor, 0)));
    }

    private Verdict ratios(Node gold, Node answer) {
        if (gold instanceof Node.Ratio one && answer instanceof Node.Ratio other) {
            return proportional(one.parts(), other.parts());
        }
        Optional<Node> left = quotient(gold);
        Optional<Node> right = quotient(answer);
        return left.isPresent() && right.isPresent() ? compare(left.get(), right.get()) : Verdict.DIFFERENT;
    }

    private Verdict proportional(List<Node> gold, List<Node> answer) {
        if (gold.size() != answer.size()) {
            return Verdict.DIFFERENT;
        }
        List<Node> all = new ArrayList<>(gold);
        all.addAll(answer);
        boolean zero = all.contains(new Node.Number(Rational.of(BigInteger.ZERO), 0));
        Verdict verdict = Verdict.EQUAL;
        for (int i = zero ? 0 : 1; i < gold.size(); i++) {
            verdict = verdict.and(
                    zero
                            ? compare(gold.get(i), answer.get(i))
                            : compare(
                                    new Node.Product(List.of(gold.get(0), answer.get(i))),
                                    new Node.Product(List.of(answer.get(0), gold.get(i)))));
        }
        return verdict;
    }

    private static Optional<Node> quotient(Node node) {
        if (node instanceof Node.Ratio ratio) {
            return ratio.parts().size() == 2 && ratio.parts().stream().allMatch(Node::isFormula)
                    ? Optional.of(new Node.Product(List.of(
                            ratio.parts().get(0), Node.inverse(ratio.parts().get(1)))))
                    : Optional.empty();
        }
        return Optional.of(node).filter(Node::isFormula);
    }
}
