package org.reason4j.reward.rulebased.math.number;

import java.math.BigDecimal;
import org.reason4j.reward.rulebased.math.parse.Node;

/**
 * Decimals that stand for values with more digits: {@code 1.4142} for the square root of 2.
 *
 * <p>A decimal by itself stands for what it is, rounded or cut off at its last place. A
 * formula with decimals is within half a unit of the last place of its shortest one. Of two sides with decimals both have
 * to have one digit more, since both claim to be the value.
 */
final class Roundings {

    private final Node left;
    private final Node right;
    private final int leftDigits;
    private final int rightDigits;
    private final int fewest;

    Roundings(Node left, Node right, int fewest) {
        this.left = left;
        this.right = right;
        this.leftDigits = digits(left);
        this.rightDigits = digits(right);
        this.fewest = fewest;
    }

    /** The digits of the shortest decimal; 0 if there is none. */
    private static int digits(Node node) {
        if (node instanceof Node.Number number) {
            return number.digits();
        }
        return node.children().stream()
                .mapToInt(Roundings::digits)
                .filter(digits -> digits > 0)
                .min()
                .orElse(0);
    }

    boolean accept(Ball one, Ball other) {
        if (fewest == 0 || leftDigits == 0 && rightDigits == 0) {
            return false;
        } else if (leftDigits > 0 && rightDigits > 0) {
            int shorter = Math.min(leftDigits, rightDigits);
            return shorter >= fewest + 1 && one.isWithin(share(shorter), other);
        } else if (leftDigits > 0) {
            return leftDigits >= fewest && stands(left, leftDigits, one, other);
        }
        return rightDigits >= fewest && stands(right, rightDigits, other, one);
    }

    private static BigDecimal share(int digits) {
        return new BigDecimal("0.5").scaleByPowerOfTen(1 - digits);
    }

    private static boolean stands(Node node, int digits, Ball decimal, Ball value) {
        if (!(node instanceof Node.Number)) {
            return decimal.isWithin(share(digits), value);
        }
        BigDecimal unit = BigDecimal.ONE.scaleByPowerOfTen(Reals.magnitude(decimal.re()) - digits);
        BigDecimal rest = value.re().subtract(decimal.re(), Reals.DIGITS);
        boolean rounded = rest.abs().multiply(Reals.TWO).compareTo(unit) <= 0;
        boolean cutOff = rest.signum() == decimal.re().signum() && rest.abs().compareTo(unit) < 0;
        return value.isReal() && (rounded || cutOff);
    }
}
