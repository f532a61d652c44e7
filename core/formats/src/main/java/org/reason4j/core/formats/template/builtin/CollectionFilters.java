package org.reason4j.core.formats.template.builtin;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.reason4j.core.formats.template.value.Arguments;
import org.reason4j.core.formats.template.value.Budget;
import org.reason4j.core.formats.template.value.Generator;
import org.reason4j.core.formats.template.value.Markup;
import org.reason4j.core.formats.template.value.TemplateException;
import org.reason4j.core.formats.template.value.Text;
import org.reason4j.core.formats.template.value.TextBuilder;
import org.reason4j.core.formats.template.value.Tuple;
import org.reason4j.core.formats.template.value.Undefined;
import org.reason4j.core.formats.template.value.Values;

/** Filters of lists, mappings and other collections. */
final class CollectionFilters {

    /** A list as an item of a list counts as three items. */
    private static final long COLUMN = 3;

    private CollectionFilters() {}

    /** Filters by name. */
    static Map<String, Filter> all() {
        Map<String, Filter> filters = new HashMap<>();
        filters.put("length", (value, arguments) -> Values.length(value));
        filters.put("count", (value, arguments) -> Values.length(value));
        filters.put("first", (value, arguments) -> {
            Iterator<Object> items = Values.iterate(value);
            return items.hasNext() ? items.next() : new Undefined("No first item, sequence was empty.");
        });
        filters.put("last", (value, arguments) -> {
            List<Object> items = Values.list(value);
            return items.isEmpty() ? new Undefined("No last item, sequence was empty.") : items.get(items.size() - 1);
        });
        filters.put("list", (value, arguments) -> Values.list(value));
        filters.put("items", (value, arguments) -> new Generator(items(value).iterator()));
        filters.put("dictsort", CollectionFilters::dictSort);
        filters.put("join", CollectionFilters::join);
        filters.put("reverse", CollectionFilters::reverse);
        filters.put("sort", CollectionFilters::sort);
        filters.put("unique", CollectionFilters::unique);
        filters.put("groupby", CollectionFilters::groupBy);
        filters.put("min", (value, arguments) -> extreme("min", value, arguments, Comparator.naturalOrder()));
        filters.put("max", (value, arguments) -> extreme("max", value, arguments, Comparator.reverseOrder()));
        filters.put("sum", CollectionFilters::sum);
        filters.put("batch", CollectionFilters::batch);
        filters.put("slice", CollectionFilters::slices);
        filters.put("select", (value, arguments) -> select(value, test(arguments)));
        filters.put(
                "reject", (value, arguments) -> select(value, test(arguments).negate()));
        filters.put("selectattr", (value, arguments) -> select(value, attributeTest("selectattr", arguments)));
        filters.put(
                "rejectattr",
                (value, arguments) ->
                        select(value, attributeTest("rejectattr", arguments).negate()));
        return filters;
    }

    /** Follows a dotted path; an absent path leads to the item itself. */
    static Function<Object, Object> path(Optional<Object> attribute) {
        List<Object> steps = attribute
                .map(path -> Values.isString(path)
                        ? cut(path, "\\.").<Object>map(CollectionFilters::step).toList()
                        : List.of(path))
                .orElse(List.of());
        return item -> {
            Object value = item;
            for (Object step : steps) {
                value = Members.subscript(value, step);
            }
            return value;
        };
    }

    private static Stream<String> cut(Object path, String separator) {
        String text = Values.str(path);
        Budget.current().items(text.length());
        return Stream.of(text.split(separator));
    }

    private static Object step(String step) {
        return Values.isDigits(step) ? (Object) Values.digits(step) : step;
    }

    private static Object ignoringCase(Object value) {
        return Markup.plain(value) instanceof String text ? Text.lower(text) : value;
    }

