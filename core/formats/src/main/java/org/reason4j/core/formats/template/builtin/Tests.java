package org.reason4j.core.formats.template.builtin;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.reason4j.core.formats.template.value.Arguments;
import org.reason4j.core.formats.template.value.Budget;
import org.reason4j.core.formats.template.value.Loop;
import org.reason4j.core.formats.template.value.Markup;
import org.reason4j.core.formats.template.value.None;
import org.reason4j.core.formats.template.value.TemplateException;
import org.reason4j.core.formats.template.value.TemplateFunction;
import org.reason4j.core.formats.template.value.Text;
import org.reason4j.core.formats.template.value.Undefined;
import org.reason4j.core.formats.template.value.Values;

/** The tests behind {@code is}. */
public final class Tests {

    private static final Map<String, Test> ALL = new HashMap<>();

    @FunctionalInterface
    private interface Test {
        boolean holds(Object value, Arguments arguments);
    }

    static {
        simple("defined", value -> !(value instanceof Undefined));
        simple("undefined", value -> value instanceof Undefined);
        simple("none", value -> value == None.NONE);
        simple("boolean", value -> value instanceof Boolean);
        simple("true", value -> value == Boolean.TRUE);
        simple("false", value -> value == Boolean.FALSE);
        simple("integer", value -> Values.isInteger(value) && !(value instanceof Boolean));
        simple("float", value -> value instanceof Double);
        simple("number", Values::isNumber);
        simple("string", Values::isString);
        simple("mapping", value -> value instanceof Map);
        simple("iterable", Values::isIterable);
        simple(
                "sequence",
                value -> value instanceof List
                        || value instanceof Map
                        || Values.isString(value)
                        || value instanceof Undefined);
        simple(
                "callable",
                value -> value instanceof TemplateFunction || value instanceof Loop || value instanceof Undefined);
        simple("escaped", value -> value instanceof Markup);
        simple("lower", value -> cased(value, Text.lower(Values.str(value))));
        simple("upper", value -> cased(value, Text.upper(Values.str(value))));
        simple("odd", value -> remainder(value, 2L) == 1);
        simple("even", value -> remainder(value, 2L) == 0);
        simple("filter", value -> value instanceof String name && Filters.isKnown(name));
        simple("test", value -> value instanceof String name && isKnown(name));
        ALL.put("divisibleby", (value, arguments) -> remainder(value, argument("divisibleby", arguments)) == 0);
        ALL.put("sameas", (value, arguments) -> same(value, argument("sameas", arguments)));
        ALL.put("in", (value, arguments) -> Operators.contains(argument("in", arguments), value));
        comparison("==", "eq", "equalto");
        comparison("!=", "ne");
        comparison("<", "lt", "lessthan");
        comparison("<=", "le");
        comparison(">", "gt", "greaterthan");
        comparison(">=", "ge");
    }

    private Tests() {}

    private static void simple(String name, Predicate<Object> test) {
        ALL.put(name, (value, arguments) -> {
            arguments.bind(name);
            return test.test(value);
        });
    }

    private static void comparison(String operator, String... names) {
        Test test = (value, arguments) -> Operators.compare(operator, value, argument(operator, arguments));
        ALL.put(operator, test);
        for (String name : names) {
            ALL.put(name, test);
        }
    }

    private static Object argument(String test, Arguments arguments) {
        Arguments.Bound bound = arguments.bind(test, "other");
        return bound.values().containsKey("other") ? bound.or("other", None.NONE) : bound.required("other");
    }

    private static boolean cased(Object value, String converted) {
        String text = Values.str(value);
        return converted.equals(text) && !Text.lower(text).equals(Text.upper(text));
    }

    private static long remainder(Object value, Object divisor) {
        Object remainder = Operators.binary("%", value, divisor);
        if (!Values.isNumber(remainder)) { // text, which % formats
            return -1;
        }
        return remainder instanceof Double real && real != Math.rint(real) ? -1 : (long) Values.number(remainder);
    }

    private static boolean same(Object value, Object other) {
        boolean plain = Values.isInteger(value) || value instanceof String;
        return value == other || (plain && value.equals(other));
    }

    public static boolean isKnown(String name) {
        return ALL.containsKey(name);
    }

    public static boolean holds(String name, Object value, Arguments arguments) {
        Budget.current().work(1);
        Test test = ALL.get(name);
        if (test == null) {
            throw TemplateException.of("No test named '%s' found.", name);
        }
        return test.holds(value, arguments);
    }
}
