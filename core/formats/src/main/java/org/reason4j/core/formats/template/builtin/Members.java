package org.reason4j.core.formats.template.builtin;

import java.math.BigInteger;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.reason4j.core.formats.template.value.Arguments;
import org.reason4j.core.formats.template.value.Budget;
import org.reason4j.core.formats.template.value.DictView;
import org.reason4j.core.formats.template.value.Loop;
import org.reason4j.core.formats.template.value.Macro;
import org.reason4j.core.formats.template.value.Markup;
import org.reason4j.core.formats.template.value.Namespace;
import org.reason4j.core.formats.template.value.None;
import org.reason4j.core.formats.template.value.TemplateException;
import org.reason4j.core.formats.template.value.TemplateFunction;
import org.reason4j.core.formats.template.value.Text;
import org.reason4j.core.formats.template.value.Tuple;
import org.reason4j.core.formats.template.value.Undefined;
import org.reason4j.core.formats.template.value.Values;

/** Items, attributes and methods of a value: the names behind a dot or in square brackets. */
public final class Members {

    private static final Set<String> LIST_CHANGES =
            Set.of("append", "clear", "pop", "reverse", "insert", "sort", "extend", "remove");
    private static final Set<String> DICT_CHANGES = Set.of("clear", "pop", "popitem", "setdefault", "update");

    private Members() {}

    /** {@code owner.name}: the attribute if there is one, otherwise the item. */
    public static Object attribute(Object owner, String name) {
        Undefined.reject(owner);
        return own(owner, name).or(() -> item(owner, (Object) name)).orElseGet(() -> Undefined.member(owner, name));
    }

    /** The attribute, even where there is an item of the same name. */
    static Object attributeOnly(Object owner, String name) {
        Undefined.reject(owner);
        return own(owner, name).orElseGet(() -> Undefined.member(owner, name));
    }

    /** {@code owner[key]}: the item if there is one, otherwise the attribute. */
    public static Object subscript(Object owner, Object key) {
        Budget.current().work(1);
        Undefined.reject(owner);
        Object plainKey = Markup.plain(key);
        return item(owner, plainKey)
                .or(() -> plainKey instanceof String name ? own(owner, name) : Optional.empty())
                .orElseGet(() -> Undefined.member(owner, plainKey));
    }

    private static Optional<Object> item(Object owner, Object key) {
        if (owner instanceof Map<?, ?> map) {
            return key instanceof List || key instanceof Map
                    ? Optional.empty() // which Python refuses to look up, and jinja2 finds undefined
                    : Optional.ofNullable(map.get(Operators.key(key)));
        } else if (!Values.isInteger(key)
                || key instanceof BigInteger
                || !(owner instanceof List || Values.isString(owner))) {
            return Optional.empty();
        }
        long index = Values.index(key);
        long length = Values.length(owner);
        long position = index < 0 ? index + length : index;
        if (position < 0 || position >= length) {
            return Optional.empty();
        }
        return Optional.of(
                owner instanceof List<?> list
                        ? list.get((int) position)
                        : Markup.like(owner, Text.section(Values.str(owner), (int) position, (int) position + 1)));
    }

    private static Optional<Object> own(Object owner, String name) {
        if (name.startsWith("__") && name.endsWith("__")) {
            return Optional.of(Undefined.unsafe(owner, name));
        } else if (Values.isString(owner)) {
            return StringMethods.isKnown(name)
                    ? function(arguments -> StringMethods.call(owner, name, arguments))
                    : Optional.empty();
        } else if (owner instanceof Namespace namespace) {
            return Optional.ofNullable(namespace.fields().get(name));
        } else if (owner instanceof Loop loop) {
            return Optional.of(loop.attribute(name));
        } else if (owner instanceof Macro macro && name.equals("name")) {
            return Optional.of(macro.name());
        } else if (owner instanceof Tuple tuple && tuple.field(name).isPresent()) {
            return tuple.field(name);
        } else if (owner instanceof Map<?, ?> map) {
            return DICT_CHANGES.contains(name) ? Optional.of(Undefined.unsafe(owner, name)) : dictMethod(map, name);
        } else if (owner instanceof List<?> list) {
            return !(owner instanceof Tuple) && LIST_CHANGES.contains(name)
                    ? Optional.of(Undefined.unsafe(owner, name))
                    : listMethod(list, name);
        }
        return Optional.empty();
    }

    private static Optional<Object> function(TemplateFunction function) {
        return Optional.of(function);
    }

    private static Optional<Object> dictMethod(Map<?, ?> map, String name) {
        return switch (name) {
            case "get" ->
                function(arguments -> {
                    Arguments.Bound bound = arguments.bind("get", "key", "default");
                    Object value = map.get(Operators.key(bound.or("key", None.NONE)));
                    return value != null ? value : bound.or("default", None.NONE);
                });
            case "items" -> function(arguments -> items(map));
            case "keys" -> function(arguments -> new DictView("dict_keys", copy(map.keySet())));
            case "values" -> function(arguments -> new DictView("dict_values", copy(map.values())));
            case "copy" -> function(arguments -> map);
            default -> Optional.empty();
        };
    }

    private static List<Object> copy(Collection<?> items) {
        Budget.current().items(items.size());
        return List.copyOf(items);
    }

    /** The items of a dict, each a tuple of key and value. */
    public static DictView items(Map<?, ?> map) {
        Budget.current().entries(map.size());
        return new DictView(
                "dict_items",
                map.entrySet().stream()
                        .<Object>map(entry -> Tuple.of(entry.getKey(), entry.getValue()))
                        .toList());
    }

    private static Optional<Object> listMethod(List<?> list, String name) {
        return switch (name) {
            case "index" ->
                function(arguments -> {
                    Object wanted = arguments.bind("index", "value").required("value");
                    for (int i = 0; i < list.size(); i++) {
                        if (Values.equal(list.get(i), wanted)) {
                            return (long) i;
                        }
                    }
                    throw TemplateException.of("%s is not in list", Values.repr(wanted));
                });
            case "count" ->
                function(arguments -> {
                    Object wanted = arguments.bind("count", "value").required("value");
                    return list.stream()
                            .filter(item -> Values.equal(item, wanted))
                            .count();
                });
            case "copy" -> function(arguments -> list);
            default -> Optional.empty();
        };
    }
}
