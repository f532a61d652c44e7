package org.reason4j.core.formats.template;

import java.math.BigInteger;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.reason4j.api.plugin.ConfigException;
import org.reason4j.core.formats.template.Expr.CallArguments;
import org.reason4j.core.formats.template.Expr.FilterCall;
import org.reason4j.core.formats.template.Statement.Body;
import org.reason4j.core.formats.template.Statement.Signature;
import org.reason4j.core.formats.template.Statement.Target;
import org.reason4j.core.formats.template.Token.Kind;
import org.reason4j.core.formats.template.value.None;
import org.reason4j.core.formats.template.value.Text;
import org.reason4j.core.formats.template.value.Values;

/** Recursive descent over the tokens of a template, with the precedence rules of Jinja rather than those of Python. */
final class Parser {

    private static final Set<String> COMPARISONS = Set.of("==", "!=", "<", "<=", ">", ">=");
    private static final Set<Kind> TEST_ARGUMENTS = Set.of(Kind.NAME, Kind.STRING, Kind.INTEGER, Kind.FLOAT);
    private static final Set<String> OTHER_JINJA_TAGS =
            Set.of("autoescape", "block", "extends", "from", "import", "include", "do", "trans", "debug");

    private final List<Token> tokens;
    private final Deque<Names> bodies = new ArrayDeque<>();
    private int next;
    private int loops;
    private boolean conditional;

    private Parser(List<Token> tokens) {
        this.tokens = tokens;
    }

    static Body parse(String source) {
        Parser parser = new Parser(Lexer.tokens(source));
        return parser.body(new Names(), parser::statements);
    }

    // statements

    private Body body(Names names, Supplier<List<Statement>> content) {
        boolean outerConditional = conditional;
        conditional = false;
        bodies.push(names);
        List<Statement> statements = content.get();
        bodies.pop();
        conditional = outerConditional;
        if (!bodies.isEmpty()) {
            names().contain(names);
        }
        return new Body(statements, names);
    }

    private Names names() {
        return bodies.element();
    }

    /** Reads statements up to the tag that has one of the given names, and stops at that name. */
    private List<Statement> statements(String... endings) {
        List<Statement> statements = new ArrayList<>();
        while (true) {
            Token token = take();
            switch (token.kind()) {
                case DATA -> statements.add(new Statement.Output(token.text()));
                case PRINT_BEGIN -> {
                    statements.add(new Statement.Print(tuple(true)));
                    expect(Kind.PRINT_END);
                }
                case TAG_BEGIN -> {
                    if (peek().kind() == Kind.NAME && List.of(endings).contains(peek().text())) {
                        return List.copyOf(statements);
                    }
                    statements.add(statement(endings));
                    expect(Kind.TAG_END);
                }
                default -> {
                    if (endings.length > 0) {
                        throw failure(
                                "Unexpected end of template. Jinja was looking for the following tags: '"
                                        + String.join("' or '", endings) + "'.",
                                token);
                    }
                    return List.copyOf(statements);
                }
            }
        }
    }

    private List<Statement> statementsAfterTag(String... endings) {
        skipOperator(":");
        expect(Kind.TAG_END);
        return statements(endings);
    }

    private Supplier<List<Statement>> upTo(String ending) {
        return () -> {
            List<Statement> statements = statementsAfterTag(ending);
            take();
            return statements;
        };
    }

    private Statement statement(String... endings) {
        Token tag = take();
        if (tag.kind() != Kind.NAME) {
            throw failure("tag name expected", tag);
        }
        return switch (tag.text()) {
            case "print" -> print();
            case "set" -> set();
            case "if" -> conditional();
            case "for" -> loop();
            case "macro" -> macro();
            case "call" -> callBlock(tag);
            case "filter" -> filterBlock();
            case "with" -> with();
            case "generation" -> outsideLoops(() -> new Statement.Generation(body(new Names(), upTo("endgeneration"))));
            case "break", "continue" -> jump(tag);
            default -> throw unknownTag(tag, endings);
        };
    }

    private ConfigException unknownTag(Token tag, String... endings) {
        if (OTHER_JINJA_TAGS.contains(tag.text())) {
            return failure("The tag '" + tag.text() + "' is not available in chat templates.", tag);
        }
        String expected = endings.length == 0
                ? ""
                : " Jinja was looking for the following tags: '" + String.join("' or '", endings) + "'.";
        return failure("Encountered unknown tag '" + tag.text() + "'." + expected, tag);
    }

