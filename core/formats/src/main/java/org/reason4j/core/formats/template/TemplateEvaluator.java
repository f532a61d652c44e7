package org.reason4j.core.formats.template;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.StreamSupport;
import org.reason4j.core.formats.template.Expr.CallArguments;
import org.reason4j.core.formats.template.Expr.FilterCall;
import org.reason4j.core.formats.template.Statement.Body;
import org.reason4j.core.formats.template.Statement.Signature;
import org.reason4j.core.formats.template.Statement.Target;
import org.reason4j.core.formats.template.builtin.Filters;
import org.reason4j.core.formats.template.builtin.Members;
import org.reason4j.core.formats.template.builtin.Operators;
import org.reason4j.core.formats.template.builtin.Tests;
import org.reason4j.core.formats.template.value.Arguments;
import org.reason4j.core.formats.template.value.Loop;
import org.reason4j.core.formats.template.value.Macro;
import org.reason4j.core.formats.template.value.Namespace;
import org.reason4j.core.formats.template.value.TemplateException;
import org.reason4j.core.formats.template.value.TemplateFunction;
import org.reason4j.core.formats.template.value.Text;
import org.reason4j.core.formats.template.value.TextBuilder;
import org.reason4j.core.formats.template.value.Tuple;
import org.reason4j.core.formats.template.value.Undefined;
import org.reason4j.core.formats.template.value.Values;

/** Walks the tree of a template: statements write text, expressions have values. It keeps no state. */
final class TemplateEvaluator {

    private TemplateEvaluator() {}

    private enum Flow {
        ONWARD,
        BREAK,
        CONTINUE
    }

    static String render(Body template, Map<String, Object> arguments) {
        TextBuilder out = new TextBuilder();
        run(template.statements(), Scope.global(template.names(), arguments), out);
        return out.toString();
    }

    private static String rendered(Body body, Scope scope) {
        TextBuilder out = new TextBuilder();
        run(body.statements(), scope, out);
        return out.toString();
    }

    private static Flow run(List<Statement> statements, Scope scope, TextBuilder out) {
        for (Statement statement : statements) {
            Flow flow = run(statement, scope, out);
            if (flow != Flow.ONWARD) {
                return flow;
            }
        }
        return Flow.ONWARD;
    }

    private static Flow run(Statement statement, Scope scope, TextBuilder out) {
        scope.budget().enter();
        Flow flow = executed(statement, scope, out);
        scope.budget().leave();
        return flow;
    }

    private static Flow executed(Statement statement, Scope scope, TextBuilder out) {
        if (statement instanceof Statement.Output output) {
            out.append(output.text());
        } else if (statement instanceof Statement.Print print) {
            out.append(Values.str(value(print.value(), scope)));
        } else if (statement instanceof Statement.Assign assign) {
            assign(assign.target(), value(assign.value(), scope), scope);
        } else if (statement instanceof Statement.Capture capture) {
            String text = rendered(capture.body(), scope.inner(capture.body().names()));
            assign(capture.target(), filtered(text, capture.filters(), scope), scope);
        } else if (statement instanceof Statement.If choice) {
            return choose(choice, scope, out);
        } else if (statement instanceof Statement.For loop) {
            return repeat(loop, value(loop.items(), scope), 0, scope, out);
        } else if (statement instanceof Statement.DefineMacro macro) {
            scope.set(macro.name(), macro(macro.name(), macro.signature(), macro.body(), scope));
        } else if (statement instanceof Statement.CallBlock block) {
            out.append(Values.str(callWithBlock(block, scope)));
        } else if (statement instanceof Statement.Filter filter) {
            String text = rendered(filter.body(), scope.inner(filter.body().names()));
            out.append(Values.str(filtered(text, filter.filters(), scope)));
        } else if (statement instanceof Statement.With with) {
            return runWith(with, scope, out);
        } else if (statement instanceof Statement.Generation generation) {
            return run(
                    generation.body().statements(),
                    scope.inner(generation.body().names()),
                    out);
        } else if (statement instanceof Statement.Break) {
            return Flow.BREAK;
        } else if (statement instanceof Statement.Continue) {
            return Flow.CONTINUE;
        }
        return Flow.ONWARD;
    }

