package org.reason4j.core.formats.template;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.reason4j.core.formats.template.value.Arguments;
import org.reason4j.core.formats.template.value.Generator;
import org.reason4j.core.formats.template.value.Markup;
import org.reason4j.core.formats.template.value.TemplateException;
import org.reason4j.core.formats.template.value.Text;
import org.reason4j.core.formats.template.value.Tuple;
import org.reason4j.core.formats.template.value.Undefined;
import org.reason4j.core.formats.template.value.Values;

/** The filters behind {@code |}: those of Jinja that make sense for text, and {@code tojson} as Hugging Face defines it. */
final class Filters {

    private static final Map<String, Filter> ALL = new HashMap<>();
    /** Filters whose result is an ordinary string even for a value that is marked as safe. */
    private static final Set<String> UNMARKING = Set.of("tojson", "join", "first", "last", "attr", "map");

    private static final Pattern WORD = Pattern.compile("\\w+", Pattern.UNICODE_CHARACTER_CLASS);
    private static final Pattern TAG = Pattern.compile("<!--.*?-->|<[^>]*>", Pattern.DOTALL);

    @FunctionalInterface
    private interface Filter {
        Object apply(Object value, Arguments arguments);
    }

    static {
        text("upper", Text::upper);
        text("lower", Text::lower);
        text("capitalize", Text::capitalize);
        text("title", Filters::title);
        text(
                "striptags",
                text -> String.join(
                        " ", strings(StringMethods.call(TAG.matcher(text).replaceAll(""), "split", Arguments.NONE))));
        text(
                "urlencode",
                text -> URLEncoder.encode(text, StandardCharsets.UTF_8)
                        .replace("+", "%20")
                        .replace("%2F", "/")
                        .replace("%7E", "~")
                        .replace("*", "%2A"));
        ALL.put("string", (value, arguments) -> Values.str(value));
        ALL.put("trim", (value, arguments) -> StringMethods.call(Values.str(value), "strip", arguments));
        ALL.put("replace", (value, arguments) -> StringMethods.call(Values.str(value), "replace", arguments));
        ALL.put(
                "center",
                (value, arguments) -> StringMethods.call(
                        Values.str(value),
                        "center",
                        Arguments.of(arguments.bind("center", "width").or("width", 80L))));
        ALL.put("indent", Filters::indent);
        ALL.put("truncate", Filters::truncate);
        ALL.put(
                "wordcount",
                (value, arguments) -> WORD.matcher(Values.str(value)).results().count());
        ALL.put("format", Filters::format);
        ALL.put("tojson", Json::write);
        ALL.put("pprint", (value, arguments) -> Values.repr(value));
        both("safe", "safe", (value, arguments) -> new Markup(Values.str(value)));
        both("escape", "e", (value, arguments) -> Markup.escape(value));
        ALL.put("forceescape", (value, arguments) -> new Markup(Text.escapeHtml(Values.str(value))));

        both("default", "d", Filters::defaulted);
        ALL.put(
                "attr",
                (value, arguments) -> Members.attributeOnly(
                        value, Values.text(arguments.bind("attr", "name").required("name"))));
        both("length", "count", (value, arguments) -> Values.length(value));
        ALL.put("first", (value, arguments) -> {
            Iterator<Object> items = Values.iterate(value);
            return items.hasNext() ? items.next() : new Undefined("No first item, sequence was empty.");
        });
        ALL.put("last", (value, arguments) -> {
            List<Object> items = Values.list(value);
            return items.isEmpty() ? new Undefined("No last item, sequence was empty.") : items.get(items.size() - 1);
        });
        ALL.put("list", (value, arguments) -> Values.list(value));
        ALL.put("items", (value, arguments) -> new Generator(items(value).iterator()));
        ALL.put("dictsort", Filters::dictSort);
        ALL.put("join", Filters::join);
        ALL.put("reverse", Filters::reverse);
        ALL.put("sort", Filters::sort);
        ALL.put("unique", Filters::unique);
        ALL.put("groupby", Filters::groupBy);
        ALL.put("min", (value, arguments) -> extreme("min", value, arguments, Comparator.naturalOrder()));
        ALL.put("max", (value, arguments) -> extreme("max", value, arguments, Comparator.reverseOrder()));
        ALL.put("sum", Filters::sum);
        ALL.put("batch", Filters::batch);
        ALL.put("slice", Filters::slices);
        ALL.put("map", Filters::map);
        ALL.put("select", (value, arguments) -> select(value, test(arguments)));
        ALL.put("reject", (value, arguments) -> select(value, test(arguments).negate()));
        ALL.put("selectattr", (value, arguments) -> select(value, attributeTest("selectattr", arguments)));
        ALL.put(
                "rejectattr",
                (value, arguments) ->
                        select(value, attributeTest("rejectattr", arguments).negate()));

        ALL.put(
                "abs",
                (value, arguments) -> Operators.compare("<", value, 0L)
                        ? Operators.signed('-', value)
                        : Operators.signed('+', value));
        ALL.put("int", Filters::toInteger);
        ALL.put(
                "float",
                (value, arguments) -> real(value)
                        .<Object>map(number -> number)
                        .orElse(arguments.bind("float", "default").or("default", 0.0)));
        ALL.put("round", Filters::round);
    }

