package org.reason4j.core.formats.template;

import java.math.BigInteger;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.reason4j.core.formats.template.Expr.CallArguments;
import org.reason4j.core.formats.template.Expr.FilterCall;
import org.reason4j.core.formats.template.Token.Kind;
import org.reason4j.core.formats.template.builtin.Filters;
import org.reason4j.core.formats.template.builtin.Tests;
import org.reason4j.core.formats.template.value.None;
import org.reason4j.core.formats.template.value.TemplateException;
import org.reason4j.core.formats.template.value.Text;
import org.reason4j.core.formats.template.value.Values;

/** Expressions of a template: recursive descent from the loosest binding to the tightest. */
abstract class ExpressionParser extends TokenReader {

    private static final Set<String> COMPARISONS = Set.of("==", "!=", "<", "<=", ">", ">=");
    private static final Set<Kind> TEST_ARGUMENTS = Set.of(Kind.NAME, Kind.STRING, Kind.INTEGER, Kind.FLOAT);

    /** The variables of the bodies that are open, innermost first. */
    final Deque<VariableNames> bodies = new ArrayDeque<>();

    /** True inside a condition, where Jinja looks filters and tests up when it renders, not when it parses. */
    boolean conditional;

    ExpressionParser(List<Token> tokens) {
        super(tokens);
    }

    /** The variables of the innermost body. */
    final VariableNames names() {
        return bodies.element();
    }

    final Expr tuple(boolean withCondition, String... endings) {
        Token start = peek();
        List<Expr> items = new ArrayList<>();
        boolean several = false;
        while (!atEndOfTuple(endings)) {
            items.add(withCondition ? expression() : or());
            if (!skipOperator(",")) {
                break;
            }
            several = true;
        }
        if (items.isEmpty()) {
            throw failure("Expected an expression, got '" + start.described() + "'", start);
        }
        return several ? new Expr.TupleOf(items) : items.get(0);
    }

    final boolean atEndOfTuple(String... endings) {
        Token token = peek();
        return token.kind() == Kind.PRINT_END
                || token.kind() == Kind.TAG_END
                || token.isOperator(")")
                || (token.kind() == Kind.NAME && List.of(endings).contains(token.text()));
    }

    final Expr expression() {
        enter();
        boolean outer = conditional;
        int line = peek().line();
        Expr value = or();
        while (skipName("if")) {
            conditional = true;
            Expr test = or();
            Optional<Expr> otherwise = skipName("else") ? Optional.of(expression()) : Optional.empty();
            value = new Expr.Conditional(test, value, otherwise, line);
            line = peek().line();
            conditional = outer;
        }
        leave();
        return value;
    }

    final Expr or() {
        Expr left = and();
        while (skipName("or")) {
            left = new Expr.Or(left, and());
        }
        return left;
    }

    private Expr and() {
        Expr left = not();
        while (skipName("and")) {
            left = new Expr.And(left, not());
        }
        return left;
    }

    private Expr not() {
        if (!skipName("not")) {
            return comparison();
        }
        enter();
        Expr operand = not();
        leave();
        return new Expr.Not(operand);
    }

    private Expr comparison() {
        Expr first = sum();
        List<Expr.Compare.Comparison> rest = new ArrayList<>();
        while (true) {
            String operator;
            if (peek().kind() == Kind.OPERATOR && COMPARISONS.contains(peek().text())) {
                operator = take().text();
            } else if (skipName("in")) {
                operator = "in";
            } else if (peek().isName("not") && peek(1).isName("in")) {
                take();
                take();
                operator = "not in";
            } else {
                return rest.isEmpty() ? first : new Expr.Compare(first, rest);
            }
            rest.add(new Expr.Compare.Comparison(operator, sum()));
        }
    }

    private Expr sum() {
        return binary(this::concatenation, Set.of("+", "-"));
    }