    private static Flow choose(Statement.If choice, Scope scope, TextBuilder out) {
        for (Statement.If.Branch branch : choice.branches()) {
            if (isTrue(branch.test(), scope)) {
                return run(branch.statements(), scope, out);
            }
        }
        return run(choice.otherwise(), scope, out);
    }

    private static Flow runWith(Statement.With with, Scope scope, TextBuilder out) {
        List<Object> values = with.values().stream()
                .map(expression -> value(expression, scope))
                .toList();
        Scope inner = scope.inner(with.body().names());
        for (int i = 0; i < values.size(); i++) {
            assign(with.targets().get(i), values.get(i), inner);
        }
        return run(with.body().statements(), inner, out);
    }

    // loops

    /** Jinja takes the {@code else} branch unless some run through the body reaches its end, whatever was rendered before. */
    private static Flow repeat(Statement.For statement, Object items, long depth, Scope scope, TextBuilder out) {
        Loop loop = start(statement, items, depth, scope);
        Flow flow = Flow.ONWARD;
        boolean reachedAnEnd = false;
        while (flow != Flow.BREAK && loop.hasNext()) {
            Scope inner = scope.inner(statement.body().names());
            assign(statement.target(), loop.next(), inner);
            inner.set("loop", loop);
            flow = run(statement.body().statements(), inner, out);
            reachedAnEnd |= flow == Flow.ONWARD;
        }
        return reachedAnEnd
                ? Flow.ONWARD
                : run(
                        statement.otherwise().statements(),
                        scope.inner(statement.otherwise().names()),
                        out);
    }

    private static Loop start(Statement.For statement, Object items, long depth, Scope scope) {
        Optional<TemplateFunction> recursion = Optional.empty();
        if (statement.recursive()) {
            recursion = Optional.of(arguments -> {
                TextBuilder nested = new TextBuilder();
                Object nestedItems = arguments.bind("loop", "iterable").required("iterable");
                repeat(statement, nestedItems, depth + 1, scope, nested);
                return nested.toString();
            });
        }
        if (statement.test().isEmpty()) {
            long length = Values.hasLength(items) ? Values.length(items) : -1;
            return new Loop(Values.iterate(items), length, depth, recursion);
        }
        Expr test = statement.test().get();
        Iterable<Object> all = () -> Values.iterate(items);
        Iterator<Object> chosen = StreamSupport.stream(all.spliterator(), false)
                .filter(item -> {
                    Scope candidate = scope.inner(new VariableNames());
                    assign(statement.target(), item, candidate);
                    return isTrue(test, candidate);
                })
                .iterator();
        return new Loop(chosen, -1, depth, recursion);
    }

    // assignments

    private static void assign(Target target, Object value, Scope scope) {
        if (target instanceof Target.Variable variable) {
            scope.set(variable.name(), value);
        } else if (target instanceof Target.Field field) {
            if (!(scope.get(field.namespace()) instanceof Namespace namespace)) {
                throw new TemplateException("cannot assign attribute on non-namespace object");
            }
            namespace.fields().put(field.name(), value);
        } else if (target instanceof Target.Unpack unpack) {
            unpack(unpack.targets(), value, scope);
        }
    }

    private static void unpack(List<Target> targets, Object value, Scope scope) {
        if (!Values.isIterable(value)) {
            throw TemplateException.of("cannot unpack non-iterable %s object", Values.typeName(value));
        }
        List<Object> items = Values.list(value);
        if (items.size() > targets.size()) {
            throw TemplateException.of("too many values to unpack (expected %d)", targets.size());
        } else if (items.size() < targets.size()) {
            throw TemplateException.of(
                    "not enough values to unpack (expected %d, got %d)", targets.size(), items.size());
        }
        for (int i = 0; i < items.size(); i++) {
            assign(targets.get(i), items.get(i), scope);
        }
    }

