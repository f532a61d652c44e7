package org.reason4j.reward.rulebased.math.parse;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.reason4j.reward.rulebased.math.parse.Node.Call;
import org.reason4j.reward.rulebased.math.parse.Node.Chain;
import org.reason4j.reward.rulebased.math.parse.Node.Name;
import org.reason4j.reward.rulebased.math.parse.Node.Power;
import org.reason4j.reward.rulebased.math.parse.Node.Product;
import org.reason4j.reward.rulebased.math.parse.Token.Kind;

/** Powers and what they are made of: numbers, names, fractions, roots, functions and brackets. */
final class FactorParser {

    private static final Set<String> CLOSING = Set.of("rfloor", "rceil");
    private static final int LONGEST_WORD = 12;
    private static final Set<String> ORDINALS = Set.of("th", "st", "nd", "rd");
    private static final Set<String> APPLIED = Set.of("f", "g", "h");

    private final Cursor tokens;
    private final Budget budget;
    private final FormulaParser formulas;
    private final AnswerParser answers;
    private int bars;

    FactorParser(Cursor tokens, Budget budget, FormulaParser formulas, AnswerParser answers) {
        this.tokens = tokens;
        this.budget = budget;
        this.formulas = formulas;
        this.answers = answers;
    }

    /** True for a command that a factor begins with: any but those that close something. */
    static boolean begins(Token token) {
        return !CLOSING.contains(token.text());
    }

    boolean insideBars() {
        return bars > 0;
    }

    /** A factor with its exponents, factorials, percent and degree signs. */
    Node power() throws UnreadableException {
        budget.enter();
        Node node = factor();
        for (int behind = 1; ; behind++) {
            budget.enter();
            if (tokens.accept("!")) {
                node = new Call("factorial", List.of(node));
            } else if (tokens.accept("%")) {
                node = new Call("percent", List.of(node));
            } else if (ordinal()) {
                continue;
            } else if (degree()) {
                node = new Call("degrees", List.of(node));
            } else if (tokens.accept("^")) {
                node = new Power(node, exponent());
            } else {
                budget.leave(behind + 1);
                return node;
            }
        }
    }

    /** Takes {@code °}, {@code ^°} or {@code ^{°}}. */
    private boolean degree() {
        if (tokens.accept("°")) {
            return true;
        }
        boolean bare = tokens.peek().is("^") && tokens.peek(1).is("°");
        boolean braced = tokens.peek().is("^")
                && tokens.peek(1).is("{")
                && tokens.peek(2).is("°");
        for (int i = 0; i < (bare ? 2 : braced ? 4 : 0); i++) {
            tokens.take();
        }
        return bare || braced;
    }

    /** Takes a raised {@code th} or {@code st}, which adds nothing to a number. */
    private boolean ordinal() {
        boolean bare = tokens.peek().is("^") && ORDINALS.contains(tokens.peek(1).text());
        boolean braced = tokens.peek().is("^")
                && tokens.peek(1).is("{")
                && ORDINALS.contains(tokens.peek(2).text());
        for (int i = 0; i < (bare ? 2 : braced ? 4 : 0); i++) {
            tokens.take();
        }
        return bare || braced;
    }

    private Node exponent() throws UnreadableException {
        budget.enter();
        boolean minus = false;
        while (tokens.peek().is("-") || tokens.peek().is("+")) {
            budget.step();
            minus ^= tokens.take().is("-");
        }
        Node factor = factor();
        if (tokens.peek().is("^") && !tokens.peek(1).is("°")) {
            tokens.take();
            factor = new Power(factor, exponent());
        }
        budget.leave();
        return minus ? Node.negative(factor) : factor;
    }

    Node factor() throws UnreadableException {
        Token next = tokens.peek();
        return switch (next.kind()) {
            case NUMBER -> number(tokens.take());
            case LETTER -> letter(tokens.take());
            case WORD -> word(tokens.take());
            case FUNCTION -> function(tokens.take().text());
            case COMMAND -> command(tokens.take().text());
            case BEGIN -> answers.environment();
            case SYMBOL -> symbol(next);
            default -> throw new UnreadableException("'" + next.text() + "' begins no formula");
        };
    }

    private Node symbol(Token next) throws UnreadableException {
        if (!next.is("|")) {
            return answers.brackets();
        }
        tokens.take();
        bars++;
        Node inside = formulas.sum();
        bars--;
        tokens.expect("|");
        return new Call("abs", List.of(inside));
    }

    private Node number(Token token) throws UnreadableException {
        return tokens.accept("_") ? Literals.based(token.text(), subscript()) : Literals.number(token.text());
    }