    private Expr concatenation() {
        List<Expr> parts = new ArrayList<>(List.of(product()));
        while (skipOperator("~")) {
            parts.add(product());
        }
        return parts.size() == 1 ? parts.get(0) : new Expr.Concat(parts);
    }

    private Expr product() {
        return binary(() -> binary(this::filtered, Set.of("**")), Set.of("*", "/", "//", "%"));
    }

    private Expr binary(Supplier<Expr> operand, Set<String> operators) {
        Expr left = operand.get();
        while (peek().kind() == Kind.OPERATOR && operators.contains(peek().text())) {
            left = new Expr.Binary(take().text(), left, operand.get());
        }
        return left;
    }

    private Expr filtered() {
        Expr value = signed();
        while (true) {
            if (skipOperator("|")) {
                value = new Expr.Filtered(value, filterCall());
            } else if (skipName("is")) {
                value = test(value);
            } else if (peek().isOperator("(")) {
                value = new Expr.Call(value, arguments());
            } else {
                return value;
            }
        }
    }

    private Expr signed() {
        boolean minus = peek().isOperator("-");
        if (minus || peek().isOperator("+")) {
            take();
            enter();
            Expr operand = signed();
            leave();
            return postfix(new Expr.Signed(minus ? '-' : '+', operand));
        }
        return postfix(primary());
    }

    private Expr postfix(Expr start) {
        Expr value = start;
        while (true) {
            if (skipOperator(".")) {
                Token attribute = take();
                if (attribute.kind() == Kind.NAME) {
                    value = new Expr.Attribute(value, attribute.text());
                } else if (attribute.kind() == Kind.INTEGER) {
                    value = new Expr.Item(value, new Expr.Literal(integer(attribute)));
                } else {
                    throw failure("expected name or number", attribute);
                }
            } else if (skipOperator("[")) {
                value = subscript(value);
            } else if (peek().isOperator("(")) {
                value = new Expr.Call(value, arguments());
            } else {
                return value;
            }
        }
    }

    private Expr subscript(Expr target) {
        if (peek().isOperator("]")) {
            throw failure("expected subscript expression", peek());
        }
        Optional<Expr> start = peek().isOperator(":") ? Optional.empty() : Optional.of(expression());
        if (!skipOperator(":")) {
            List<Expr> keys = new ArrayList<>(List.of(start.orElseThrow()));
            while (skipOperator(",")) {
                keys.add(expression());
            }
            expectOperator("]");
            return new Expr.Item(target, keys.size() == 1 ? keys.get(0) : new Expr.TupleOf(keys));
        }
        Optional<Expr> stop = sliceBound();
        Optional<Expr> step = skipOperator(":") ? sliceBound() : Optional.empty();
        expectOperator("]");
        return new Expr.Slice(target, start, stop, step);
    }

    private Optional<Expr> sliceBound() {
        return peek().isOperator(":") || peek().isOperator("]") ? Optional.empty() : Optional.of(expression());
    }

    private Expr primary() {
        Token token = take();
        return switch (token.kind()) {
            case NAME -> name(token);
            case STRING -> {
                StringBuilder text = new StringBuilder(token.text());
                while (peek().kind() == Kind.STRING) {
                    text.append(take().text());
                }
                yield new Expr.Literal(text.toString());
            }
            case INTEGER -> new Expr.Literal(integer(token));
            case FLOAT -> new Expr.Literal(Double.valueOf(token.text().replace("_", "")));
            case OPERATOR ->
                switch (token.text()) {
                    case "(" -> parenthesized();
                    case "[" -> new Expr.ListOf(listed("]"));
                    case "{" -> dict();
                    default -> throw failure("unexpected '" + token.text() + "'", token);
                };
            default -> throw failure("unexpected '" + token.described() + "'", token);
        };
    }

    private Expr name(Token token) {
        return switch (token.text()) {
            case "true", "True" -> new Expr.Literal(true);
            case "false", "False" -> new Expr.Literal(false);
            case "none", "None" -> new Expr.Literal(None.NONE);
            default -> {
                names().read(token.text());
                yield new Expr.Name(token.text());
            }
        };
    }

