package org.reason4j.reward.rulebased.problems;

import java.util.List;
import java.util.Optional;
import java.util.function.IntPredicate;

/**
 * Addition column by column, from the last digit on, in steps that each depend on only a few symbols before them.
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
 * <p>It writes one digit per column and forgets every carry, also that of the first column, so its result is too low
 * wherever there was one.
 *
 * <p>Mixed, where each column is careful or hasty by itself: a hasty one forgets the carry that comes in, and hands on none. What
 * is forgotten once is missing from the sum, however careful the rest is.
 *
 * <p>Any may slip: one column gets a wrong digit, and the rest continues from it.
 *
 * @param working the text between the tags of the reasoning
 * @param sum the result
 */
record ColumnAddition(String working, long sum) {

    /**
     * A column with a wrong digit.
     *
     * @param column index among all columns of the chain, from 0
     * @param shift added to its digit, modulo 10; 1 to 9
     */
    record Slip(int column, int shift) {}

    static ColumnAddition careful(List<Long> terms) {
        return of(terms, true, Optional.empty());
    }

    static ColumnAddition hasty(List<Long> terms) {
        return of(terms, false, Optional.empty());
    }

    /**
     * Additions whose columns are careful or not, each by itself.
     *
     * @param careful by the index of a column among all columns of the chain, from 0; asked once for each, in order
     */
    static ColumnAddition mixed(List<Long> terms, IntPredicate careful) {
        return of(terms, careful, Optional.empty());
    }

    /** The same additions with a slip. */
    static ColumnAddition of(List<Long> terms, boolean careful, Optional<Slip> slip) {
        return of(terms, column -> careful, slip);
    }

    private static ColumnAddition of(List<Long> terms, IntPredicate careful, Optional<Slip> slip) {
        Writer writer = new Writer(careful, slip);
        long sum = terms.get(0);
        for (int i = 1; i < terms.size(); i++) {
            writer.text.append(i > 1 ? ";" : "");
            sum = writer.add(sum, terms.get(i));
        }
        return new ColumnAddition(writer.text.toString(), sum);
    }

    /** Number of columns in all additions. */
    int columns() {
        return (int) working.chars().filter(symbol -> symbol == '=').count();
    }

    /** The response: reasoning, then answer. */
    String response() {
        return "<think>" + working + "</think><answer>" + sum + "</answer>";
    }

    /** Writes additions one after the other. */
    private static final class Writer {

        private final StringBuilder text = new StringBuilder();
        private final IntPredicate careful;
        private final Optional<Slip> slip;
        private int columns;

        Writer(IntPredicate careful, Optional<Slip> slip) {
            this.careful = careful;
            this.slip = slip;
        }

        /** Writes one addition and returns its result. */
        long add(long left, long right) {
            text.append(left).append('+').append(right).append(':');
            long sum = 0;
            long carry = 0;
            long power = 1;
            for (long a = left, b = right; a > 0 || b > 0; a /= 10, b /= 10) {
                boolean carrying = careful.test(columns);
                long column = a % 10 + b % 10 + (carrying ? carry : 0);
                long digit = (column + shift()) % 10;
                text.append(a % 10).append('+').append(b % 10);
                if (carrying) {
                    text.append('+').append(carry).append('=').append(column / 10);
                    carry = column / 10;
                } else {
                    text.append('=');
                    carry = 0;
                }
                text.append(digit).append(',');
                sum += digit * power;
                power *= 10;
            }
            sum += carry * power;
            text.append(sum);
            return sum;
        }

        private int shift() {
            int column = columns++;
            return slip.filter(one -> one.column() == column).map(Slip::shift).orElse(0);
        }
    }
}
