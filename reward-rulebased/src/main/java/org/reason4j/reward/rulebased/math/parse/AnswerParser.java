package org.reason4j.reward.rulebased.math.parse;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.reason4j.reward.rulebased.math.parse.Node.Brackets;
import org.reason4j.reward.rulebased.math.parse.Node.Call;
import org.reason4j.reward.rulebased.math.parse.Node.Chain;
import org.reason4j.reward.rulebased.math.parse.Node.Interval;
import org.reason4j.reward.rulebased.math.parse.Node.Matrix;
import org.reason4j.reward.rulebased.math.parse.Node.Quantity;
import org.reason4j.reward.rulebased.math.parse.Node.Ratio;
import org.reason4j.reward.rulebased.math.parse.Node.Sequence;
import org.reason4j.reward.rulebased.math.parse.Node.Union;
import org.reason4j.reward.rulebased.math.parse.Token.Kind;

/** Answers: lists, relations, sets, intervals, matrices and quantities, made of formulas. */
final class AnswerParser {

    private static final Set<String> CONNECTIVES = Set.of("and", "or", "", "respectively");
    private static final int LONGEST_UNIT = 8; // words, with one blank at either end
    private static final Set<String> OPENING = Set.of("(", "[", "{", "\\{");
    private static final Set<String> CLOSING = Set.of(")", "]", "}", "\\}");

    private final Cursor tokens;
    private final Budget budget;
    private final FormulaParser formulas;

    private AnswerParser(Cursor tokens, Budget budget) {
        this.tokens = tokens;
        this.budget = budget;
        this.formulas = new FormulaParser(tokens, budget, this);
    }

    /** Parses all tokens. */
    static Node parse(List<Token> tokens, Budget budget) throws UnreadableException {
        AnswerParser parser = new AnswerParser(new Cursor(tokens), budget);
        Node answer = parser.list();
        if (!parser.tokens.atEnd()) {
            throw new UnreadableException("'" + parser.tokens.peek().text() + "' is too much");
        }
        return answer;
    }

    /** Elements without brackets; where semicolons and commas are mixed, commas bind closer. */
    private Node list() throws UnreadableException {
        List<Node> groups = new ArrayList<>();
        do {
            List<Node> items = items();
            if (!items.isEmpty()) {
                groups.add(items.size() == 1 ? items.get(0) : new Sequence(Brackets.NONE, items));
            }
        } while (tokens.accept(";"));
        while (tokens.accept(".")) {
            budget.step();
        }
        if (groups.isEmpty()) {
            throw new UnreadableException("there is nothing");
        }
        return groups.size() == 1 ? groups.get(0) : new Sequence(Brackets.NONE, groups);
    }

    /** Elements with commas or connectives between them. */
    private List<Node> items() throws UnreadableException {
        List<Node> items = new ArrayList<>();
        skipSeparators();
        while (!ends(tokens.peek())) {
            items.add(element());
            if (!skipSeparators() && !ends(tokens.peek())) {
                throw new UnreadableException("'" + tokens.peek().text() + "' follows an element");
            }
        }
        return items;
    }

    private static boolean ends(Token token) {
        boolean bracket = token.is(Kind.SYMBOL) && (CLOSING.contains(token.text()) || token.is(";") || token.is("."));
        return bracket || token.is(Kind.LAST) || token.is(Kind.END);
    }

    private boolean skipSeparators() {
        boolean found = false;
        while (tokens.peek().is(",") || tokens.peek().is("\\\\") || isConnective(tokens.peek())) {
            budget.step();
            tokens.take();
            found = true;
        }
        return found;
    }

    private static boolean isConnective(Token token) {
        return token.is(Kind.TEXT)
                && CONNECTIVES.contains(Spelling.words(token.text()))
                && !token.text().startsWith("\\");
    }

    /** Sides with relations between them; a side alone where there is none. */
    private Node element() throws UnreadableException {
        budget.enter();
        boolean claim = List.of("=", "approx").contains(tokens.peek().text());
        if (tokens.peek().is(Kind.RELATION) && claim) {
            tokens.take(); // "= 5"
        }
        List<Node> sides = new ArrayList<>(List.of(side()));
        List<Relation> relations = new ArrayList<>();
        while (relationFollows()) {
            relations.add(Spelling.relation(tokens.take().text()).orElseThrow());
            sides.add(side());
        }
        budget.leave();
        return relations.isEmpty() ? sides.get(0) : new Chain(sides, relations);
    }

