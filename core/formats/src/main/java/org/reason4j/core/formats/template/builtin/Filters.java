package org.reason4j.core.formats.template.builtin;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.reason4j.core.formats.template.value.Arguments;
import org.reason4j.core.formats.template.value.Budget;
import org.reason4j.core.formats.template.value.Generator;
import org.reason4j.core.formats.template.value.Markup;
import org.reason4j.core.formats.template.value.TemplateException;
import org.reason4j.core.formats.template.value.Undefined;
import org.reason4j.core.formats.template.value.Values;

/** The filters behind {@code |}: those of Jinja that make sense for text, and {@code tojson} as Hugging Face defines it. */
public final class Filters {

    private static final Map<String, Filter> ALL = new HashMap<>();

    /** Filters whose result is an ordinary string even for a value that is marked as safe. */
    private static final Set<String> UNMARKING = Set.of("tojson", "join", "first", "last", "attr", "map");

    static {
        ALL.putAll(TextFilters.all());
        ALL.putAll(NumberFilters.all());
        ALL.putAll(CollectionFilters.all());
        ALL.put("default", Filters::defaulted);
        ALL.put("d", Filters::defaulted);
        ALL.put(
                "attr",
                (value, arguments) -> Members.attributeOnly(
                        value, Values.text(arguments.bind("attr", "name").required("name"))));
        ALL.put("map", Filters::map);
    }

    /** Work of a filter, whatever it does besides. */
    private static final int CALL = 8;

    private Filters() {}

    public static boolean isKnown(String name) {
        return ALL.containsKey(name);
    }

    public static Object apply(String name, Object value, Arguments arguments) {
        Budget.current().work(CALL);
        Filter filter = ALL.get(name);
        if (filter == null) {
            throw TemplateException.of("No filter named '%s' found.", name);
        }
        Object result = filter.apply(value, arguments);
        return UNMARKING.contains(name) ? result : Markup.like(value, result);
    }

    private static Object defaulted(Object value, Arguments arguments) {
        Arguments.Bound bound = arguments.bind("default", "default_value", "boolean");
        boolean missing = value instanceof Undefined || (bound.flag("boolean") && !Values.isTrue(value));
        return missing ? bound.or("default_value", "") : value;
    }

    private static Object map(Object value, Arguments arguments) {
        if (!arguments.positional().isEmpty()) {
            String filter = Values.text(arguments.positional().get(0));
            Arguments rest = arguments.after(1);
            return new Generator(CollectionFilters.elements(value)
                    .map(item -> apply(filter, item, rest))
                    .iterator());
        }
        Arguments.Bound bound = arguments.bind("map", "attribute", "default");
        Function<Object, Object> path = CollectionFilters.path(Optional.of(bound.required("attribute")));
        return new Generator(CollectionFilters.elements(value)
                .map(item -> {
                    Object found = path.apply(item);
                    return found instanceof Undefined
                            ? bound.optional("default").orElse(found)
                            : found;
                })
                .iterator());
    }
}
