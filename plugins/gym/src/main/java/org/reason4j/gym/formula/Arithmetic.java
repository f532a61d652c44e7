package org.reason4j.gym.formula;

/**
 * What formulas are worked out over. An operation that is not possible, or would be too much work, throws an {@link
 * ArithmeticException}.
 *
 * @param <T> the values
 */
public interface Arithmetic<T> {

    /** The value of a number as it is written: digits, with a decimal point perhaps, or with {@code 0x} or {@code 0b} before. */
    T number(String digits);

    /** The value of a name of one letter. */
    default T variable(char name) {
        throw new ArithmeticException("There is no variable '" + name + "'");
    }

    T plus(T left, T right);

    T times(T left, T right);

    T negated(T value);

    default T over(T left, T right) {
        throw new ArithmeticException("There is no division");
    }

    default T power(T base, int exponent) {
        throw new ArithmeticException("There are no powers");
    }

    /** Shifts by a number of bits, to the left by a positive one. */
    default T shifted(T value, T by, boolean left) {
        throw new ArithmeticException("There are no shifts");
    }
}
