package org.reason4j.gym.logic;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.reason4j.gym.logic.BooleanFormula.Connective;

/**
 * Reads a formula of propositional logic: {@code ¬ ∧ ∨ → ↔}, or {@code ~ & | -> <->}, and brackets. {@code ¬} binds
 * tightest, then {@code ∧}, {@code ∨}, {@code →} and {@code ↔}; of several {@code →} the last is read first.
 */
public final class BooleanFormulaReader {

    /** The signs that question and answer are written with. */
    static final Map<Connective, String> SIGNS = Map.of(
            Connective.NOT, "¬", Connective.AND, "∧", Connective.OR, "∨", Connective.IMPLIES, "→", Connective.IFF, "↔");

    private static final int LONGEST = 4000;
    private static final int DEEPEST = 100;
    private static final String OPERATORS = "↔→∨∧"; // loosest first

    private final List<String> names;
    private final String text;
    private int at;
    private int depth;

    private BooleanFormulaReader(List<String> names, String text) {
        this.names = names;
        this.text = text;
    }

    /** Returns the formula, with the variables' places in the list as their numbers; empty for any other text. */
    public static Optional<BooleanFormula> read(String text, List<String> names) {
        if (text.length() > LONGEST) {
            return Optional.empty();
        }
        String plain = text.replace("<->", "↔")
                .replace("->", "→")
                .replace('|', '∨')
                .replace('&', '∧')
                .replace('~', '¬');
        BooleanFormulaReader reader = new BooleanFormulaReader(names, plain.replaceAll("\\s+", " "));
        Optional<BooleanFormula> formula = reader.joined(0);
        return reader.peek() == 0 ? formula : Optional.empty();
    }

    private Optional<BooleanFormula> joined(int loosest) {
        Optional<BooleanFormula> left = single();
        while (left.isPresent()) {
            int strength = OPERATORS.indexOf(peek());
            if (strength < loosest) {
                return left;
            }
            Connective connective = connective(next());
            Optional<BooleanFormula> right = joined(connective == Connective.IMPLIES ? strength : strength + 1);
            if (right.isEmpty()) {
                return Optional.empty();
            }
            left = Optional.of(BooleanFormula.of(connective, left.get(), right.get()));
        }
        return left;
    }

    private static Connective connective(char sign) {
        return switch (sign) {
            case '↔' -> Connective.IFF;
            case '→' -> Connective.IMPLIES;
            case '∨' -> Connective.OR;
            default -> Connective.AND;
        };
    }

    private Optional<BooleanFormula> single() {
        char sign = peek();
        if (sign != '¬' && sign != '(') {
            return name();
        }
        if (++depth > DEEPEST) {
            return Optional.empty();
        }
        next();
        Optional<BooleanFormula> inner = sign == '(' ? closed(joined(0)) : single().map(BooleanFormula::not);
        depth--;
        return inner;
    }

    private Optional<BooleanFormula> closed(Optional<BooleanFormula> inner) {
        return peek() == ')' && next() == ')' ? inner : Optional.empty();
    }

    private Optional<BooleanFormula> name() {
        int start = at;
        while (at < text.length() && Character.isLetterOrDigit(text.charAt(at))) {
            at++;
        }
        int number = names.indexOf(text.substring(start, at));
        return number < 0 ? Optional.empty() : Optional.of(BooleanFormula.variable(number));
    }

    /** The next character that is no blank; 0 at the end. */
    private char peek() {
        while (at < text.length() && text.charAt(at) == ' ') {
            at++;
        }
        return at < text.length() ? text.charAt(at) : 0;
    }

    private char next() {
        return text.charAt(at++);
    }
}
