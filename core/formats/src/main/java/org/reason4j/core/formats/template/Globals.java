package org.reason4j.core.formats.template;

import java.time.Clock;
import java.time.ZonedDateTime;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.reason4j.core.formats.template.builtin.Members;
import org.reason4j.core.formats.template.builtin.Operators;
import org.reason4j.core.formats.template.builtin.Strftime;
import org.reason4j.core.formats.template.value.Arguments;
import org.reason4j.core.formats.template.value.Budget;
import org.reason4j.core.formats.template.value.Namespace;
import org.reason4j.core.formats.template.value.Range;
import org.reason4j.core.formats.template.value.TemplateException;
import org.reason4j.core.formats.template.value.TemplateFunction;
import org.reason4j.core.formats.template.value.Values;

/** The functions that every chat template can call. */
final class Globals {

    private Globals() {}

    static Map<String, Object> with(Clock clock) {
        return Map.of(
                "range", function(Range::of),
                "dict", function(Globals::dict),
                "namespace", function(arguments -> new Namespace(dict(arguments))),
                "joiner", function(Globals::joiner),
                "raise_exception", function(Globals::raise),
                "strftime_now",
                        function(arguments -> Strftime.format(
                                ZonedDateTime.now(clock),
                                Values.text(
                                        arguments.bind("strftime_now", "format").required("format")))));
    }

    private static TemplateFunction function(TemplateFunction function) {
        return function;
    }

    private static Object raise(Arguments arguments) {
        throw new TemplateException(
                Values.str(arguments.bind("raise_exception", "message").required("message")));
    }

    /** A new dict from the items of another dict or from pairs, and from keyword arguments. */
    private static Map<Object, Object> dict(Arguments arguments) {
        Map<Object, Object> result = new LinkedHashMap<>();
        Budget.current().entries(arguments.named().size());
        for (Object source : arguments.positional()) {
            Object pairs = source instanceof Map<?, ?> map ? Members.items(map) : source;
            Values.iterate(pairs).forEachRemaining(pair -> {
                Budget.current().entries(1);
                result.put(Operators.key(Members.subscript(pair, 0L)), Members.subscript(pair, 1L));
            });
        }
        result.putAll(arguments.named());
        return result;
    }

    /** A function that returns nothing on its first call, and a separator on every later one. */
    private static Object joiner(Arguments arguments) {
        Object separator = arguments.bind("joiner", "sep").or("sep", ", ");
        AtomicBoolean used = new AtomicBoolean();
        return function(none -> used.getAndSet(true) ? separator : "");
    }
}