    /** True before a relation; an alignment mark in front of it is taken. */
    private boolean relationFollows() {
        if (tokens.peek().is("&") && tokens.peek(1).is(Kind.RELATION)) {
            tokens.take();
        }
        return tokens.peek().is(Kind.RELATION);
    }

    private Node side() throws UnreadableException {
        if (tokens.peek().is("&")) {
            tokens.take();
        }
        List<Node> parts = new ArrayList<>(List.of(ratio()));
        List<Node> without = new ArrayList<>();
        while (tokens.peek().is("∪") || tokens.peek().is("\\")) {
            budget.step();
            (tokens.take().is("∪") ? parts : without).add(ratio());
        }
        return parts.size() == 1 && without.isEmpty() ? parts.get(0) : new Union(parts, without);
    }

    private Node ratio() throws UnreadableException {
        List<Node> parts = new ArrayList<>(List.of(quantity()));
        while (tokens.accept(":")) {
            budget.step();
            parts.add(quantity());
        }
        return parts.size() == 1 ? parts.get(0) : new Ratio(parts);
    }

    /** A formula with a unit in front or behind, or a text. */
    private Node quantity() throws UnreadableException {
        if (!tokens.peek().is(Kind.TEXT)) {
            Node value = formulas.sum();
            String unit = unit();
            return unit.isEmpty() ? signedUnit(value) : measured(value, unit);
        }
        String text = tokens.take().text();
        Token next = tokens.peek();
        if (ends(next) || next.is(",") || next.is(Kind.RELATION) || isConnective(next) || next.is(Kind.TEXT)) {
            return words(text);
        }
        String label = text.strip();
        if (Units.unit(Units.normal(text)).isPresent()) {
            return measured(formulas.sum(), text);
        } else if (label.endsWith(":") || label.endsWith(" is") || label.endsWith("=")) {
            return quantity();
        }
        throw new UnreadableException("a formula follows the text '" + label + "'");
    }

    private Node words(String first) {
        StringBuilder all = new StringBuilder(first);
        while (tokens.peek().is(Kind.TEXT) && !isConnective(tokens.peek())) {
            all.append(' ').append(tokens.take().text());
        }
        return Readings.words(all.toString());
    }

    private static Node signedUnit(Node value) {
        if (value instanceof Call call
                && (call.function().equals("percent") || call.function().equals("degrees"))) {
            String unit = call.function().equals("percent") ? Units.PERCENT : Units.DEGREES;
            return new Quantity(call.arguments().get(0), unit);
        }
        return value;
    }

    private static Node measured(Node value, String unit) {
        String normal = Units.normal(unit);
        String first = normal.contains(" ") ? normal.substring(0, normal.indexOf(' ')) : normal;
        return Units.multiplier(first)
                .<Node>map(size -> new Node.Product(List.of(value, new Node.Number(size, 0))))
                .map(product -> first.equals(normal)
                        ? product
                        : new Quantity(product, Units.normal(normal.substring(first.length()))))
                .orElseGet(() -> new Quantity(value, normal));
    }

    /** Takes the words behind a number, with exponents and slashes: {@code cm^2}, {@code km/h}; empty if there are none. */
    private String unit() throws UnreadableException {
        StringBuilder unit = new StringBuilder();
        while (isUnit(tokens.peek())) {
            budget.step();
            unit.append(' ').append(tokens.take().text());
            if (tokens.accept("^")) {
                unit.append('^').append(exponent());
            }
            if (tokens.peek().is("/") && isUnit(tokens.peek(1))) {
                tokens.take();
                unit.append(" per");
            }
        }
        return checked(unit.toString());
    }

    private boolean isUnit(Token token) {
        boolean inch = token.is(Kind.RELATION) && token.text().equals("in") && ends(tokens.peek(1));
        return token.is(Kind.WORD)
                || inch
                || token.is("%")
                || token.is("°")
                || token.is(Kind.TEXT) && !isConnective(token);
    }

