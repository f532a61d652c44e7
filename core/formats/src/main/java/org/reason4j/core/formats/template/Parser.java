package org.reason4j.core.formats.template;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.reason4j.api.plugin.ConfigException;
import org.reason4j.core.formats.template.Expr.FilterCall;
import org.reason4j.core.formats.template.Statement.Body;
import org.reason4j.core.formats.template.Statement.Signature;
import org.reason4j.core.formats.template.Statement.Target;
import org.reason4j.core.formats.template.Token.Kind;

/**
 * Statements of a template: recursive descent over its tokens. Expressions have the precedence rules of Jinja rather than
 * those of Python.
 */
final class Parser extends ExpressionParser {

    private static final Set<String> OTHER_JINJA_TAGS =
            Set.of("autoescape", "block", "extends", "from", "import", "include", "do", "trans", "debug");

    private int loops;

    private Parser(List<Token> tokens) {
        super(tokens);
    }

    static Body parse(String source) {
        Parser parser = new Parser(Lexer.tokens(source));
        return parser.body(new VariableNames(), parser::statements);
    }

    private Body body(VariableNames names, Supplier<List<Statement>> content) {
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
                    enter();
                    statements.add(statement(endings));
                    leave();
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
            case "generation" ->
                outsideLoops(() -> new Statement.Generation(body(new VariableNames(), upTo("endgeneration"))));
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
        return outsideLoops(() -> new Statement.Capture(target, filters, body(new VariableNames(), upTo("endset"))));
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
        VariableNames names = new VariableNames();
        bind(target, names);
        if (names.uses("loop")) {
            throw failure("Can't assign to special loop variable in for-loop target", peek());
        }
        names.bound("loop");
        Optional<Expr> test = Optional.empty();
        if (skipName("if")) {
            bodies.push(new VariableNames());
            test = Optional.of(expression());
            names.contain(bodies.pop());
        }
        boolean recursive = skipName("recursive");
        loops++;
        Body body = body(names, () -> statementsAfterTag("endfor", "else"));
        loops--;
        Body otherwise = take().isName("else")
                ? body(new VariableNames(), upTo("endfor"))
                : new Body(List.of(), new VariableNames());
        return new Statement.For(target, items, test, recursive, body, otherwise);
    }

    private Statement macro() {
        String name = expect(Kind.NAME).text();
        VariableNames names = new VariableNames();
        Signature signature = signature(names);
        Statement macro = outsideLoops(() -> new Statement.DefineMacro(name, signature, body(names, upTo("endmacro"))));
        names().assigned(name);
        return macro;
    }

    private Statement callBlock(Token tag) {
        VariableNames names = new VariableNames();
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
        return outsideLoops(() -> new Statement.Filter(filters, body(new VariableNames(), upTo("endfilter"))));
    }

    private Statement with() {
        List<Target> targets = new ArrayList<>();
        List<Expr> values = new ArrayList<>();
        VariableNames names = new VariableNames();
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

    private Signature signature(VariableNames names) {
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
            enter();
            Target nested = target(fields);
            leave();
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

    private static void bind(Target target, VariableNames names) {
        if (target instanceof Target.Variable variable) {
            names.bound(variable.name());
        } else if (target instanceof Target.Unpack unpack) {
            unpack.targets().forEach(nested -> bind(nested, names));
        }
    }
}