    // macros

    private static Macro macro(String name, Signature signature, Body body, Scope definedIn) {
        return new Macro(name, arguments -> {
            Scope scope = definedIn.inner(body.names());
            bind(name, signature, body.names(), arguments, scope);
            return rendered(body, scope);
        });
    }

    private static void bind(String name, Signature signature, VariableNames names, Arguments arguments, Scope scope) {
        List<String> parameters = signature.parameters();
        Map<String, Object> named = new LinkedHashMap<>(arguments.named());
        int required = parameters.size() - signature.defaults().size();
        for (int i = 0; i < parameters.size(); i++) {
            String parameter = parameters.get(i);
            if (i < arguments.positional().size()) {
                scope.set(parameter, arguments.positional().get(i));
            } else if (named.containsKey(parameter)) {
                scope.set(parameter, named.remove(parameter));
            } else if (i >= required) {
                scope.set(parameter, value(signature.defaults().get(i - required), scope));
            } else {
                scope.set(parameter, new Undefined("parameter " + Text.quoted(parameter) + " was not provided"));
            }
        }
        if (names.mentions("caller") && !parameters.contains("caller")) {
            Object caller = named.remove("caller");
            scope.set("caller", caller == null ? new Undefined("No caller defined") : caller);
        }
        if (names.mentions("kwargs")) {
            scope.set("kwargs", named);
        } else if (!named.isEmpty()) {
            throw TemplateException.of(
                    "macro %s takes no keyword argument %s",
                    Text.quoted(name), Text.quoted(named.keySet().iterator().next()));
        }
        if (names.mentions("varargs")) {
            scope.set("varargs", new Tuple(arguments.after(parameters.size()).positional()));
        } else if (arguments.positional().size() > parameters.size()) {
            throw TemplateException.of(
                    "macro %s takes not more than %d argument(s)", Text.quoted(name), parameters.size());
        }
    }

    private static Object callWithBlock(Statement.CallBlock block, Scope scope) {
        Arguments given = arguments(block.call().arguments(), scope);
        Map<String, Object> named = new LinkedHashMap<>(given.named());
        named.put("caller", macro("caller", block.signature(), block.body(), scope));
        return call(value(block.call().target(), scope), new Arguments(given.positional(), named));
    }

    // expressions

    private static boolean isTrue(Expr expression, Scope scope) {
        return Values.isTrue(value(expression, scope));
    }

    private static Object value(Expr expression, Scope scope) {
        if (expression instanceof Expr.Literal literal) {
            return literal.value();
        } else if (expression instanceof Expr.Name name) {
            return scope.get(name.name());
        }
        scope.budget().enter();
        Object value = evaluated(expression, scope);
        scope.budget().leave();
        return value;
    }

    private static Object evaluated(Expr expression, Scope scope) {
        if (expression instanceof Expr.Attribute attribute) {
            return Members.attribute(value(attribute.target(), scope), attribute.name());
        } else if (expression instanceof Expr.Item item) {
            return Members.subscript(value(item.target(), scope), value(item.key(), scope));
        } else if (expression instanceof Expr.Slice slice) {
            return Operators.slice(
                    value(slice.target(), scope),
                    optional(slice.start(), scope),
                    optional(slice.stop(), scope),
                    optional(slice.step(), scope));
        } else if (expression instanceof Expr.Call call) {
            return call(value(call.target(), scope), arguments(call.arguments(), scope));
        } else if (expression instanceof Expr.Filtered filtered) {
            return filtered(value(filtered.value(), scope), List.of(filtered.filter()), scope);
        } else if (expression instanceof Expr.Tested tested) {
            return Tests.holds(tested.test(), value(tested.value(), scope), arguments(tested.arguments(), scope));
        } else if (expression instanceof Expr.ListOf list) {
            return values(list.items(), scope);
        } else if (expression instanceof Expr.TupleOf tuple) {
            return new Tuple(values(tuple.items(), scope));
        } else if (expression instanceof Expr.DictOf dict) {
            Map<Object, Object> result = new LinkedHashMap<>();
            scope.budget().entries(dict.entries().size());
            dict.entries()
                    .forEach(
                            entry -> result.put(Operators.key(value(entry.key(), scope)), value(entry.value(), scope)));
            return result;
        }
        return operation(expression, scope);
    }

