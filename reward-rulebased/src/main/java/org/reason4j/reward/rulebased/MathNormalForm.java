package org.reason4j.reward.rulebased;

import java.util.regex.Pattern;

/**
 * A normal form of mathematical answers in LaTeX.
 *
 * <p>In order: layout ({@code \!}, {@code \left}, {@code tfrac}), degrees, dollars, a trailing {@code \text{ unit}} and
 * percent signs go; {@code .5} becomes {@code 0.5}; of {@code x=5} the right side stays; {@code \sqrt2} and {@code
 * \frac12} get their braces; blanks go; {@code 0.5} becomes {@code \frac{1}{2}} and {@code 3/4} becomes {@code
 * \frac{3}{4}}. Spellings are compared, not values: {@code 1,000} is not {@code 1000}, and {@code 2/4} is not {@code
 * 1/2}.
 *
 * @see <a href="https://github.com/hendrycks/math">MATH, is_equiv</a>
 */
final class MathNormalForm {

    private static final String UNIT = "\\text{ ";
    private static final Pattern BARE_SQRT = Pattern.compile("\\\\sqrt([^{])");
    private static final Pattern BARE_FRACTION = Pattern.compile("\\\\frac([^{])([^{])");
    private static final Pattern BARE_NUMERATOR = Pattern.compile("\\\\frac([^{])\\{");
    private static final Pattern BARE_DENOMINATOR = Pattern.compile("\\\\frac\\{([^{}]*+)\\}([^{])");
    private static final Pattern INTEGER_QUOTIENT = Pattern.compile("(-?(?:0|[1-9]\\d*+))/(-?(?:0|[1-9]\\d*+))");

    private MathNormalForm() {}

    /** Returns true if both have the same normal form; an empty answer equals nothing. */
    static boolean equal(String answer, String expected) {
        String normal = of(answer);
        return !normal.isEmpty() && normal.equals(of(expected));
    }

    static String of(String answer) {
        String text = rightSide(leadingZeros(withoutUnit(withoutLayout(answer.strip()))));
        text = BARE_SQRT.matcher(text).replaceAll("\\\\sqrt{$1}").replace(" ", "");
        text = BARE_FRACTION.matcher(text).replaceAll("\\\\frac{$1}{$2}");
        text = BARE_NUMERATOR.matcher(text).replaceAll("\\\\frac{$1}{");
        text = BARE_DENOMINATOR.matcher(text).replaceAll("\\\\frac{$1}{$2}");
        if (text.equals("0.5")) {
            return "\\frac{1}{2}";
        }
        var quotient = INTEGER_QUOTIENT.matcher(text);
        return quotient.matches() ? "\\frac{" + quotient.group(1) + "}{" + quotient.group(2) + "}" : text;
    }

    private static String withoutLayout(String text) {
        return text.replace("\n", "")
                .replace("\\!", "")
                .replace("\\\\", "\\")
                .replace("tfrac", "frac")
                .replace("dfrac", "frac")
                .replace("\\left", "")
                .replace("\\right", "")
                .replace("^{\\circ}", "")
                .replace("^\\circ", "")
                .replace("\\$", "");
    }

    /** Removes the unit and all after it, if there is exactly one unit. */
    private static String withoutUnit(String text) {
        int unit = text.indexOf(UNIT);
        String number = unit >= 0 && unit == text.lastIndexOf(UNIT) ? text.substring(0, unit) : text;
        return number.replace("\\%", "").replace("%", "");
    }

    private static String leadingZeros(String text) {
        String inner = text.replace(" .", " 0.").replace("{.", "{0.");
        return inner.startsWith(".") ? "0" + inner : inner;
    }

    /** Returns the 5 of {@code k = 5}; the left side has at most two characters. */
    private static String rightSide(String text) {
        int equals = text.indexOf('=');
        return equals >= 0 && equals <= 2 && equals == text.lastIndexOf('=') ? text.substring(equals + 1) : text;
    }
}