    private Object integer(Token token) {
        String digits = Text.lower(token.text().replace("_", ""));
        int radix = digits.startsWith("0x") ? 16 : digits.startsWith("0o") ? 8 : digits.startsWith("0b") ? 2 : 10;
        try {
            return Values.integer(new BigInteger(radix == 10 ? digits : digits.substring(2), radix));
        } catch (TemplateException e) {
            throw failure(String.valueOf(e.getMessage()), token);
        }
    }

    private Expr parenthesized() {
        Expr value = peek().isOperator(")") ? new Expr.TupleOf(List.of()) : tuple(true);
        expectOperator(")");
        return value;
    }

    private List<Expr> listed(String ending) {
        List<Expr> items = new ArrayList<>();
        while (!peek().isOperator(ending)) {
            items.add(expression());
            if (!peek().isOperator(ending)) {
                expectOperator(",");
            }
        }
        expectOperator(ending);
        return items;
    }

    private Expr dict() {
        List<Expr.DictOf.Entry> entries = new ArrayList<>();
        while (!peek().isOperator("}")) {
            Expr key = expression();
            expectOperator(":");
            entries.add(new Expr.DictOf.Entry(key, expression()));
            if (!peek().isOperator("}")) {
                expectOperator(",");
            }
        }
        expectOperator("}");
        return new Expr.DictOf(entries);
    }

    private CallArguments arguments() {
        Token start = peek();
        expectOperator("(");
        List<Expr> positional = new ArrayList<>();
        List<CallArguments.Keyword> keywords = new ArrayList<>();
        Optional<Expr> spread = Optional.empty();
        Optional<Expr> spreadKeywords = Optional.empty();
        while (!peek().isOperator(")")) {
            boolean inOrder = spreadKeywords.isEmpty();
            if (skipOperator("*")) {
                inOrder &= spread.isEmpty();
                spread = Optional.of(expression());
            } else if (skipOperator("**")) {
                spreadKeywords = Optional.of(expression());
            } else if (peek().kind() == Kind.NAME && peek(1).isOperator("=")) {
                String name = take().text();
                take();
                keywords.add(new CallArguments.Keyword(name, expression()));
            } else {
                inOrder &= spread.isEmpty() && keywords.isEmpty();
                positional.add(expression());
            }
            if (!inOrder) {
                throw failure("invalid syntax for function call expression", start);
            }
            if (!peek().isOperator(")")) {
                expectOperator(",");
            }
        }
        expectOperator(")");
        return new CallArguments(positional, keywords, spread, spreadKeywords);
    }

    private CallArguments optionalArguments() {
        return peek().isOperator("(") ? arguments() : CallArguments.NONE;
    }

    final FilterCall filterCall() {
        Token name = expect(Kind.NAME);
        if (!conditional && !Filters.isKnown(name.text())) {
            throw failure("No filter named '" + name.text() + "'.", name);
        }
        return new FilterCall(name.text(), optionalArguments());
    }

    private Expr test(Expr value) {
        boolean negated = skipName("not");
        Token name = expect(Kind.NAME);
        if (!conditional && !Tests.isKnown(name.text())) {
            throw failure("No test named '" + name.text() + "'.", name);
        }
        Expr test = new Expr.Tested(value, name.text(), testArguments());
        return negated ? new Expr.Not(test) : test;
    }

    private CallArguments testArguments() {
        Token token = peek();
        boolean argument = TEST_ARGUMENTS.contains(token.kind()) || token.isOperator("[") || token.isOperator("{");
        if (!argument || token.isName("else") || token.isName("or") || token.isName("and")) {
            return optionalArguments();
        }
        if (token.isName("is")) {
            throw failure("You cannot chain multiple tests with is", token);
        }
        return new CallArguments(List.of(postfix(primary())), List.of(), Optional.empty(), Optional.empty());
    }
}