    private Filters() {}

    private static void text(String name, UnaryOperator<String> filter) {
        ALL.put(name, (value, arguments) -> {
            arguments.bind(name);
            return filter.apply(Values.str(value));
        });
    }

    private static void both(String name, String alias, Filter filter) {
        ALL.put(name, filter);
        ALL.put(alias, filter);
    }

    static boolean isKnown(String name) {
        return ALL.containsKey(name);
    }

    static Object apply(String name, Object value, Arguments arguments) {
        Filter filter = ALL.get(name);
        if (filter == null) {
            throw TemplateException.of("No filter named '%s' found.", name);
        }
        Object result = filter.apply(value, arguments);
        return UNMARKING.contains(name) ? result : Markup.like(value, result);
    }

    private static List<String> strings(Object items) {
        return Values.list(items).stream().map(Values::str).toList();
    }

    // text

    private static String title(String text) {
        StringBuilder result = new StringBuilder();
        String previous = " ";
        for (Object character : Text.characters(text)) {
            String c = (String) character;
            boolean starts = Text.isBlank(previous) || "-({[<".contains(previous);
            result.append(starts ? Text.upper(c) : Text.lower(c));
            previous = c;
        }
        return result.toString();
    }

    private static Object indent(Object value, Arguments arguments) {
        Arguments.Bound bound = arguments.bind("indent", "width", "first", "blank");
        Object width = bound.or("width", 4L);
        String indentation =
                Values.isString(width) ? Values.str(width) : " ".repeat((int) Math.max(0, Values.index(width)));
        List<Object> lines = StringMethods.splitLines(Values.text(value) + "\n", false);
        StringBuilder result = new StringBuilder();
        for (int i = 0; i < lines.size(); i++) {
            String line = Values.str(lines.get(i));
            boolean indented = i == 0 ? bound.flag("first") : bound.flag("blank") || !line.isEmpty();
            result.append(i == 0 ? "" : "\n")
                    .append(indented ? indentation : "")
                    .append(line);
        }
        return result.toString();
    }

    private static Object truncate(Object value, Arguments arguments) {
        Arguments.Bound bound = arguments.bind("truncate", "length", "killwords", "end", "leeway");
        String text = Values.text(value);
        String end = bound.text("end", "...");
        long length = bound.number("length", 255);
        if (length < Text.length(end)) {
            throw TemplateException.of("expected length >= %d, got %d", Text.length(end), length);
        } else if (Text.length(text) <= length + bound.number("leeway", 5)) {
            return text;
        }
        String cut = text.substring(0, text.offsetByCodePoints(0, (int) length - Text.length(end)));
        int space = cut.lastIndexOf(' ');
        return (bound.flag("killwords") || space < 0 ? cut : cut.substring(0, space)) + end;
    }