    /** The key to sort or group by: one path, or several with commas between them. */
    private static Function<Object, Object> key(Arguments.Bound bound) {
        List<Function<Object, Object>> paths = bound.optional("attribute")
                .filter(Values::isString)
                .map(names ->
                        cut(names, ",").map(name -> path(Optional.of(name))).toList())
                .orElseGet(() -> List.of(path(bound.optional("attribute"))));
        UnaryOperator<Object> folded =
                bound.flag("case_sensitive") ? UnaryOperator.identity() : CollectionFilters::ignoringCase;
        return item -> new Tuple(
                paths.stream().map(path -> folded.apply(path.apply(item))).toList());
    }

    private static Comparator<Object> order(boolean reverse) {
        return (a, b) -> reverse ? Values.compare(b, a, "<") : Values.compare(a, b, "<");
    }

    private static Stream<Object> stream(Object value) {
        Iterable<Object> items = () -> Values.iterate(value);
        return StreamSupport.stream(items.spliterator(), false);
    }

    /** The items of a value; anything that is false has none. */
    static Stream<Object> elements(Object value) {
        return Values.isTrue(value) ? stream(value) : Stream.empty();
    }

    private static List<Object> items(Object value) {
        if (value instanceof Undefined) {
            return List.of();
        } else if (value instanceof Map<?, ?> map) {
            return Members.items(map).elements();
        }
        throw new TemplateException("Can only get item pairs from a mapping.");
    }

    private static Object dictSort(Object value, Arguments arguments) {
        Arguments.Bound bound = arguments.bind("dictsort", "case_sensitive", "by", "reverse");
        String by = bound.text("by", "key");
        if (!by.equals("key") && !by.equals("value")) {
            throw new TemplateException("You can only sort by either \"key\" or \"value\"");
        }
        Undefined.reject(value);
        if (!(value instanceof Map<?, ?> map)) {
            throw TemplateException.of("'%s' object has no attribute 'items'", Values.typeName(value));
        }
        Function<Object, Object> part = path(Optional.of(by.equals("key") ? 0L : 1L));
        Function<Object, Object> key =
                bound.flag("case_sensitive") ? part : part.andThen(CollectionFilters::ignoringCase);
        List<Object> result = new ArrayList<>(items(map));
        result.sort(Comparator.comparing(key, order(bound.flag("reverse"))));
        return result;
    }

    private static Object join(Object value, Arguments arguments) {
        Arguments.Bound bound = arguments.bind("join", "d", "attribute");
        String separator = Values.str(bound.or("d", ""));
        TextBuilder result = new TextBuilder();
        for (Iterator<Object> items =
                        stream(value).map(path(bound.optional("attribute"))).iterator();
                items.hasNext(); ) {
            result.append(Values.str(items.next())).append(items.hasNext() ? separator : "");
        }
        return result.toString();
    }

    private static Object reverse(Object value, Arguments arguments) {
        arguments.bind("reverse");
        if (Markup.plain(value) instanceof String text) {
            return Operators.slice(text, Optional.empty(), Optional.empty(), Optional.of(-1L));
        }
        List<Object> items = Values.list(value);
        Collections.reverse(items);
        return new Generator(items.iterator());
    }

    private static Object sort(Object value, Arguments arguments) {
        Arguments.Bound bound = arguments.bind("sort", "reverse", "case_sensitive", "attribute");
        List<Object> result = Values.list(value);
        result.sort(Comparator.comparing(key(bound), order(bound.flag("reverse"))));
        return result;
    }

    private static Object unique(Object value, Arguments arguments) {
        Function<Object, Object> key = key(arguments.bind("unique", "case_sensitive", "attribute"));
        List<Object> seen = new ArrayList<>();
        List<Object> result = new ArrayList<>();
        for (Object item : Values.list(value)) {
            if (!Operators.contains(seen, key.apply(item))) {
                seen.add(key.apply(item));
                result.add(item);
            }
        }
        return new Generator(result.iterator());
    }

