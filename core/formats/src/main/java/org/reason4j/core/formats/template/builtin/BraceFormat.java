package org.reason4j.core.formats.template.builtin;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.reason4j.core.formats.template.value.Arguments;
import org.reason4j.core.formats.template.value.Budget;
import org.reason4j.core.formats.template.value.TemplateException;
import org.reason4j.core.formats.template.value.Text;
import org.reason4j.core.formats.template.value.TextBuilder;
import org.reason4j.core.formats.template.value.Values;

/** Python's {@code "...".format(...)}. */
final class BraceFormat {

    private static final Pattern PIECE =
            Pattern.compile("\\{\\{|}}|\\{(?<first>[^{}!:.\\[]*+)(?<path>(?:\\.[^{}!:.\\[]++|\\[[^\\]]++\\])*+)"
                    + "(?:!(?<conversion>[rsa]))?(?::(?<spec>[^{}]*))?}|[{}]");
    private static final Pattern STEP = Pattern.compile("\\.([^.\\[]+)|\\[([^\\]]+)\\]");
    private static final Pattern SPEC =
            Pattern.compile("(?:(?<fill>.)?(?<align>[<>=^]))?(?<sign>[-+ ])?(?<zero>0)?(?<width>\\d+)?(?<group>[,_])?"
                    + "(?:\\.(?<precision>\\d+))?(?<type>[a-zA-Z%])?");

    /** Work of a field. */
    private static final int WORK = 16;

    private BraceFormat() {}

    static String format(String template, Arguments arguments) {
        TextBuilder result = new TextBuilder();
        Matcher piece = PIECE.matcher(template);
        int end = 0;
        int automatic = 0;
        while (piece.find(end)) {
            result.append(template, end, piece.start());
            end = piece.end();
            String found = piece.group();
            if (found.equals("{{") || found.equals("}}")) {
                result.append(found.charAt(0));
            } else if (found.length() == 1) {
                throw TemplateException.of("Single '%s' encountered in format string", found);
            } else {
                Budget.current().work(WORK);
                String first = piece.group("first");
                Object start = first(first.isEmpty() ? Integer.toString(automatic++) : first, arguments);
                Object value = follow(start, piece.group("path"));
                String conversion =
                        Optional.ofNullable(piece.group("conversion")).orElse("");
                Object converted =
                        conversion.isEmpty() ? value : conversion.equals("s") ? Values.str(value) : Values.repr(value);
                result.append(formatted(
                        converted, Optional.ofNullable(piece.group("spec")).orElse("")));
            }
        }
        return result.append(template, end, template.length()).toString();
    }

    private static Object first(String name, Arguments arguments) {
        if (!Values.isDigits(name)) {
            return Optional.ofNullable(arguments.named().get(name))
                    .orElseThrow(() -> new TemplateException(Text.quoted(name)));
        }
        long index = Values.digits(name);
        if (index >= arguments.positional().size()) {
            throw TemplateException.of("Replacement index %d out of range for positional args tuple", index);
        }
        return arguments.positional().get((int) index);
    }

    private static Object follow(Object start, String path) {
        Object value = start;
        Matcher step = STEP.matcher(path);
        while (step.find()) {
            String key = step.group(2);
            value = key == null
                    ? Members.attribute(value, step.group(1))
                    : Members.subscript(value, Values.isDigits(key) ? (Object) Values.digits(key) : key);
        }
        return value;
    }

    private static String formatted(Object value, String specification) {
        if (specification.isEmpty()) {
            return Values.str(value);
        }
        Matcher spec = SPEC.matcher(specification);
        if (!spec.matches()) {
            throw TemplateException.of("Invalid format specifier '%s'", specification);
        }
        Optional<Integer> precision =
                Optional.ofNullable(spec.group("precision")).map(NumberFormat::precision);
        boolean number = Values.isNumber(value) && !(value instanceof Boolean && spec.group("type") == null);
        String text;
        if (number) {
            text = signed(grouped(number(value, Optional.ofNullable(spec.group("type")), precision), spec), spec);
        } else if (spec.group("type") == null || spec.group("type").equals("s")) {
            String whole = Values.str(value);
            text = precision
                    .map(limit -> whole.substring(0, Math.min(limit, whole.length())))
                    .orElse(whole);
        } else {
            throw TemplateException.of(
                    "Unknown format code '%s' for object of type '%s'", spec.group("type"), Values.typeName(value));
        }
        return aligned(text, spec, number);
    }

    private static String number(Object value, Optional<String> type, Optional<Integer> precision) {
        if (type.isEmpty()) {
            return precision.isPresent() ? NumberFormat.real(value, 'g', precision.get()) : Values.str(value);
        }
        char code = type.get().charAt(0);
        if (NumberFormat.isReal(code)) {
            return NumberFormat.real(value, code, precision.orElse(6));
        } else if (NumberFormat.isInteger(code) && Values.isInteger(value)) {
            return NumberFormat.integer(value, code);
        }
        throw TemplateException.of("Unknown format code '%s' for object of type '%s'", code, Values.typeName(value));
    }

    private static String grouped(String number, Matcher spec) {
        String separator = spec.group("group");
        if (separator == null) {
            return number;
        }
        int end = number.startsWith("-") ? 1 : 0;
        int start = end;
        while (end < number.length() && Character.isDigit(number.charAt(end))) {
            end++;
        }
        StringBuilder result = new StringBuilder(number);
        for (int i = end - 3; i > start; i -= 3) {
            result.insert(i, separator);
        }
        return result.toString();
    }

    private static String signed(String number, Matcher spec) {
        String sign = spec.group("sign");
        return number.startsWith("-") || sign == null || sign.equals("-") ? number : sign + number;
    }

    private static String aligned(String text, Matcher spec, boolean number) {
        long width = spec.group("width") == null ? 0 : Values.digits(spec.group("width"));
        boolean zero = spec.group("zero") != null;
        String fill = Optional.ofNullable(spec.group("fill")).orElse(zero ? "0" : " ");
        String align = Optional.ofNullable(spec.group("align")).orElse(!number ? "<" : zero ? "=" : ">");
        long missing = Math.max(0, width - Text.length(text));
        Budget.current().grow(text.length());
        int sign = align.equals("=") && !text.isEmpty() && "+- ".indexOf(text.charAt(0)) >= 0 ? 1 : 0;
        return switch (align) {
            case "<" -> text + Text.repeat(fill, missing);
            case "^" -> Text.repeat(fill, missing / 2) + text + Text.repeat(fill, missing - missing / 2);
            default -> text.substring(0, sign) + Text.repeat(fill, missing) + text.substring(sign);
        };
    }
}
