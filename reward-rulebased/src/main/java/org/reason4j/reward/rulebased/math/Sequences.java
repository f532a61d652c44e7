package org.reason4j.reward.rulebased.math;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import org.reason4j.reward.rulebased.math.number.Verdict;
import org.reason4j.reward.rulebased.math.parse.Budget;
import org.reason4j.reward.rulebased.math.parse.Node;
import org.reason4j.reward.rulebased.math.parse.Node.Brackets;
import org.reason4j.reward.rulebased.math.parse.Node.Matrix;
import org.reason4j.reward.rulebased.math.parse.Node.Sequence;

/** Compares lists, tuples, sets and matrices. */
final class Sequences {

    private final Comparison comparison;
    private final Budget budget;

    Sequences(Comparison comparison, Budget budget) {
        this.comparison = comparison;
        this.budget = budget;
    }

    Verdict compare(Node gold, Node answer) {
        if (gold instanceof Matrix one && answer instanceof Matrix other) {
            boolean sameShape = one.rows().stream()
                    .map(List::size)
                    .toList()
                    .equals(other.rows().stream().map(List::size).toList());
            return sameShape ? inOrder(one.children(), other.children()) : Verdict.DIFFERENT;
        }
        Optional<Sequence> one = sequence(gold);
        Optional<Sequence> other = sequence(answer);
        if (one.isPresent() && other.isPresent() && (gold instanceof Matrix || answer instanceof Matrix)) {
            return inOrder(one.get().items(), other.get().items());
        } else if (one.isPresent() && other.isPresent()) {
            return sequences(one.get(), other.get());
        } else if (one.isPresent() || other.isPresent()) {
            return single(gold, answer);
        }
        return Verdict.DIFFERENT;
    }

    /** A sequence, or a matrix of one row or column as one. */
    private static Optional<Sequence> sequence(Node node) {
        if (node instanceof Sequence sequence) {
            return Optional.of(sequence);
        } else if (node instanceof Matrix matrix) {
            boolean row = matrix.rows().size() == 1;
            boolean column = matrix.rows().stream().allMatch(entries -> entries.size() == 1);
            return row || column ? Optional.of(new Sequence(Brackets.ROUND, matrix.children())) : Optional.empty();
        }
        return Optional.empty();
    }

    /** A set or list of one against its element. */
    private Verdict single(Node gold, Node answer) {
        if (gold instanceof Sequence one && isLoose(one) && one.items().size() == 1) {
            return comparison.compare(one.items().get(0), answer);
        } else if (answer instanceof Sequence other
                && isLoose(other)
                && other.items().size() == 1) {
            return comparison.compare(gold, other.items().get(0));
        }
        return Verdict.DIFFERENT;
    }

    private static boolean isLoose(Sequence sequence) {
        return sequence.brackets() != Brackets.ROUND && sequence.brackets() != Brackets.SQUARE;
    }

    private Verdict sequences(Sequence gold, Sequence answer) {
        if (isLoose(gold) && isLoose(answer)) {
            return loose(gold, answer);
        }
        if (gold.brackets() == Brackets.BRACES || answer.brackets() == Brackets.BRACES) {
            return Verdict.DIFFERENT; // a set and a point
        }
        boolean brackets = !isLoose(gold) && !isLoose(answer) && gold.brackets() != answer.brackets();
        if (brackets && gold.items().size() == 2) {
            return Verdict.DIFFERENT; // an open and a closed interval
        }
        return inOrder(gold.items(), answer.items());
    }

    private Verdict loose(Sequence gold, Sequence answer) {
        boolean sets = gold.brackets() != Brackets.NONE && answer.brackets() != Brackets.NONE
                || gold.items().stream().allMatch(Sequence.class::isInstance); // points that solve something
        List<Node> one = sets ? distinct(gold.items()) : gold.items();
        List<Node> other = sets ? distinct(answer.items()) : answer.items();
        Names goldNames = Names.of(one);
        Names answerNames = Names.of(other);
        if (goldNames == Names.DIFFERENT && answerNames == Names.DIFFERENT) {
            return anyOrder(one, other);
        } else if (goldNames == Names.DIFFERENT || answerNames == Names.DIFFERENT) {
            Verdict inOrder = inOrder(values(one), values(other));
            boolean roots = areSubscripted(goldNames == Names.DIFFERENT ? one : other);
            return roots && inOrder != Verdict.EQUAL ? anyOrder(values(one), values(other)) : inOrder;
        } else if (goldNames == Names.NONE && answerNames == Names.NONE) {
            return anyOrder(one, other);
        }
        return anyOrder(values(one), values(other));
    }

    private static List<Node> distinct(List<Node> items) {
        return new ArrayList<>(new LinkedHashSet<>(items));
    }

    private static List<Node> values(List<Node> items) {
        return items.stream().map(item -> Statements.value(item).orElse(item)).toList();
    }

    /** True for {@code x_1 = ..., x_2 = ...}: values of one variable. */
    private static boolean areSubscripted(List<Node> items) {
        List<String> letters = items.stream()
                .map(item -> Statements.name(item).map(Statements::key).orElse(""))
                .map(name -> name.contains("_") ? name.substring(0, name.indexOf('_')) : name)
                .distinct()
                .toList();
        return letters.size() == 1;
    }

    /** How the items of a list are named. */
    private enum Names {
        NONE,
        /** One name for all: {@code x = 1, 2} or {@code x = 1, x = 2}. */
        ONE,
        DIFFERENT,
        /** Some have names and some have not. */
        SOME;

        static Names of(List<Node> items) {
            List<String> names = items.stream()
                    .flatMap(item -> Statements.name(item).map(Statements::key).stream())
                    .toList();
            int distinct = new HashSet<>(names).size();
            if (names.isEmpty()) {
                return NONE;
            } else if (distinct == 1) {
                boolean first = Statements.name(items.get(0)).isPresent();
                return names.size() == items.size() || names.size() == 1 && first ? ONE : SOME;
            }
            return distinct == items.size() ? DIFFERENT : SOME;
        }
    }

    Verdict inOrder(List<Node> gold, List<Node> answer) {
        if (gold.size() != answer.size()) {
            return Verdict.DIFFERENT;
        }
        Verdict verdict = Verdict.EQUAL;
        for (int i = 0; i < gold.size() && verdict != Verdict.DIFFERENT; i++) {
            verdict = verdict.and(comparison.compare(gold.get(i), answer.get(i)));
        }
        return verdict;
    }

    /** Each item has an equal of its own on the other side. */
    Verdict anyOrder(List<Node> gold, List<Node> answer) {
        if (gold.size() != answer.size()) {
            return Verdict.DIFFERENT;
        }
        List<Node> left = new ArrayList<>(answer);
        boolean undecided = false;
        for (Node one : gold) {
            Verdict found = Verdict.DIFFERENT;
            for (int i = 0; i < left.size() && found != Verdict.EQUAL; i++) {
                budget.step();
                Verdict here = comparison.compare(one, left.get(i));
                found = found.or(here);
                if (here == Verdict.EQUAL) {
                    left.remove(i);
                }
            }
            if (found == Verdict.DIFFERENT) {
                return found;
            }
            undecided |= found == Verdict.UNDECIDED;
        }
        return undecided ? Verdict.UNDECIDED : Verdict.EQUAL;
    }
}
