package org.reason4j.core.formats.template.builtin;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.math.RoundingMode;
import org.reason4j.core.formats.template.value.Budget;
import org.reason4j.core.formats.template.value.TemplateException;
import org.reason4j.core.formats.template.value.Text;
import org.reason4j.core.formats.template.value.Values;

/** Numbers as Python's format strings write them, before padding. */
final class NumberFormat {

    /** Digits of the longest precision; the exact expansion of a floating-point number has at most 1,074 after the point. */
    private static final int LONGEST_PRECISION = 1_100;

    /** Work of writing a floating-point number. */
    private static final int WORK = 256;

    private NumberFormat() {}

    /** The precision that a format names. */
    static int precision(String digits) {
        long precision = Values.digits(digits);
        if (precision > LONGEST_PRECISION) {
            throw TemplateException.of(
                    "a format has a precision of %d, expected at most %,d", precision, LONGEST_PRECISION);
        }
        return (int) precision;
    }

    static boolean isInteger(char type) {
        return "diuxXob".indexOf(type) >= 0;
    }

    static boolean isReal(char type) {
        return "fFeEgG%".indexOf(type) >= 0;
    }

    static String integer(Object value, char type) {
        if (value instanceof Double real && !Double.isFinite(real)) {
            throw TemplateException.of("cannot convert float %s to integer", real.isNaN() ? "NaN" : "infinity");
        }
        BigInteger number =
                value instanceof Double real ? new BigDecimal(real).toBigInteger() : Values.bigInteger(value);
        return switch (type) {
            case 'x' -> number.toString(16);
            case 'X' -> Text.upper(number.toString(16));
            case 'o' -> number.toString(8);
            case 'b' -> number.toString(2);
            default -> number.toString();
        };
    }

    static String real(Object value, char type, int precision) {
        Budget.current().work(WORK);
        double number = type == '%' ? 100 * Values.number(value) : Values.number(value);
        if (Double.isNaN(number) || Double.isInfinite(number)) {
            return Values.repr(number) + (type == '%' ? "%" : "");
        }
        String text = switch (type) {
            case 'f', 'F' -> fixed(number, precision);
            case '%' -> fixed(number, precision) + "%";
            case 'e', 'E' -> scientific(number, precision);
            default -> general(number, Math.max(1, precision));
        };
        return Character.isUpperCase(type) ? Text.upper(text) : text;
    }

    static String fixed(double number, int precision) {
        String text = new BigDecimal(number)
                .setScale(precision, RoundingMode.HALF_EVEN)
                .toPlainString();
        return 1 / number < 0 && number == 0 || number < 0 && !text.startsWith("-") ? "-" + text : text;
    }

    private static String scientific(double number, int precision) {
        BigDecimal rounded = new BigDecimal(number).round(new MathContext(precision + 1, RoundingMode.HALF_EVEN));
        int exponent = number == 0 ? 0 : rounded.precision() - rounded.scale() - 1;
        String mantissa = rounded.movePointLeft(exponent)
                .setScale(precision, RoundingMode.HALF_EVEN)
                .toPlainString();
        return mantissa + String.format("e%s%02d", exponent < 0 ? "-" : "+", Math.abs(exponent));
    }

    private static String general(double number, int precision) {
        String scientific = scientific(number, precision - 1);
        int mark = scientific.indexOf('e');
        int exponent = Integer.parseInt(scientific.substring(mark + 1));
        return exponent < -4 || exponent >= precision
                ? withoutTrailingZeros(scientific.substring(0, mark)) + scientific.substring(mark)
                : withoutTrailingZeros(fixed(number, precision - 1 - exponent));
    }

    private static String withoutTrailingZeros(String digits) {
        return digits.contains(".") ? digits.replaceFirst("\\.?0+$", "") : digits;
    }
}
