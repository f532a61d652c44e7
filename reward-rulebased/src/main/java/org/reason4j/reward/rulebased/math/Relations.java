package org.reason4j.reward.rulebased.math;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.reason4j.reward.rulebased.math.number.Formulas;
import org.reason4j.reward.rulebased.math.number.Verdict;
import org.reason4j.reward.rulebased.math.parse.Node;
import org.reason4j.reward.rulebased.math.parse.Node.Chain;
import org.reason4j.reward.rulebased.math.parse.Relation;

/** Compares equations, inequalities and statements about a name. */
final class Relations {

    private final Comparison comparison;
    private final Formulas formulas;

    Relations(Comparison comparison, Formulas formulas) {
        this.comparison = comparison;
        this.formulas = formulas;
    }

    Verdict compare(Node gold, Node answer) {
        if (gold instanceof Chain one && answer instanceof Chain other) {
            return chains(one, other);
        }
        if (!(gold instanceof Chain) && !(answer instanceof Chain)) {
            return Verdict.DIFFERENT;
        }
        Optional<Node> left = plain(gold);
        Optional<Node> right = plain(answer);
        return left.isPresent() && right.isPresent() && !(left.get() instanceof Chain || right.get() instanceof Chain)
                ? comparison.compare(left.get(), right.get())
                : Verdict.DIFFERENT;
    }

    /** What a statement says; anything else as it is; empty for a relation that says no value. */
    private Optional<Node> plain(Node node) {
        if (!(node instanceof Chain chain)) {
            return Optional.of(node);
        }
        Optional<Node> value = Statements.value(node).or(() -> Statements.withoutApproximation(node));
        return value.isPresent() ? value : computed(chain);
    }

    /** The value of {@code 2 + 3 = 5}: all sides are numbers, and equal. */
    private Optional<Node> computed(Chain chain) {
        List<Node> sides = chain.sides();
        boolean numbers = Statements.isEquation(chain)
                && sides.stream()
                        .allMatch(side ->
                                side.isFormula() && formulas.variables(side).isEmpty());
        Node last = sides.get(sides.size() - 1);
        return numbers && sides.stream().allMatch(side -> formulas.compare(side, last) == Verdict.EQUAL)
                ? Optional.of(last)
                : Optional.empty();
    }

    private Verdict chains(Chain gold, Chain answer) {
        Optional<Node> one = Statements.value(gold);
        Optional<Node> other = Statements.value(answer);
        if (one.isPresent() && other.isPresent() && namesMatch(gold, answer)) {
            Verdict values = comparison.compare(one.get(), other.get());
            if (values == Verdict.EQUAL) {
                return values;
            }
        }
        if (gold.relations().equals(answer.relations()) && gold.sides().size() > 2) {
            Verdict verdict = Verdict.EQUAL;
            for (int i = 0; i < gold.sides().size(); i++) {
                verdict = verdict.and(
                        comparison.compare(gold.sides().get(i), answer.sides().get(i)));
            }
            return verdict;
        }
        return gold.sides().size() == 2 && answer.sides().size() == 2 ? pair(gold, answer) : Verdict.DIFFERENT;
    }

    /** The same name; or a function's or y on both sides, of something with variables; or a text that describes it. */
    private boolean namesMatch(Chain gold, Chain answer) {
        Node one = Statements.name(gold).orElseThrow();
        Node other = Statements.name(answer).orElseThrow();
        if (Statements.key(one).equals(Statements.key(other))
                || one instanceof Node.Words
                || other instanceof Node.Words) {
            return true;
        }
        boolean graphs = isFunction(one) && isFunction(other);
        return graphs
                && !formulas.variables(Statements.value(gold).orElseThrow()).isEmpty();
    }

    private static boolean isFunction(Node name) {
        return name instanceof Node.Call call && call.function().startsWith("function ")
                || name.equals(new Node.Name("y"));
    }

    /** Two sides each: the differences of the sides are multiples of each other. */
    private Verdict pair(Chain gold, Chain answer) {
        Relation one = gold.relations().get(0);
        Relation other = answer.relations().get(0);
        boolean formulasOnly = gold.sides().stream().allMatch(Node::isFormula)
                && answer.sides().stream().allMatch(Node::isFormula);
        if (!formulasOnly) {
            return one == other ? sides(gold, answer) : Verdict.DIFFERENT;
        }
        Optional<Integer> sign = multiple(gold, answer);
        if (sign.isEmpty()) {
            return Verdict.DIFFERENT;
        } else if (one.isOrder()) {
            return Verdict.of(sign.get() > 0 && one == other || sign.get() < 0 && one == other.reversed());
        }
        return Verdict.of(
                one == other && Set.of(Relation.EQUAL, Relation.NOT_EQUAL).contains(one));
    }

    private Optional<Integer> multiple(Chain gold, Chain answer) {
        Node one = Node.minus(gold.sides().get(0), gold.sides().get(1));
        Node other = Node.minus(answer.sides().get(0), answer.sides().get(1));
        boolean constant =
                formulas.variables(one).isEmpty() || formulas.variables(other).isEmpty();
        return constant ? Optional.empty() : formulas.multiple(one, other);
    }

    private Verdict sides(Chain gold, Chain answer) {
        return comparison
                .compare(gold.sides().get(0), answer.sides().get(0))
                .and(comparison.compare(gold.sides().get(1), answer.sides().get(1)));
    }
}
