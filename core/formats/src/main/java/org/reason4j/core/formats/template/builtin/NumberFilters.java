package org.reason4j.core.formats.template.builtin;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.reason4j.core.formats.template.value.Arguments;
import org.reason4j.core.formats.template.value.Budget;
import org.reason4j.core.formats.template.value.TemplateException;
import org.reason4j.core.formats.template.value.Text;
import org.reason4j.core.formats.template.value.Undefined;
import org.reason4j.core.formats.template.value.Values;

/** Filters of numbers. */
final class NumberFilters {

    /** Places, before or after the point, past which rounding changes nothing more: an integer has no more digits. */
    private static final long MOST_PLACES = Values.MOST_DIGITS + 1L;

    /** Work of reading or rounding a number. */
    private static final int WORK = 32;

    private static final Pattern UNDERSCORE = Pattern.compile("(?<=[\\da-z])_(?=[\\da-z])");
    private static final Pattern DECIMAL = Pattern.compile("[+-]?(\\d++\\.?+\\d*+|\\.\\d++)(e[+-]?\\d++)?");

    private NumberFilters() {}

    /** Filters by name. */
    static Map<String, Filter> all() {
        Map<String, Filter> filters = new HashMap<>();
        filters.put(
                "abs",
                (value, arguments) -> Operators.compare("<", value, 0L)
                        ? Operators.signed('-', value)
                        : Operators.signed('+', value));
        filters.put("int", NumberFilters::toInteger);
        filters.put(
                "float",
                (value, arguments) -> real(value)
                        .<Object>map(number -> number)
                        .orElse(arguments.bind("float", "default").or("default", 0.0)));
        filters.put("round", NumberFilters::round);
        return filters;
    }

    private static Object toInteger(Object value, Arguments arguments) {
        Undefined.reject(value);
        Arguments.Bound bound = arguments.bind("int", "default", "base");
        Object fallback = bound.or("default", 0L);
        if (Values.isInteger(value)) {
            return Values.integer(Values.bigInteger(value));
        } else if (Values.isString(value)) {
            Optional<BigInteger> whole = whole(Values.str(value), Values.count(bound.number("base", 10)));
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
        if (base < Character.MIN_RADIX || base > Character.MAX_RADIX || text.length() > Values.MOST_DIGITS) {
            return Optional.empty();
        }
        String digits = UNDERSCORE
                .matcher(Text.lower(Text.stripLeft(Text.stripRight(text), Text::isSpace)))
                .replaceAll("");
        String prefix = Map.of(2, "0b", 8, "0o", 16, "0x").getOrDefault(base, "");
        int sign = digits.startsWith("+") || digits.startsWith("-") ? 1 : 0;
        boolean prefixed = !prefix.isEmpty() && digits.startsWith(prefix, sign);
        String bare = prefixed ? digits.substring(0, sign) + digits.substring(sign + prefix.length()) : digits;
        try {
            return Optional.of(new BigInteger(bare, base));
        } catch (NumberFormatException e) { // not an integer
            return Optional.empty();
        }
    }

    private static Optional<Double> real(Object value) {
        Undefined.reject(value);
        Budget.current().work(WORK);
        if (Values.isNumber(value)) {
            return Optional.of(Values.number(value));
        } else if (!Values.isString(value)) {
            return Optional.empty();
        }
        String text = Text.lower(Text.stripLeft(Text.stripRight(Values.str(value)), Text::isSpace));
        String digits = UNDERSCORE.matcher(text).replaceAll("");
        if (DECIMAL.matcher(digits).matches()) {
            return Optional.of(Double.valueOf(digits));
        }
        return switch (digits) {
            case "inf", "+inf", "infinity", "+infinity" -> Optional.of(Double.POSITIVE_INFINITY);
            case "-inf", "-infinity" -> Optional.of(Double.NEGATIVE_INFINITY);
            case "nan", "+nan", "-nan" -> Optional.of(Double.NaN);
            default -> Optional.empty();
        };
    }

    private static Object round(Object value, Arguments arguments) {
        Arguments.Bound bound = arguments.bind("round", "precision", "method");
        Undefined.reject(value);
        if (!Values.isNumber(value)) {
            throw TemplateException.of("type %s doesn't define __round__ method", Values.typeName(value));
        }
        int precision = (int) Math.max(-MOST_PLACES, Math.min(MOST_PLACES, bound.number("precision", 0)));
        Budget.current().work(WORK);
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