    private Node letter(Token token) throws UnreadableException {
        String name = token.text();
        if (tokens.peek().is("_")) {
            tokens.take();
            name += "_" + subscript();
        }
        while (tokens.accept("'")) {
            budget.step();
            name += "'";
        }
        boolean applied = tokens.peek().is("(") && (APPLIED.contains(token.text()) || isApplied(token));
        return applied ? new Call("function " + name, answers.arguments()) : new Name(name);
    }

    /** True for a capital with one letter or number in brackets behind it: {@code P(n)}. */
    private boolean isApplied(Token token) {
        Token inside = tokens.peek(1);
        return Character.isUpperCase(token.text().charAt(0))
                && (inside.is(Kind.LETTER) || inside.is(Kind.NUMBER))
                && tokens.peek(2).is(")");
    }

    /** The first letter of several; the others follow as factors of their own. */
    private Node word(Token token) throws UnreadableException {
        if (token.text().length() > LONGEST_WORD) {
            throw new UnreadableException("'" + token.text() + "' is a word");
        }
        tokens.insertLetters(token.text().substring(1));
        return letter(new Token(Kind.LETTER, token.text().substring(0, 1), token.spaced()));
    }

    /** The text of a subscript: one token, or those in braces. */
    private String subscript() throws UnreadableException {
        if (!tokens.accept("{")) {
            return tokens.take().text();
        }
        StringBuilder text = new StringBuilder();
        while (!tokens.peek().is("}")) {
            budget.step();
            if (tokens.atEnd()) {
                throw new UnreadableException("a subscript does not end");
            }
            text.append(tokens.take().text());
        }
        tokens.take();
        return text.toString();
    }

    private Node function(String name) throws UnreadableException {
        if (Set.of("max", "min", "gcd", "lcm").contains(name)) {
            return new Call(name, answers.arguments());
        }
        Node base = name.equals("log") && tokens.accept("_") ? factor() : null;
        Node exponent = tokens.accept("^") ? exponent() : null;
        boolean inverse = Node.MINUS_ONE.equals(exponent);
        List<Node> arguments = new ArrayList<>(List.of(formulas.argument()));
        if (base != null) {
            arguments.add(base);
        }
        Node call = new Call(inverse ? "arc" + name : canonical(name), arguments);
        return exponent == null || inverse ? call : new Power(call, exponent);
    }

    private static String canonical(String name) {
        return switch (name) {
            case "asin", "acos", "atan" -> "arc" + name.substring(1);
            case "ceiling" -> "ceil";
            case "lg" -> "log";
            default -> name;
        };
    }

    private Node command(String name) throws UnreadableException {
        return switch (name) {
            case "frac" -> {
                Node above = digitOrGroup();
                yield new Product(List.of(above, Node.inverse(digitOrGroup())));
            }
            case "binom" -> {
                Node above = digitOrGroup();
                yield new Call("binom", List.of(above, digitOrGroup()));
            }
            case "sqrt" -> root();
            case "cbrt" -> new Call("root", List.of(factor(), Node.number(3)));
            case "pi", "infty" -> new Name(name);
            case "R" -> new Name("R");
            case "emptyset", "varnothing" -> new Node.Sequence(Node.Brackets.BRACES, List.of());
            case "overline", "angle", "triangle" -> factor();
            case "lfloor" -> between("floor", "rfloor");
            case "lceil" -> between("ceil", "rceil");
            case "sum", "prod", "int" -> series(name);
            default -> letter(new Token(Kind.LETTER, "\\" + name, false));
        };
    }

    private Node digitOrGroup() throws UnreadableException {
        return tokens.peek().is(Kind.NUMBER)
                ? Literals.number(tokens.takeDigit().text())
                : factor();
    }

    private Node root() throws UnreadableException {
        if (!tokens.accept("[")) {
            return new Call("root", List.of(factor(), Node.number(2)));
        }
        Node degree = formulas.sum();
        tokens.expect("]");
        return new Call("root", List.of(factor(), degree));
    }

    private Node between(String function, String end) throws UnreadableException {
        Node inside = formulas.sum();
        if (!tokens.take().isCommand(end)) {
            throw new UnreadableException("\\" + end + " is missing");
        }
        return new Call(function, List.of(inside));
    }

    /** A sum, product or integral with its bounds, as {@code sum(k, from, to, terms)}. */
    private Node series(String name) throws UnreadableException {
        List<Node> bounds = new ArrayList<>();
        if (tokens.accept("_")) {
            Node from = factor();
            bounds.addAll(from instanceof Chain chain ? chain.sides() : List.of(from));
        }
        if (tokens.accept("^")) {
            bounds.add(exponent());
        }
        return formulas.unknown(name, bounds);
    }
}
