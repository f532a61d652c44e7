package org.reason4j.reward.rulebased.math;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.reason4j.reward.rulebased.math.parse.Node;
import org.reason4j.reward.rulebased.math.parse.Relation;

/** What relations say about a name: {@code x = 5} and {@code AB = 3 + 2 = 5} say 5. */
final class Statements {

    private static final Set<String> NUMBERS = Set.of("pi", "e", "i", "infty");

    private Statements() {}

    /**
     * True for what can be called something: a variable, {@code f(x)}, {@code AB}, {@code |AB|}, {@code NO/BO}, {@code A:B},
     * {@code (x, y)} or a text; not a number and not a sum or a power.
     */
    static boolean isName(Node node) {
        if (node instanceof Node.Name name) {
            return !NUMBERS.contains(name.name());
        } else if (node instanceof Node.Call call) {
            boolean applied = call.function().startsWith("function ");
            return applied
                    || call.function().equals("abs") && isName(call.arguments().get(0));
        } else if (node instanceof Node.Power power) {
            return power.exponent().equals(Node.MINUS_ONE) && isName(power.base());
        } else if (node instanceof Node.Sequence sequence) {
            return sequence.brackets() == Node.Brackets.ROUND
                    && sequence.items().stream().allMatch(Statements::isName);
        }
        return node instanceof Node.Words
                || (node instanceof Node.Product || node instanceof Node.Ratio)
                        && node.children().stream().allMatch(Statements::isName);
    }

    /** The name that an equality is about; empty if it is about none. */
    static Optional<Node> name(Node node) {
        if (!(node instanceof Node.Chain chain) || value(node).isEmpty()) {
            return Optional.empty();
        }
        return chain.sides().stream().filter(Statements::isName).findFirst();
    }

    /** The name as a text; of {@code W(n)} the W alone. */
    static String key(Node name) {
        return name instanceof Node.Call call && call.function().startsWith("function ")
                ? call.function()
                : name.toString();
    }

    /** What the last side of equalities is, if another side is a name. What only approximates is left out. */
    static Optional<Node> value(Node node) {
        if (!(node instanceof Node.Chain chain)) {
            return Optional.empty();
        }
        int last = last(chain);
        boolean turned = last == 1
                && chain.relations().get(0) == Relation.EQUAL
                && isName(chain.sides().get(1))
                && !isName(chain.sides().get(0));
        if (turned) {
            return Optional.of(chain.sides().get(0)); // 5 = x
        }
        if (last < 1 || chain.sides().subList(0, last).stream().noneMatch(Statements::isName)) {
            return Optional.empty();
        }
        return Optional.of(chain.sides().get(last));
    }

    /** Index of the last side that counts; -1 if a relation is none that gives a value. */
    private static int last(Node.Chain chain) {
        List<Relation> relations = chain.relations();
        for (int i = 0; i < relations.size(); i++) {
            if (relations.get(i) == Relation.APPROXIMATELY
                    && (i > 0 || !isName(chain.sides().get(0)))) {
                return i;
            } else if (relations.get(i) == Relation.MEMBER && i < relations.size() - 1
                    || relations.get(i).isOrder()
                    || relations.get(i) == Relation.NOT_EQUAL) {
                return -1;
            }
        }
        return relations.size();
    }

    /** The sides before the first approximation, if there are such and the first is no name. */
    static Optional<Node> withoutApproximation(Node node) {
        if (node instanceof Node.Chain chain && chain.relations().get(0) == Relation.APPROXIMATELY) {
            return Optional.of(chain.sides().get(0)).filter(side -> !isName(side));
        }
        return Optional.empty();
    }

    /** True if every relation is an equality. */
    static boolean isEquation(Node node) {
        return node instanceof Node.Chain chain && chain.relations().stream().allMatch(Relation.EQUAL::equals);
    }
}