    private static Object format(Object value, Arguments arguments) {
        if (!arguments.positional().isEmpty() && !arguments.named().isEmpty()) {
            throw new TemplateException("can't handle positional and keyword arguments at the same time");
        }
        return PercentFormat.format(
                value, arguments.named().isEmpty() ? new Tuple(arguments.positional()) : arguments.named());
    }

    // any value

    private static Object defaulted(Object value, Arguments arguments) {
        Arguments.Bound bound = arguments.bind("default", "default_value", "boolean");
        boolean missing = value instanceof Undefined || (bound.flag("boolean") && !Values.isTrue(value));
        return missing ? bound.or("default_value", "") : value;
    }

    /** Follows a dotted path; an absent path leads to the item itself. */
    private static Function<Object, Object> path(Optional<Object> attribute) {
        List<Object> steps = attribute
                .map(path -> Values.isString(path)
                        ? Stream.of(Values.str(path).split("\\."))
                                .<Object>map(Filters::step)
                                .toList()
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

    private static Object step(String step) {
        return !step.isEmpty() && step.chars().allMatch(Character::isDigit) ? (Object) Long.valueOf(step) : step;
    }

    private static Object ignoringCase(Object value) {
        return Markup.plain(value) instanceof String text ? Text.lower(text) : value;
    }

    /** The key to sort or group by: one path, or several with commas between them. */
    private static Function<Object, Object> key(Arguments.Bound bound) {
        List<Function<Object, Object>> paths = bound.optional("attribute")
                .filter(Values::isString)
                .map(names -> Stream.of(Values.str(names).split(","))
                        .map(name -> path(Optional.of(name)))
                        .toList())
                .orElseGet(() -> List.of(path(bound.optional("attribute"))));
        UnaryOperator<Object> folded = bound.flag("case_sensitive") ? UnaryOperator.identity() : Filters::ignoringCase;
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
    private static Stream<Object> elements(Object value) {
        return Values.isTrue(value) ? stream(value) : Stream.empty();
    }

    // collections

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
        Function<Object, Object> key = bound.flag("case_sensitive") ? part : part.andThen(Filters::ignoringCase);
        List<Object> result = new ArrayList<>(items(map));
        result.sort(Comparator.comparing(key, order(bound.flag("reverse"))));
        return result;
    }

    private static Object join(Object value, Arguments arguments) {
        Arguments.Bound bound = arguments.bind("join", "d", "attribute");
        return stream(value)
                .map(path(bound.optional("attribute")))
                .map(Values::str)
                .collect(Collectors.joining(Values.str(bound.or("d", ""))));
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
        Function<Object, Object> key = bound.flag("case_sensitive") ? raw : raw.andThen(Filters::ignoringCase);
        List<Object> sorted = Values.list(value);
        sorted.sort(Comparator.comparing(key, order(false)));
        Map<Object, List<Object>> groups = new LinkedHashMap<>();
        sorted.forEach(item -> groups.computeIfAbsent(Operators.key(key.apply(item)), k -> new ArrayList<>())
                .add(item));
        return groups.values().stream()
                .<Object>map(group -> new Tuple(List.of(raw.apply(group.get(0)), group), List.of("grouper", "list")))
                .toList();
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
        int size = (int) Values.index(bound.required("linecount"));
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
            bound.optional("fill_with").ifPresent(fill -> last.addAll(Collections.nCopies(missing, fill)));
            rows.add(row);
        }
        return new Generator(rows.iterator());
    }

    private static Object slices(Object value, Arguments arguments) {
        Arguments.Bound bound = arguments.bind("slice", "slices", "fill_with");
        int count = (int) Values.index(bound.required("slices"));
        if (count == 0) {
            throw new TemplateException("integer division or modulo by zero");
        }
        List<Object> items = Values.list(value);
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

    private static Object map(Object value, Arguments arguments) {
        if (!arguments.positional().isEmpty()) {
            String filter = Values.text(arguments.positional().get(0));
            Arguments rest = arguments.after(1);
            return new Generator(
                    elements(value).map(item -> apply(filter, item, rest)).iterator());
        }
        Arguments.Bound bound = arguments.bind("map", "attribute", "default");
        Function<Object, Object> path = path(Optional.of(bound.required("attribute")));
        return new Generator(elements(value)
                .map(item -> {
                    Object found = path.apply(item);
                    return found instanceof Undefined
                            ? bound.optional("default").orElse(found)
                            : found;
                })
                .iterator());
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

    // numbers

    private static Object toInteger(Object value, Arguments arguments) {
        Undefined.reject(value);
        Arguments.Bound bound = arguments.bind("int", "default", "base");
        Object fallback = bound.or("default", 0L);
        if (Values.isInteger(value)) {
            return Values.integer(Values.bigInteger(value));
        } else if (Values.isString(value)) {
            Optional<BigInteger> whole = whole(Values.str(value), (int) bound.number("base", 10));
            if (whole.isPresent()) {
                return Values.integer(whole.get());
            }
        }
        return real(value)
                .filter(Double::isFinite)
                .map(number -> Values.integer(new BigDecimal(number).toBigInteger()))
                .orElse(fallback);
    }

    private static Optional<BigInteger> whole(String text, int base) {
        String digits =
                Text.lower(Text.stripLeft(Text.stripRight(text), Text::isSpace)).replaceAll("(?<=\\w)_(?=\\w)", "");
        String prefix = Map.of(2, "0b", 8, "0o", 16, "0x").getOrDefault(base, "");
        String bare = digits.replaceFirst("^([+-]?)" + prefix, "$1");
        String allowed = base <= 10 ? "[0-" + (base - 1) + "]" : "[0-9a-" + (char) ('a' + base - 11) + "]";
        return bare.matches("[+-]?" + allowed + "+") ? Optional.of(new BigInteger(bare, base)) : Optional.empty();
    }

    private static Optional<Double> real(Object value) {
        Undefined.reject(value);
        if (Values.isNumber(value)) {
            return Optional.of(Values.number(value));
        } else if (!Values.isString(value)) {
            return Optional.empty();
        }
        String text = Text.lower(Text.stripLeft(Text.stripRight(Values.str(value)), Text::isSpace));
        String digits = text.replaceAll("(?<=\\d)_(?=\\d)", "");
        if (digits.matches("[+-]?(\\d+\\.?\\d*|\\.\\d+)(e[+-]?\\d+)?")) {
            return Optional.of(Double.valueOf(digits));
        } else if (digits.matches("[+-]?(inf|infinity)")) {
            return Optional.of(digits.startsWith("-") ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY);
        }
        return digits.matches("[+-]?nan") ? Optional.of(Double.NaN) : Optional.empty();
    }

    private static Object round(Object value, Arguments arguments) {
        Arguments.Bound bound = arguments.bind("round", "precision", "method");
        Undefined.reject(value);
        if (!Values.isNumber(value)) {
            throw TemplateException.of("type %s doesn't define __round__ method", Values.typeName(value));
        }
        int precision = (int) bound.number("precision", 0);
        RoundingMode mode = switch (bound.text("method", "common")) {
            case "common" -> RoundingMode.HALF_EVEN;
            case "ceil" -> RoundingMode.CEILING;
            case "floor" -> RoundingMode.FLOOR;
            default -> throw new TemplateException("method must be common, ceil or floor");
        };
        if (Values.isInteger(value) && mode == RoundingMode.HALF_EVEN) {
            BigDecimal rounded = new BigDecimal(Values.bigInteger(value)).setScale(Math.min(0, precision), mode);
            return Values.integer(rounded.toBigInteger());
        }
        double number = Values.number(value);
        return Double.isFinite(number)
                ? new BigDecimal(number).setScale(precision, mode).doubleValue()
                : number;
    }
}