    /** Refuses what is no unit and no word that counts: a text with numbers, a denial, a sentence. */
    private static String checked(String unit) throws UnreadableException {
        String words = ' ' + Spelling.words(unit.replaceAll("\\^\\d", "")) + ' ';
        boolean number = words.chars().anyMatch(Character::isDigit);
        if (number || words.contains(" not ") || words.contains(" no ") || words.split(" ", -1).length > LONGEST_UNIT) {
            throw new UnreadableException("'" + unit + "' is no unit");
        }
        return unit;
    }

    private String exponent() throws UnreadableException {
        boolean braces = tokens.accept("{");
        String digits = tokens.take().text();
        if (braces) {
            tokens.expect("}");
        }
        return digits;
    }

    /** Arguments in brackets of a function. */
    List<Node> arguments() throws UnreadableException {
        Node inside = brackets();
        return inside instanceof Sequence sequence ? sequence.items() : List.of(inside);
    }

    /** What stands in brackets: a formula, or a sequence, an interval or a set. */
    Node brackets() throws UnreadableException {
        Token open = tokens.take();
        if (!open.is(Kind.SYMBOL) || !OPENING.contains(open.text())) {
            throw new UnreadableException("'" + open.text() + "' begins no formula");
        }
        budget.enter();
        boolean builder = open.is("\\{") && skipBuilder();
        List<Node> items = new ArrayList<>(items());
        while (tokens.accept(";")) {
            items.addAll(items());
        }
        Token close = tokens.take();
        budget.leave();
        if (!close.is(Kind.SYMBOL) || !CLOSING.contains(close.text())) {
            throw new UnreadableException("a bracket does not close");
        }
        if (builder && close.is("\\}") && !items.isEmpty()) {
            return items.size() == 1 ? items.get(0) : new Sequence(Brackets.NONE, items);
        }
        return bracketed(open.text(), items, close.text());
    }

    /** Takes {@code x |} or {@code x \in R :} of a set that is given by conditions. */
    private boolean skipBuilder() {
        int length = 1;
        if (tokens.peek(1).is(Kind.RELATION) && tokens.peek(1).text().equals("in")) {
            length = tokens.peek(2).is("{") ? 5 : 3;
        }
        boolean bar = tokens.peek(length).is("|")
                || tokens.peek(length).is("∣")
                || tokens.peek(length).is(":");
        boolean builder = tokens.peek().is(Kind.LETTER) && bar;
        for (int i = 0; i <= length && builder; i++) {
            tokens.take();
        }
        return builder;
    }

    private static Node bracketed(String open, List<Node> items, String close) throws UnreadableException {
        boolean curly = open.endsWith("{");
        if (curly != close.endsWith("}") || open.length() != close.length()) {
            throw new UnreadableException(open + " and " + close + " do not match");
        } else if (curly) {
            boolean group = open.length() == 1 && items.size() == 1;
            return group ? items.get(0) : new Sequence(open.length() == 1 ? Brackets.GROUP : Brackets.BRACES, items);
        }
        boolean square = open.equals("[");
        if (square != close.equals("]")) {
            if (items.size() != 2) {
                throw new UnreadableException("an interval of " + items.size() + " ends");
            }
            return new Interval(items.get(0), square, items.get(1), !square);
        } else if (items.size() == 1) {
            return items.get(0);
        }
        return new Sequence(square ? Brackets.SQUARE : Brackets.ROUND, items);
    }

    /** A matrix, or the lines of cases. */
    Node environment() throws UnreadableException {
        budget.enter();
        String name = tokens.take().text();
        List<List<Node>> rows = new ArrayList<>(List.of(new ArrayList<>()));
        while (!tokens.peek().is(Kind.END)) {
            if (tokens.accept("\\\\")) {
                rows.add(new ArrayList<>());
            } else if (!tokens.accept("&")) {
                rows.get(rows.size() - 1).add(element());
            }
            budget.step();
        }
        tokens.take();
        budget.leave();
        rows.removeIf(List::isEmpty);
        if (name.contains("matrix") || name.equals("array")) {
            return new Matrix(rows);
        }
        return new Sequence(Brackets.NONE, rows.stream().flatMap(List::stream).toList());
    }
}
