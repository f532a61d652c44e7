package org.reason4j.reward.rulebased.math.parse;

import java.math.BigDecimal;
import java.math.BigInteger;
import org.reason4j.reward.rulebased.Rational;

/** Values of numbers as {@link NumberScanner} spells them. */
final class Literals {

    private static final int MOST_DIGITS = 5_000;
    private static final int LARGEST_EXPONENT = 9_999;

    private Literals() {}

    /** The number of {@code 12}, {@code 1.50}, {@code 0.(3)} or {@code 5e-3}. */
    static Node.Number number(String spelled) {
        if (spelled.length() > MOST_DIGITS) {
            throw new Budget.Exhausted("a number has " + spelled.length() + " digits, more than " + MOST_DIGITS);
        }
        int exponent = spelled.indexOf('e');
        String digits = exponent < 0 ? spelled : spelled.substring(0, exponent);
        Rational value = digits.endsWith(")") ? repeating(digits) : Rational.of(new BigDecimal(digits));
        int significant = digits.contains(".") && !digits.endsWith(")") ? significant(digits) : 0;
        if (exponent < 0) {
            return new Node.Number(value, significant);
        }
        return new Node.Number(value.times(powerOfTen(spelled.substring(exponent + 1))), significant);
    }

    private static Rational powerOfTen(String exponent) {
        int power = exponent.length() > 5 ? Integer.MAX_VALUE : Integer.parseInt(exponent);
        if (Math.abs((long) power) > LARGEST_EXPONENT) {
            throw new Budget.Exhausted("the exponent " + exponent + " is beyond " + LARGEST_EXPONENT);
        }
        return Rational.of(BigDecimal.ONE.scaleByPowerOfTen(power));
    }

    private static int significant(String digits) {
        String all = digits.replace(".", "");
        int leading = 0;
        while (leading < all.length() && all.charAt(leading) == '0') {
            leading++;
        }
        return all.length() - leading;
    }

    /** {@code 0.1(6)} is {@code (16 - 1) / 90}. */
    private static Rational repeating(String digits) {
        int open = digits.indexOf('(');
        String head = digits.substring(0, open);
        String period = digits.substring(open + 1, digits.length() - 1);
        int decimals = head.length() - head.indexOf('.') - 1;
        BigInteger before = new BigInteger("0" + head.replace(".", ""));
        BigInteger with = new BigInteger("0" + head.replace(".", "") + period);
        BigInteger below =
                BigInteger.TEN.pow(period.length()).subtract(BigInteger.ONE).multiply(BigInteger.TEN.pow(decimals));
        return new Rational(with.subtract(before), below);
    }

    /** The value of digits in a base from 2 to 36. */
    static Node based(String digits, String base) throws UnreadableException {
        try {
            int radix = Integer.parseInt(base);
            if (radix >= Character.MIN_RADIX && radix <= Character.MAX_RADIX) {
                return new Node.Number(Rational.of(new BigInteger(digits, radix)), 0);
            }
        } catch (NumberFormatException e) { // not in that base: falls through to the same refusal
            throw new UnreadableException(digits + " is no number in base " + base);
        }
        throw new UnreadableException("no base " + base);
    }
}
