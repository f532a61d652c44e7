package org.reason4j.gym.logic;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.reason4j.gym.Draws;

/**
 * A formula of propositional logic.
 *
 * @param connective what joins the parts
 * @param variable the variable's number, where the formula is one
 * @param parts none for a variable, one for a negation, two otherwise
 */
public record BooleanFormula(Connective connective, int variable, List<BooleanFormula> parts) {

    /** What a formula is made with. */
    public enum Connective {
        VARIABLE,
        NOT,
        AND,
        OR,
        IMPLIES,
        IFF;

        static final List<Connective> OF_TWO = List.of(AND, OR, IMPLIES, IFF);
    }

    /** The text of a variable and of its negation. */
    interface Literal {
        String of(int variable, boolean positive);
    }

    public BooleanFormula {
        parts = List.copyOf(parts);
        int expected = connective == Connective.VARIABLE ? 0 : connective == Connective.NOT ? 1 : 2;
        if (parts.size() != expected) {
            throw new IllegalArgumentException(
                    connective + " has " + parts.size() + " parts, expected " + expected + ": " + parts);
        }
    }

    /** The variable with that number. */
    public static BooleanFormula variable(int number) {
        return new BooleanFormula(Connective.VARIABLE, number, List.of());
    }

    /** The negation of a formula. */
    public static BooleanFormula not(BooleanFormula part) {
        return new BooleanFormula(Connective.NOT, -1, List.of(part));
    }

    /** Two formulas, joined. */
    public static BooleanFormula of(Connective connective, BooleanFormula left, BooleanFormula right) {
        return new BooleanFormula(connective, -1, List.of(left, right));
    }

    /** A formula over variables among those, with {@code depth} connectives of two one inside the other. */
    static BooleanFormula drawn(Draws draws, List<Integer> variables, int depth) {
        if (depth == 0) {
            BooleanFormula variable = variable(draws.pick(variables));
            return draws.chance(0.4) ? not(variable) : variable;
        }
        BooleanFormula left = drawn(draws, variables, depth - 1);
        List<Integer> others = new ArrayList<>(variables);
        if (others.size() > 1 && left.variables().size() == 1) {
            others.removeAll(left.variables()); // "A and A" says too little
        }
        BooleanFormula right = drawn(draws, others, draws.below(depth));
        boolean turned = draws.chance(0.5);
        return of(draws.pick(Connective.OF_TWO), turned ? right : left, turned ? left : right);
    }

    /** Whether it is true where variable {@code v} is true exactly if bit {@code v} of the world is 1. */
    public boolean holds(int world) {
        return switch (connective) {
            case VARIABLE -> (world >> variable & 1) == 1;
            case NOT -> !parts.get(0).holds(world);
            case AND -> parts.get(0).holds(world) && parts.get(1).holds(world);
            case OR -> parts.get(0).holds(world) || parts.get(1).holds(world);
            case IMPLIES -> !parts.get(0).holds(world) || parts.get(1).holds(world);
            case IFF -> parts.get(0).holds(world) == parts.get(1).holds(world);
        };
    }

    /** Variables and connectives in it, each as often as it stands there. */
    public int size() {
        return 1 + parts.stream().mapToInt(BooleanFormula::size).sum();
    }

    /** The variables in it. */
    public Set<Integer> variables() {
        if (connective == Connective.VARIABLE) {
            return Set.of(variable);
        }
        Set<Integer> all = new TreeSet<>();
        parts.forEach(part -> all.addAll(part.variables()));
        return Collections.unmodifiableSet(all);
    }

    /** The formula as text, with brackets round each pair but the outermost. */
    String text(Literal literal, Map<Connective, String> words) {
        String inner = inner(literal, words);
        return connective.ordinal() > Connective.NOT.ordinal() ? inner.substring(1, inner.length() - 1) : inner;
    }

    private String inner(Literal literal, Map<Connective, String> words) {
        return switch (connective) {
            case VARIABLE -> literal.of(variable, true);
            case NOT ->
                parts.get(0).connective == Connective.VARIABLE
                        ? literal.of(parts.get(0).variable, false)
                        : words.get(connective) + parts.get(0).inner(literal, words);
            case AND, OR, IMPLIES, IFF ->
                "(" + parts.get(0).inner(literal, words) + " " + words.get(connective) + " "
                        + parts.get(1).inner(literal, words) + ")";
        };
    }
}
