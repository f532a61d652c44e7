package org.reason4j.reward.rulebased.math.parse;

import java.util.ArrayList;
import java.util.List;
import org.reason4j.reward.rulebased.math.parse.Node.Call;
import org.reason4j.reward.rulebased.math.parse.Node.Name;
import org.reason4j.reward.rulebased.math.parse.Node.PlusMinus;
import org.reason4j.reward.rulebased.math.parse.Node.Power;
import org.reason4j.reward.rulebased.math.parse.Node.Product;
import org.reason4j.reward.rulebased.math.parse.Node.Sum;
import org.reason4j.reward.rulebased.math.parse.Token.Kind;

/**
 * Sums, products and powers, by recursive descent.
 *
 * <p>A product needs no sign: {@code 2x(x+1)}. A number and a proper fraction behind it are a mixed number. A slash binds
 * like a product from the left: {@code 1/2x} is {@code (1/2)x}.
 */
final class FormulaParser {

    private final Cursor tokens;
    private final Budget budget;
    private final FactorParser factors;

    FormulaParser(Cursor tokens, Budget budget, AnswerParser answers) {
        this.tokens = tokens;
        this.budget = budget;
        this.factors = new FactorParser(tokens, budget, this, answers);
    }

    Node sum() throws UnreadableException {
        budget.enter();
        List<Node> terms = new ArrayList<>();
        terms.add(signed());
        while (isSign(tokens.peek())) {
            terms.add(signed());
        }
        budget.leave();
        return terms.size() == 1 ? terms.get(0) : new Sum(terms);
    }

    private static boolean isSign(Token token) {
        return token.is("+") || token.is("-") || token.is("±") || token.is("∓");
    }

    private Node signed() throws UnreadableException {
        boolean minus = false;
        int either = 0;
        while (isSign(tokens.peek())) {
            budget.step();
            Token sign = tokens.take();
            minus ^= sign.is("-");
            either = sign.is("±") ? 1 : sign.is("∓") ? -1 : either;
        }
        Node product = product();
        Node value = minus ? Node.negative(product) : product;
        return either == 0 ? value : new PlusMinus(value, either > 0);
    }

    Node product() throws UnreadableException {
        Node product = factors();
        Node last = product instanceof Product factors
                ? factors.factors().get(factors.factors().size() - 1)
                : product;
        boolean divided = last instanceof Power power
                && power.exponent().equals(Node.MINUS_ONE)
                && power.base() instanceof Call call
                && (call.function().equals("percent") || call.function().equals("degrees"));
        return divided && product instanceof Product quotient ? ofWhole(quotient) : product;
    }

    /** A percent sign behind a quotient is that of the quotient: {@code 1/2\%}. */
    private static Node ofWhole(Product quotient) {
        List<Node> all = new ArrayList<>(quotient.factors());
        Power last = (Power) all.remove(all.size() - 1);
        Call sign = (Call) last.base();
        all.add(Node.inverse(sign.arguments().get(0)));
        return new Call(sign.function(), List.of(new Product(all)));
    }

    private Node factors() throws UnreadableException {
        List<Node> all = new ArrayList<>();
        all.add(first());
        while (true) {
            budget.step();
            if (tokens.accept("*")) {
                all.add(signedFactor());
            } else if (tokens.peek().is("/") && !unitFollows()) {
                tokens.take();
                all.add(Node.inverse(signedFactor()));
            } else if (multipliesSilently(all.get(all.size() - 1))) {
                all.add(factors.power());
            } else {
                return all.size() == 1 ? all.get(0) : new Product(all);
            }
        }
    }

    /** True for {@code / hour}: the unit goes on. */
    private boolean unitFollows() {
        Token next = tokens.peek(1);
        return next.is(Kind.TEXT) || next.is(Kind.WORD) && Units.isUnit(next.text());
    }

    private Node signedFactor() throws UnreadableException {
        boolean minus = false;
        while (tokens.peek().is("-") || tokens.peek().is("+")) {
            budget.step();
            minus ^= tokens.take().is("-");
        }
        Node factor = factors.power();
        return minus ? Node.negative(factor) : factor;
    }