    private Statement jump(Token tag) {
        if (loops == 0) {
            throw failure("'" + tag.text() + "' outside loop", tag);
        }
        return tag.text().equals("break") ? new Statement.Break() : new Statement.Continue();
    }

    private Statement outsideLoops(Supplier<Statement> statement) {
        int outer = loops;
        loops = 0;
        Statement result = statement.get();
        loops = outer;
        return result;
    }

    private Statement print() {
        List<Expr> values = new ArrayList<>(List.of(expression()));
        while (skipOperator(",")) {
            values.add(expression());
        }
        return new Statement.Print(values.size() == 1 ? values.get(0) : new Expr.Concat(values));
    }

    private Statement set() {
        Target target = target(true);
        if (skipOperator("=")) {
            Expr value = tuple(true);
            assign(target);
            return new Statement.Assign(target, value);
        }
        List<FilterCall> filters = new ArrayList<>();
        while (skipOperator("|")) {
            filters.add(filterCall());
        }
        assign(target);
        return outsideLoops(() -> new Statement.Capture(target, filters, body(new Names(), upTo("endset"))));
    }

    private Statement conditional() {
        List<Statement.If.Branch> branches = new ArrayList<>();
        boolean outer = conditional;
        conditional = true;
        Expr test = tuple(false);
        names().enterCondition();
        while (true) {
            branches.add(new Statement.If.Branch(test, statementsAfterTag("elif", "else", "endif")));
            Token ending = take();
            if (ending.isName("elif")) {
                test = tuple(false);
                continue;
            }
            List<Statement> otherwise = ending.isName("else") ? upTo("endif").get() : List.of();
            names().leaveCondition();
            conditional = outer;
            return new Statement.If(branches, otherwise);
        }
    }

    private Statement loop() {
        Target target = target(false, "in");
        expectName("in");
        Expr items = tuple(false, "recursive");
        Names names = new Names();
        bind(target, names);
        if (names.uses("loop")) {
            throw failure("Can't assign to special loop variable in for-loop target", peek());
        }
        names.bound("loop");
        Optional<Expr> test = Optional.empty();
        if (skipName("if")) {
            bodies.push(new Names());
            test = Optional.of(expression());
            names.contain(bodies.pop());
        }
        boolean recursive = skipName("recursive");
        loops++;
        Body body = body(names, () -> statementsAfterTag("endfor", "else"));
        loops--;
        Body otherwise = take().isName("else") ? body(new Names(), upTo("endfor")) : new Body(List.of(), new Names());
        return new Statement.For(target, items, test, recursive, body, otherwise);
    }

    private Statement macro() {
        String name = expect(Kind.NAME).text();
        Names names = new Names();
        Signature signature = signature(names);
        Statement macro = outsideLoops(() -> new Statement.DefineMacro(name, signature, body(names, upTo("endmacro"))));
        names().assigned(name);
        return macro;
    }

    private Statement callBlock(Token tag) {
        Names names = new Names();
        Signature signature = peek().isOperator("(") ? signature(names) : Signature.EMPTY;
        if (!(expression() instanceof Expr.Call call)) {
            throw failure("expected call", tag);
        }
        return outsideLoops(() -> new Statement.CallBlock(signature, call, body(names, upTo("endcall"))));
    }

    private Statement filterBlock() {
        List<FilterCall> filters = new ArrayList<>(List.of(filterCall()));
        while (skipOperator("|")) {
            filters.add(filterCall());
        }
        return outsideLoops(() -> new Statement.Filter(filters, body(new Names(), upTo("endfilter"))));
    }

    private Statement with() {
        List<Target> targets = new ArrayList<>();
        List<Expr> values = new ArrayList<>();
        Names names = new Names();
        while (peek().kind() != Kind.TAG_END) {
            if (!targets.isEmpty()) {
                expectOperator(",");
            }
            Target target = target(false);
            bind(target, names);
            targets.add(target);
            expectOperator("=");
            values.add(expression());
        }
        return new Statement.With(targets, values, body(names, upTo("endwith")));
    }

