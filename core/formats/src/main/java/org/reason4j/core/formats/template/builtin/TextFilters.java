package org.reason4j.core.formats.template.builtin;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import org.reason4j.core.formats.template.value.Arguments;
import org.reason4j.core.formats.template.value.Budget;
import org.reason4j.core.formats.template.value.Markup;
import org.reason4j.core.formats.template.value.TemplateException;
import org.reason4j.core.formats.template.value.Text;
import org.reason4j.core.formats.template.value.TextBuilder;
import org.reason4j.core.formats.template.value.Tuple;
import org.reason4j.core.formats.template.value.Values;

/** Filters of text, and {@code tojson} as Hugging Face defines it. */
final class TextFilters {

    private static final Pattern WORD = Pattern.compile("\\w+", Pattern.UNICODE_CHARACTER_CLASS);

    /** Characters of {@code %E2%82%AC}, the longest code of a UTF-16 unit. */
    private static final long LONGEST_URL_CODE = 9;

    private TextFilters() {}

    /** Filters by name; a table, long because it has an entry per filter. */
    static Map<String, Filter> all() {
        Map<String, Filter> filters = new HashMap<>();
        filters.put("upper", plain("upper", Text::upper));
        filters.put("lower", plain("lower", Text::lower));
        filters.put("capitalize", plain("capitalize", Text::capitalize));
        filters.put("title", plain("title", TextFilters::title));
        filters.put(
                "striptags",
                plain(
                        "striptags",
                        text -> String.join(
                                " ", strings(StringMethods.call(withoutTags(text), "split", Arguments.NONE)))));
        filters.put("urlencode", plain("urlencode", text -> {
            Budget.current().grow(LONGEST_URL_CODE * text.length());
            return URLEncoder.encode(text, StandardCharsets.UTF_8)
                    .replace("+", "%20")
                    .replace("%2F", "/")
                    .replace("%7E", "~")
                    .replace("*", "%2A");
        }));
        filters.put("string", (value, arguments) -> Values.str(value));
        filters.put("trim", (value, arguments) -> StringMethods.call(Values.str(value), "strip", arguments));
        filters.put("replace", (value, arguments) -> StringMethods.call(Values.str(value), "replace", arguments));
        filters.put(
                "center",
                (value, arguments) -> StringMethods.call(
                        Values.str(value),
                        "center",
                        Arguments.of(arguments.bind("center", "width").or("width", 80L))));
        filters.put("indent", TextFilters::indent);
        filters.put("truncate", TextFilters::truncate);
        filters.put("wordcount", (value, arguments) -> {
            String text = Values.str(value);
            Budget.current().work(text.length());
            return WORD.matcher(text).results().count();
        });
        filters.put("format", TextFilters::format);
        filters.put("tojson", Json::write);
        filters.put("pprint", (value, arguments) -> Values.repr(value));
        filters.put("safe", (value, arguments) -> new Markup(Values.str(value)));
        filters.put("escape", (value, arguments) -> Markup.escape(value));
        filters.put("e", (value, arguments) -> Markup.escape(value));
        filters.put("forceescape", (value, arguments) -> new Markup(Text.escapeHtml(Values.str(value))));
        return filters;
    }

    /** A filter of text that takes no arguments. */
    private static Filter plain(String name, UnaryOperator<String> filter) {
        return (value, arguments) -> {
            arguments.bind(name);
            return filter.apply(Values.str(value));
        };
    }

    /** The text without {@code <...>} and {@code <!--...-->}; what is never closed stays. */
    private static String withoutTags(String text) {
        int lastTag = text.lastIndexOf('>');
        int lastComment = text.lastIndexOf("-->");
        TextBuilder result = new TextBuilder();
        int from = 0;
        for (int at = text.indexOf('<'); at >= 0 && at < lastTag; at = text.indexOf('<', from)) {
            result.append(text, from, at);
            boolean comment = text.startsWith("<!--", at) && at + "<!--".length() <= lastComment;
            from = comment ? text.indexOf("-->", at + "<!--".length()) + "-->".length() : text.indexOf('>', at) + 1;
        }
        return result.append(text, from, text.length()).toString();
    }

    private static List<String> strings(Object items) {
        return Values.list(items).stream().map(Values::str).toList();
    }

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
        String indentation = Values.isString(width) ? Values.str(width) : Text.repeat(" ", Values.index(width));
        List<Object> lines = StringMethods.splitLines(Values.text(value) + "\n", false);
        TextBuilder result = new TextBuilder();
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
        } else if (Text.length(text) - bound.number("leeway", 5) <= length) {
            return text;
        }
        int kept = (int) Math.min(length, Text.length(text)) - Text.length(end);
        String cut = Text.section(text, 0, Math.max(0, kept));
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
}