    /** The first factor, which may be a mixed number. */
    private Node first() throws UnreadableException {
        boolean whole = tokens.peek().is(Kind.NUMBER) && isDigits(tokens.peek().text());
        Node factor = factors.power();
        if (!whole || !(factor instanceof Node.Number number)) {
            return factor;
        }
        int place = tokens.position();
        if (tokens.peek().isCommand("frac")) {
            Node fraction = factors.power();
            if (isProper(fraction)) {
                return new Sum(List.of(number, fraction));
            } else if (fraction instanceof Call sign
                    && isProper(sign.arguments().get(0))) {
                return new Call(
                        sign.function(),
                        List.of(new Sum(List.of(number, sign.arguments().get(0)))));
            }
            tokens.back(place);
        } else if (tokens.peek().is(Kind.NUMBER)
                && tokens.peek(1).is("/")
                && tokens.peek(2).is(Kind.NUMBER)) {
            Node above = Literals.number(tokens.take().text());
            tokens.take();
            Node fraction = new Product(
                    List.of(above, Node.inverse(Literals.number(tokens.take().text()))));
            if (!isProper(fraction)) {
                throw new UnreadableException("an improper fraction behind a whole number");
            }
            return new Sum(List.of(number, fraction));
        }
        return factor;
    }

    private static boolean isDigits(String text) {
        return text.chars().allMatch(Character::isDigit);
    }

    /** True for a fraction of whole numbers that is at least 0 and less than 1. */
    private static boolean isProper(Node node) {
        return node instanceof Product product
                && product.factors().size() == 2
                && product.factors().get(0) instanceof Node.Number above
                && product.factors().get(1) instanceof Power power
                && power.exponent().equals(Node.MINUS_ONE)
                && power.base() instanceof Node.Number below
                && above.digits() == 0
                && below.digits() == 0
                && above.value().numerator().signum() >= 0
                && above.value().minus(below.value()).numerator().signum() < 0;
    }

    private boolean multipliesSilently(Node before) {
        Token next = tokens.peek();
        return switch (next.kind()) {
            case NUMBER -> next.spaced() && !(before instanceof Node.Number) && !(before instanceof Name);
            case LETTER, FUNCTION, BEGIN -> true;
            case WORD -> !isUnitHere(next, before);
            case COMMAND -> FactorParser.begins(next);
            case SYMBOL -> next.is("(") || next.is("{") || next.is("[") || next.is("|") && !factors.insideBars();
            default -> false;
        };
    }

    /** A word behind a number is a unit if it is a known one or is long enough for a word. */
    private static boolean isUnitHere(Token word, Node before) {
        boolean count = before instanceof Node.Number && word.text().length() >= 4;
        boolean spaced =
                word.spaced() && !(before instanceof Name) && word.text().matches("[a-z]*+");
        boolean spoken = spaced && word.text().length() >= 3 && word.text().matches(".*?[aeou].*+");
        boolean product = word.text().equals("hr") && !(before instanceof Node.Number);
        return Units.isUnit(word.text()) && !product || count || spoken;
    }

    /** What a function without brackets applies to: {@code 2x} of {@code \sin 2x \cos y}. */
    Node argument() throws UnreadableException {
        Token next = tokens.peek();
        if (next.is("(") || next.is("{") || next.is("[") || next.is("|")) {
            return factors.factor();
        }
        List<Node> all = new ArrayList<>();
        all.add(signedFactor());
        while (continuesArgument(all.get(all.size() - 1))) {
            budget.step();
            boolean divided = tokens.accept("/");
            Node factor = factors.power();
            all.add(divided ? Node.inverse(factor) : factor);
        }
        return all.size() == 1 ? all.get(0) : new Product(all);
    }

    private boolean continuesArgument(Node before) {
        Token next = tokens.peek();
        return !next.is(Kind.FUNCTION)
                && (next.is("/") && !unitFollows()
                        || !next.is("(") && !next.is("[") && !next.is("|") && multipliesSilently(before));
    }

    /** A function that no rule computes, of what comes next: an integral, a sum. */
    Node unknown(String name, List<Node> bounds) throws UnreadableException {
        List<Node> arguments = new ArrayList<>(bounds);
        arguments.add(product());
        return new Call(name, arguments);
    }
}