    private static Object groupBy(Object value, Arguments arguments) {
        Arguments.Bound bound = arguments.bind("groupby", "attribute", "default", "case_sensitive");
        Function<Object, Object> found = path(Optional.of(bound.required("attribute")));
        Function<Object, Object> raw = item -> {
            Object key = found.apply(item);
            return key instanceof Undefined ? bound.optional("default").orElse(key) : key;
        };
        Function<Object, Object> key =
                bound.flag("case_sensitive") ? raw : raw.andThen(CollectionFilters::ignoringCase);
        List<Object> sorted = Values.list(value);
        sorted.sort(Comparator.comparing(key, order(false)));
        Budget.current().items(2L * sorted.size());
        List<Object> groups = new ArrayList<>();
        List<Object> group = new ArrayList<>();
        for (Object item : sorted) {
            if (group.isEmpty() || !Values.equal(key.apply(group.get(0)), key.apply(item))) {
                group = new ArrayList<>();
                groups.add(new Tuple(List.of(raw.apply(item), group), List.of("grouper", "list")));
            }
            group.add(item);
        }
        return groups;
    }

    private static Object extreme(String name, Object value, Arguments arguments, Comparator<Integer> direction) {
        Function<Object, Object> key = key(arguments.bind(name, "case_sensitive", "attribute"));
        return stream(value)
                .reduce((best, item) ->
                        direction.compare(Values.compare(key.apply(item), key.apply(best), "<"), 0) < 0 ? item : best)
                .orElseGet(() -> new Undefined("No aggregated item, sequence was empty."));
    }

    private static Object sum(Object value, Arguments arguments) {
        Arguments.Bound bound = arguments.bind("sum", "attribute", "start");
        return stream(value)
                .map(path(bound.optional("attribute")))
                .reduce(bound.or("start", 0L), (a, b) -> Operators.binary("+", a, b));
    }

    private static Object batch(Object value, Arguments arguments) {
        Arguments.Bound bound = arguments.bind("batch", "linecount", "fill_with");
        int size = Values.count(Values.index(bound.required("linecount")));
        List<Object> rows = new ArrayList<>();
        List<Object> row = new ArrayList<>();
        for (Object item : Values.list(value)) {
            if (row.size() == size) {
                rows.add(row);
                row = new ArrayList<>();
            }
            row.add(item);
        }
        if (!row.isEmpty()) {
            List<Object> last = row;
            int missing = Math.max(0, size - last.size());
            bound.optional("fill_with").ifPresent(fill -> {
                Budget.current().items(missing);
                last.addAll(Collections.nCopies(missing, fill));
            });
            rows.add(row);
        }
        return new Generator(rows.iterator());
    }

    private static Object slices(Object value, Arguments arguments) {
        Arguments.Bound bound = arguments.bind("slice", "slices", "fill_with");
        int count = Values.count(Values.index(bound.required("slices")));
        if (count == 0) {
            throw new TemplateException("integer division or modulo by zero");
        }
        List<Object> items = Values.list(value);
        Budget.current().items(COLUMN * Math.max(0, count));
        int shortest = items.size() / count;
        int longer = items.size() % count;
        List<Object> columns = new ArrayList<>();
        for (int i = 0, from = 0; i < count; i++) {
            int to = from + shortest + (i < longer ? 1 : 0);
            List<Object> column = new ArrayList<>(items.subList(from, to));
            if (i >= longer) {
                bound.optional("fill_with").ifPresent(column::add);
            }
            columns.add(column);
            from = to;
        }
        return new Generator(columns.iterator());
    }

    private static Object select(Object value, Predicate<Object> test) {
        return new Generator(elements(value).filter(test).iterator());
    }

    private static Predicate<Object> test(Arguments arguments) {
        if (arguments.positional().isEmpty()) {
            return Values::isTrue;
        }
        String test = Values.text(arguments.positional().get(0));
        Arguments rest = arguments.after(1);
        return item -> Tests.holds(test, item, rest);
    }

    private static Predicate<Object> attributeTest(String filter, Arguments arguments) {
        if (arguments.positional().isEmpty()) {
            throw TemplateException.of("%s() misses the name of an attribute", filter);
        }
        Function<Object, Object> path = path(Optional.of(arguments.positional().get(0)));
        Predicate<Object> test = test(arguments.after(1));
        return item -> test.test(path.apply(item));
    }
}
