package org.reason4j.gym.number;

import java.math.BigDecimal;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.reason4j.gym.Answers;
import org.reason4j.gym.Problem;
import org.reason4j.gym.Rational;

/** One operation on two complex numbers with integer parts. */
public record ComplexArithmetic(Complex left, char operation, Complex right) implements Problem {

    /** A complex number, {@code real + imaginary i}. */
    public record Complex(Rational real, Rational imaginary) {

        static Complex of(int real, int imaginary) {
            return new Complex(Rational.of(real), Rational.of(imaginary));
        }

        Complex times(Complex other) {
            return new Complex(
                    real.times(other.real).minus(imaginary.times(other.imaginary)),
                    real.times(other.imaginary).plus(imaginary.times(other.real)));
        }

        Complex plus(Complex other) {
            return new Complex(real.plus(other.real), imaginary.plus(other.imaginary));
        }

        Complex over(Complex other) {
            Rational size = other.real.times(other.real).plus(other.imaginary.times(other.imaginary));
            Complex product = times(new Complex(other.real, other.imaginary.negated()));
            return new Complex(product.real.over(size), product.imaginary.over(size));
        }

        @Override
        public String toString() {
            return real + (imaginary.numerator().signum() < 0 ? " - " : " + ") + imaginary.abs() + "i";
        }
    }

    private static final String NUMBER = "[0-9]++(?:\\.[0-9]++)?+(?:/[0-9]++)?+";
    private static final Pattern FORM = Pattern.compile("(?<real>[+-]?" + NUMBER
            + "(?![ij0-9]))?\\s*+(?:(?<sign>[+-])?\\s*+(?<imaginary>" + NUMBER + ")?+\\s*+[ij])?");

    @Override
    public String question() {
        return "What is (" + left + ") " + operation + " (" + right
                + "), where i is the square root of -1? Answer in the form a + bi.";
    }

    private Complex result() {
        return switch (operation) {
            case '+' -> left.plus(right);
            case '-' -> left.plus(right.times(Complex.of(-1, 0)));
            case '*' -> left.times(right);
            case '/' -> left.over(right);
            default -> throw new IllegalStateException("There is no operation '" + operation + "'");
        };
    }

    @Override
    public String answer() {
        return result().toString();
    }

    @Override
    public boolean accepts(String answer) {
        return read(Answers.stripped(answer)).filter(result()::equals).isPresent();
    }

    private static Optional<Complex> read(String answer) {
        String text =
                answer.startsWith("(") && answer.endsWith(")") ? answer.substring(1, answer.length() - 1) : answer;
        Matcher form = FORM.matcher(text.strip());
        if (text.isBlank() || text.length() > 400 || !form.matches()) {
            return Optional.empty();
        }
        boolean imaginary = text.contains("i") || text.contains("j");
        if (form.group("real") != null && imaginary && form.group("sign") == null) {
            return Optional.empty();
        }
        Optional<Rational> real =
                form.group("real") == null ? Optional.of(Rational.ZERO) : Answers.rational(form.group("real"));
        Optional<Rational> size = !imaginary
                ? Optional.of(Rational.ZERO)
                : form.group("imaginary") == null
                        ? Optional.of(Rational.ONE)
                        : Answers.rational(form.group("imaginary"));
        return real.flatMap(a -> size.map(b -> new Complex(a, "-".equals(form.group("sign")) ? b.negated() : b)));
    }

    /** Digits of all parts; for a product or quotient, each of one number with each of the other. */
    @Override
    public double work() {
        double one = digits(left.real()) + digits(left.imaginary());
        double other = digits(right.real()) + digits(right.imaginary());
        return operation == '+' || operation == '-' ? one + other : 1 + one * other;
    }

    private static int digits(Rational part) {
        return new BigDecimal(part.numerator()).precision();
    }
}
