package org.reason4j.core.formats.template.builtin;

import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.reason4j.core.formats.template.value.Budget;
import org.reason4j.core.formats.template.value.Markup;
import org.reason4j.core.formats.template.value.TemplateException;
import org.reason4j.core.formats.template.value.Text;
import org.reason4j.core.formats.template.value.TextBuilder;
import org.reason4j.core.formats.template.value.Tuple;
import org.reason4j.core.formats.template.value.Undefined;
import org.reason4j.core.formats.template.value.Values;

/** Python's {@code "..." % values}. */
final class PercentFormat {

    private static final Pattern FIELD = Pattern.compile(
            "%(?:\\((?<key>[^)]*)\\))?(?<flags>[-+ 0#]*)(?<width>\\d*)(?:\\.(?<precision>\\d+))?(?<type>.?)",
            Pattern.DOTALL);

    /** Work of a field. */
    private static final int WORK = 16;

    private PercentFormat() {}

    static String format(Object template, Object values) {
        Iterator<Object> arguments = (values instanceof Tuple tuple ? tuple : List.of(values)).iterator();
        TextBuilder result = new TextBuilder();
        String text = Values.str(template);
        Matcher field = FIELD.matcher(text);
        int end = 0;
        boolean keyed = false;
        while (field.find(end)) {
            result.append(text, end, field.start());
            end = field.end();
            if (field.group("type").equals("%")) {
                result.append('%');
                continue;
            }
            Budget.current().work(WORK);
            Optional<String> key = Optional.ofNullable(field.group("key"));
            keyed |= key.isPresent();
            Object value = key.isPresent() ? byKey(values, key.get()) : next(arguments);
            result.append(pad(converted(template, field, value), field));
        }
        boolean mayRemain = values instanceof Map || (values instanceof List && !(values instanceof Tuple));
        if (arguments.hasNext() && !keyed && !mayRemain) {
            throw new TemplateException("not all arguments converted during string formatting");
        }
        return result.append(text, end, text.length()).toString();
    }

    private static Object byKey(Object values, String key) {
        if (!(values instanceof Map<?, ?> map)) {
            throw new TemplateException("format requires a mapping");
        }
        return Optional.<Object>ofNullable(map.get(key)).orElseThrow(() -> new TemplateException(Text.quoted(key)));
    }

    private static Object next(Iterator<Object> arguments) {
        if (!arguments.hasNext()) {
            throw new TemplateException("not enough arguments for format string");
        }
        return arguments.next();
    }

    private static String converted(Object template, Matcher field, Object value) {
        Optional<Integer> precision =
                Optional.ofNullable(field.group("precision")).map(NumberFormat::precision);
        String type = field.group("type");
        if (type.equals("s") || type.equals("r") || type.equals("a") || type.equals("c")) {
            String text = type.equals("r") || type.equals("a") ? Values.repr(value) : Values.str(value);
            String escaped = template instanceof Markup && !(value instanceof Markup) ? Text.escapeHtml(text) : text;
            return precision
                    .map(limit -> escaped.substring(0, Math.min(limit, escaped.length())))
                    .orElse(escaped);
        }
        Undefined.reject(value);
        if (type.isEmpty() || !NumberFormat.isInteger(type.charAt(0)) && !NumberFormat.isReal(type.charAt(0))) {
            throw type.isEmpty()
                    ? new TemplateException("incomplete format")
                    : TemplateException.of("unsupported format character '%s'", type);
        } else if (!Values.isNumber(value)) {
            throw TemplateException.of("%%%s format: a real number is required, not %s", type, Values.typeName(value));
        }
        String number = NumberFormat.isInteger(type.charAt(0))
                ? NumberFormat.integer(value, type.charAt(0))
                : NumberFormat.real(value, type.charAt(0), precision.orElse(6));
        String flags = field.group("flags");
        String sign = number.startsWith("-") ? "" : flags.contains("+") ? "+" : flags.contains(" ") ? " " : "";
        return sign + number;
    }

    private static String pad(String text, Matcher field) {
        String flags = field.group("flags");
        long width = field.group("width").isEmpty() ? 0 : Values.digits(field.group("width"));
        long missing = Math.max(0, width - Text.length(text));
        if (flags.contains("-")) {
            return text + Text.repeat(" ", missing);
        } else if (flags.contains("0") && !"src".contains(field.group("type"))) {
            int sign = text.startsWith("-") || text.startsWith("+") || text.startsWith(" ") ? 1 : 0;
            return text.substring(0, sign) + Text.repeat("0", missing) + text.substring(sign);
        }
        return Text.repeat(" ", missing) + text;
    }
}