    private static Object operation(Expr expression, Scope scope) {
        if (expression instanceof Expr.Binary binary) {
            return Operators.binary(binary.operator(), value(binary.left(), scope), value(binary.right(), scope));
        } else if (expression instanceof Expr.Compare compare) {
            return compare(compare, scope);
        } else if (expression instanceof Expr.Concat concat) {
            TextBuilder joined = new TextBuilder();
            concat.parts().forEach(part -> joined.append(Values.str(value(part, scope))));
            return joined.toString();
        } else if (expression instanceof Expr.Not not) {
            return !isTrue(not.operand(), scope);
        } else if (expression instanceof Expr.And and) {
            Object left = value(and.left(), scope);
            return Values.isTrue(left) ? value(and.right(), scope) : left;
        } else if (expression instanceof Expr.Or or) {
            Object left = value(or.left(), scope);
            return Values.isTrue(left) ? left : value(or.right(), scope);
        } else if (expression instanceof Expr.Signed signed) {
            return Operators.signed(signed.sign(), value(signed.operand(), scope));
        } else if (expression instanceof Expr.Conditional conditional) {
            return conditional(conditional, scope);
        }
        throw new IllegalStateException("no rule for " + expression);
    }

    private static List<Object> values(List<Expr> expressions, Scope scope) {
        List<Object> values = new ArrayList<>();
        scope.budget().items(expressions.size());
        expressions.forEach(expression -> values.add(value(expression, scope)));
        return values;
    }

    private static Optional<Object> optional(Optional<Expr> expression, Scope scope) {
        return expression.map(present -> value(present, scope));
    }

    private static Object compare(Expr.Compare compare, Scope scope) {
        Object left = value(compare.first(), scope);
        for (Expr.Compare.Comparison comparison : compare.rest()) {
            Object right = value(comparison.operand(), scope);
            if (!Operators.compare(comparison.operator(), left, right)) {
                return false;
            }
            left = right;
        }
        return true;
    }

    private static Object conditional(Expr.Conditional conditional, Scope scope) {
        if (isTrue(conditional.test(), scope)) {
            return value(conditional.value(), scope);
        }
        return optional(conditional.otherwise(), scope)
                .orElseGet(() -> new Undefined("the inline if-expression on line " + conditional.line()
                        + " evaluated to false and no else section was defined."));
    }

    private static Object filtered(Object start, List<FilterCall> filters, Scope scope) {
        Object value = start;
        for (FilterCall filter : filters) {
            value = Filters.apply(filter.name(), value, arguments(filter.arguments(), scope));
        }
        return value;
    }

    private static Arguments arguments(CallArguments arguments, Scope scope) {
        List<Object> positional = values(arguments.positional(), scope);
        optional(arguments.spread(), scope).ifPresent(items -> positional.addAll(Values.list(items)));
        Map<String, Object> named = new LinkedHashMap<>();
        arguments.keywords().forEach(keyword -> named.put(keyword.name(), value(keyword.value(), scope)));
        optional(arguments.spreadKeywords(), scope).ifPresent(items -> {
            if (!(items instanceof Map<?, ?> map)) {
                throw TemplateException.of("argument after ** must be a mapping, not %s", Values.typeName(items));
            }
            map.forEach((name, value) -> named.put(Values.text(name), value));
        });
        return new Arguments(positional, named);
    }

    private static Object call(Object target, Arguments arguments) {
        Undefined.reject(target);
        if (target instanceof Loop loop) {
            return loop.call(arguments);
        } else if (target instanceof TemplateFunction function) {
            return function.call(arguments);
        }
        throw TemplateException.of("'%s' object is not callable", Values.typeName(target));
    }
}
