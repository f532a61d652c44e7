package org.reason4j.core.formats.template.builtin;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.reason4j.core.formats.template.value.Arguments;
import org.reason4j.core.formats.template.value.Budget;
import org.reason4j.core.formats.template.value.Markup;
import org.reason4j.core.formats.template.value.None;
import org.reason4j.core.formats.template.value.Range;
import org.reason4j.core.formats.template.value.TemplateException;
import org.reason4j.core.formats.template.value.Text;
import org.reason4j.core.formats.template.value.TextBuilder;
import org.reason4j.core.formats.template.value.Values;

/** Python's {@code json.dumps} with the options that Hugging Face's {@code tojson} filter passes on. */
final class Json {

    private final boolean ascii;
    private final boolean sorted;
    private final String indent;
    private final String itemSeparator;
    private final String keySeparator;
    private final Budget budget = Budget.current();
    private final TextBuilder out = new TextBuilder();

    private Json(Arguments.Bound options) {
        ascii = options.flag("ensure_ascii");
        sorted = options.flag("sort_keys");
        indent = options.optional("indent")
                .map(width -> Values.isString(width) ? Values.str(width) : Text.repeat(" ", Values.index(width)))
                .map(step -> "\n" + step)
                .orElse("");
        List<Object> separators =
                options.optional("separators").map(Values::list).orElse(List.of(indent.isEmpty() ? ", " : ",", ": "));
        if (separators.size() != 2) {
            throw TemplateException.of("separators has %d items, expected 2", separators.size());
        }
        itemSeparator = Values.text(separators.get(0));
        keySeparator = Values.text(separators.get(1));
    }

    static String write(Object value, Arguments arguments) {
        Json json = new Json(arguments.bind("tojson", "ensure_ascii", "indent", "separators", "sort_keys"));
        json.value(value, json.indent.isEmpty() ? "" : "\n");
        return json.out.toString();
    }

    private void value(Object value, String lineStart) {
        budget.enter();
        if (Markup.plain(value) instanceof String text) {
            string(text);
        } else if (value == None.NONE
                || value instanceof Boolean
                || value instanceof Double
                || Values.isInteger(value)) {
            out.append(scalar(value));
        } else if (value instanceof Map<?, ?> map) {
            map(map, lineStart);
        } else if (value instanceof List<?> list && !(value instanceof Range)) {
            list(list, lineStart);
        } else {
            throw TemplateException.of("Object of type %s is not JSON serializable", Values.typeName(value));
        }
        budget.leave();
    }

    private static String scalar(Object value) {
        if (value == None.NONE) {
            return "null";
        } else if (value instanceof Double number && (number.isNaN() || number.isInfinite())) {
            return number.isNaN() ? "NaN" : number > 0 ? "Infinity" : "-Infinity";
        }
        return value instanceof Boolean ? value.toString() : Values.str(value);
    }

    private String nested(String lineStart) {
        if (indent.isEmpty()) {
            return "";
        }
        budget.grow(lineStart.length() + indent.length());
        return lineStart + indent.substring(1);
    }

    private void list(List<?> list, String lineStart) {
        String inside = nested(lineStart);
        out.append('[');
        for (Iterator<?> items = list.iterator(); items.hasNext(); ) {
            out.append(inside);
            value(items.next(), inside);
            out.append(items.hasNext() ? itemSeparator : lineStart);
        }
        out.append(']');
    }

    private void map(Map<?, ?> map, String lineStart) {
        List<Map.Entry<?, ?>> entries = new ArrayList<>(map.entrySet());
        if (sorted) {
            entries.sort((a, b) -> Values.compare(a.getKey(), b.getKey(), "<"));
        }
        String inside = nested(lineStart);
        out.append('{');
        for (Iterator<Map.Entry<?, ?>> items = entries.iterator(); items.hasNext(); ) {
            Map.Entry<?, ?> entry = items.next();
            out.append(inside);
            string(key(entry.getKey()));
            out.append(keySeparator);
            value(entry.getValue(), inside);
            out.append(items.hasNext() ? itemSeparator : lineStart);
        }
        out.append('}');
    }

    private static String key(Object key) {
        if (Values.isString(key)) {
            return Values.str(key);
        } else if (key == None.NONE || Values.isNumber(key)) {
            return scalar(key);
        }
        throw TemplateException.of("keys must be str, int, float, bool or None, not %s", Values.typeName(key));
    }

    private void string(String text) {
        out.append('"');
        for (char c : text.toCharArray()) {
            int named = "\"\\\n\r\t\b\f".indexOf(c);
            if (named >= 0) {
                out.append('\\').append("\"\\nrtbf".charAt(named));
            } else if (c < 0x20 || (ascii && c > 0x7e)) {
                out.append("\\u").append(HexFormat.of().toHexDigits(c));
            } else {
                out.append(c);
            }
        }
        out.append('"');
    }
}