    private Signature signature(Names names) {
        List<String> parameters = new ArrayList<>();
        List<Expr> defaults = new ArrayList<>();
        expectOperator("(");
        bodies.push(names);
        while (!peek().isOperator(")")) {
            if (!parameters.isEmpty()) {
                expectOperator(",");
            }
            Token parameter = expect(Kind.NAME);
            names.bound(parameter.text());
            parameters.add(parameter.text());
            if (skipOperator("=")) {
                defaults.add(expression());
            } else if (!defaults.isEmpty()) {
                throw failure("non-default argument follows default argument", parameter);
            }
        }
        bodies.pop();
        expectOperator(")");
        return new Signature(parameters, defaults);
    }

    // targets of assignments

    private Target target(boolean fields, String... endings) {
        List<Target> targets = new ArrayList<>();
        boolean several = false;
        do {
            if (!targets.isEmpty() && (peek().isOperator("=") || atEndOfTuple(endings))) {
                break;
            }
            targets.add(singleTarget(fields));
            several |= peek().isOperator(",");
        } while (skipOperator(","));
        return several ? new Target.Unpack(targets) : targets.get(0);
    }

    private Target singleTarget(boolean fields) {
        if (skipOperator("(")) {
            Target nested = target(fields);
            expectOperator(")");
            return nested;
        }
        Token name = expect(Kind.NAME);
        if (Set.of("true", "false", "none", "True", "False", "None").contains(name.text())) {
            throw failure("can't assign to 'const'", name);
        }
        if (fields && skipOperator(".")) {
            return new Target.Field(name.text(), expect(Kind.NAME).text());
        }
        return new Target.Variable(name.text());
    }

    private void assign(Target target) {
        if (target instanceof Target.Variable variable) {
            names().assigned(variable.name());
        } else if (target instanceof Target.Unpack unpack) {
            unpack.targets().forEach(this::assign);
        } else if (target instanceof Target.Field field) {
            names().read(field.namespace());
        }
    }

    private static void bind(Target target, Names names) {
        if (target instanceof Target.Variable variable) {
            names.bound(variable.name());
        } else if (target instanceof Target.Unpack unpack) {
            unpack.targets().forEach(nested -> bind(nested, names));
        }
    }

    // expressions, from the loosest binding to the tightest

    private Expr tuple(boolean withCondition, String... endings) {
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

    private boolean atEndOfTuple(String... endings) {
        Token token = peek();
        return token.kind() == Kind.PRINT_END
                || token.kind() == Kind.TAG_END
                || token.isOperator(")")
                || (token.kind() == Kind.NAME && List.of(endings).contains(token.text()));
    }

    private Expr expression() {
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
        return value;
    }

    private Expr or() {
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
        return skipName("not") ? new Expr.Not(not()) : comparison();
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
                next += 2;
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
            return postfix(new Expr.Signed(minus ? '-' : '+', signed()));
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
        return Values.integer(new BigInteger(radix == 10 ? digits : digits.substring(2), radix));
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

    private FilterCall filterCall() {
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

    // tokens

    private Token peek() {
        return peek(0);
    }

    private Token peek(int ahead) {
        return tokens.get(Math.min(next + ahead, tokens.size() - 1));
    }

    private Token take() {
        Token token = peek();
        next++;
        return token;
    }

    private boolean skipName(String name) {
        boolean found = peek().isName(name);
        next += found ? 1 : 0;
        return found;
    }

    private boolean skipOperator(String operator) {
        boolean found = peek().isOperator(operator);
        next += found ? 1 : 0;
        return found;
    }

    private Token expect(Kind kind) {
        Token token = take();
        if (token.kind() != kind) {
            String expected = kind == Kind.NAME ? "name" : new Token(kind, "", 0).described();
            throw failure("expected token '" + expected + "', got '" + token.described() + "'", token);
        }
        return token;
    }

    private void expectName(String name) {
        if (!skipName(name)) {
            throw failure("expected token '" + name + "', got '" + peek().described() + "'", peek());
        }
    }

    private void expectOperator(String operator) {
        if (!skipOperator(operator)) {
            throw failure("expected token '" + operator + "', got '" + peek().described() + "'", peek());
        }
    }

    private static ConfigException failure(String problem, Token at) {
        return Lexer.syntaxError(problem, at.line());
    }
}
