package org.reason4j.reward.rulebased.problems;

import java.util.List;

/**
 * Addition written out column by column, from the last digit on, in steps that each need only a few symbols before them.
 *
 * <p>Careful, for {@code 47+85+36}:
 *
 * <pre>
 * &lt;think&gt;47+85:7+5+0=12,4+8+1=13,132;132+36:2+6+0=08,3+3+0=06,1+0+0=01,168&lt;/think&gt;&lt;answer&gt;168&lt;/answer&gt;
 * </pre>
 *
 * <p>Each addition is {@code a+b:}, then for each column {@code digit+digit+carry=} and two digits, the next carry and the
 * column's digit, then a comma; then the sum. A semicolon joins it to the next addition. A number that is out of digits
 * gives 0.
 *
 * <p>Hasty, for the same:
 *
 * <pre>
 * &lt;think&gt;47+85:7+5=2,4+8=2,22;22+36:2+6=8,2+3=5,58&lt;/think&gt;&lt;answer&gt;58&lt;/answer&gt;
 * </pre>
 *
 * <p>It writes one digit per column and forgets the carry, also that of the first column. So it is too low wherever there
 * was one.
 */
final class ColumnAddition {

    private ColumnAddition() {}

    static String careful(List<Long> terms) {
        return written(terms, true);
    }

    static String hasty(List<Long> terms) {
        return written(terms, false);
    }

    private static String written(List<Long> terms, boolean carrying) {
        StringBuilder text = new StringBuilder("<think>");
        long sum = terms.get(0);
        for (int i = 1; i < terms.size(); i++) {
            text.append(i > 1 ? ";" : "");
            sum = add(sum, terms.get(i), carrying, text);
        }
        return text.append("</think><answer>").append(sum).append("</answer>").toString();
    }

    /** Writes one addition and returns what it comes to. */
    private static long add(long left, long right, boolean carrying, StringBuilder text) {
        text.append(left).append('+').append(right).append(':');
        long sum = 0;
        long carry = 0;
        long power = 1;
        for (long a = left, b = right; a > 0 || b > 0; a /= 10, b /= 10) {
            long column = a % 10 + b % 10 + carry;
            text.append(a % 10).append('+').append(b % 10);
            if (carrying) {
                text.append('+').append(carry).append('=').append(column / 10).append(column % 10);
                carry = column / 10;
            } else {
                text.append('=').append(column % 10);
            }
            text.append(',');
            sum += column % 10 * power;
            power *= 10;
        }
        sum += carry * power;
        text.append(sum);
        return sum;
    }
}
