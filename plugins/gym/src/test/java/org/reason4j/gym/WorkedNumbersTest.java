package org.reason4j.gym;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.reason4j.gym.algebra.PolynomialEquations;
import org.reason4j.gym.algebra.PolynomialMultiplication;
import org.reason4j.gym.algebra.SimpleIntegration;
import org.reason4j.gym.arithmetic.BaseConversion;
import org.reason4j.gym.arithmetic.BitwiseArithmetic;
import org.reason4j.gym.arithmetic.PrimeFactorization;
import org.reason4j.gym.everyday.CalendarArithmetic;
import org.reason4j.gym.everyday.CalendarArithmetic.Asked;
import org.reason4j.gym.everyday.CoinFlip;
import org.reason4j.gym.everyday.Dice;
import org.reason4j.gym.everyday.TimeIntervals;
import org.reason4j.gym.everyday.TimeIntervals.Form;
import org.reason4j.gym.formula.Polynomial;
import org.reason4j.gym.geometry.AdvancedGeometry;
import org.reason4j.gym.geometry.AdvancedGeometry.Point;
import org.reason4j.gym.geometry.AdvancedGeometry.Wanted;
import org.reason4j.gym.number.ComplexArithmetic;
import org.reason4j.gym.number.ComplexArithmetic.Complex;
import org.reason4j.gym.number.DecimalArithmetic;
import org.reason4j.gym.number.PowerFunction;

/** Problems that can be worked out with a pencil, with answers on both sides of what is right. */
class WorkedNumbersTest {

    private static void judged(Problem problem, List<String> right, List<String> wrong) {
        assertThat(right)
                .allSatisfy(text -> assertThat(problem.accepts(text))
                        .as("%s of %s", text, problem)
                        .isTrue());
        assertThat(wrong)
                .allSatisfy(text -> assertThat(problem.accepts(text))
                        .as("%s of %s", text, problem)
                        .isFalse());
        assertThat(right).contains(problem.answer());
    }

    @Test
    void everyRootIsNeededOnceAndToFourPlaces() {
        // x^2 - 3x + 2 = (x - 1)(x - 2)
        judged(
                new PolynomialEquations("x^2 - 3*x + 2", 'x'),
                List.of("1.0000, 2.0000", "2, 1", "[1.00004, 2]"),
                List.of("1", "1, 1", "1.00001, 1.00002", "1, 2, 2", "1, 2.0001", "none", ""));
        // the square root of 2 is 1.41421356...
        judged(
                new PolynomialEquations("x^2 - 2", 'x'),
                List.of("-1.4142, 1.4142", "1.41421356, -1.4142"),
                List.of("-1.4142, 1.4141", "-1.41, 1.41", "1.4142"));
        judged(new PolynomialEquations("x^2 + 1", 'x'), List.of("none"), List.of("", "0", "1, -1"));
        judged(new PolynomialEquations("4*x^3", 'x'), List.of("0.0000", "0"), List.of("0, 0", "none", "0.001"));
        // (x - 1)^2 (x + 3) = x^3 + x^2 - 5x + 3 has two different roots
        judged(
                new PolynomialEquations("x^3 + x^2 - 5*x + 3", 'x'),
                List.of("-3.0000, 1.0000"),
                List.of("-3, 1, 1", "1", "-3"));
    }

    @Test
    void aProductIsMultipliedOutAndAnAntiderivativeIsDifferentiated() {
        Polynomial one = Polynomial.of("x + 2").orElseThrow();
        Polynomial other = Polynomial.of("x - 3").orElseThrow();
        judged(
                new PolynomialMultiplication(List.of(one, other)),
                List.of("x^2 - x - 6", "-6 - x + x**2"),
                List.of("(x + 2)*(x - 3)", "x^2 - 3*x + 2*x - 6", "x^2 - x + 6"));
        judged(
                new SimpleIntegration("6*x^2 - 4", 'x'),
                List.of("2*x^3 - 4*x + C", "2x^3 - 4x", "7 - 4*x + 2*x^3", "2*(x^3 - 2*x) + C"),
                List.of("6*x^2 - 4", "2*x^3 - 4*x + x", "2*x^3 - 4*x + C*x", "12*x", "2*x^3 - 4*x or 0"));
    }

    @Test
    void numbersInSeveralForms() {
        judged(
                new PrimeFactorization(12),
                List.of("2 × 2 × 3", "3*2*2", "2x2x3"),
                List.of("12", "4 × 3", "2 × 3", "2 2 3", "1 × 2 × 2 × 3"));
        judged(new BaseConversion(255, 10, 16), List.of("ff", "FF", "0ff"), List.of("255", "0xff", "f", "fff"));
        // 0x10 - 0x20 = -16
        judged(
                new BitwiseArithmetic("(0x10 - 0x20)"),
                List.of("-0x10", "-16", "-0b10000"),
                List.of("0x10", "-10", "0xf0", "10-0x20"));
        // (1 + 2i)(3 - i) = 3 - i + 6i + 2 = 5 + 5i
        judged(
                new ComplexArithmetic(complex(1, 2), '*', complex(3, -1)),
                List.of("5 + 5i", "(5+5j)", "5.0 + 5.0i"),
                List.of("5", "5i", "5 - 5i", "55i", "5 + 5", "5 5i"));
        judged(
                new ComplexArithmetic(complex(1, 1), '-', complex(1, 0)),
                List.of("0 + 1i", "i", "0 + i"),
                List.of("1", "0", "-i"));
        // 2 / 3 = 0.66666666...
        judged(new DecimalArithmetic("2 / 3", 4), List.of("0.6667", "0.66670"), List.of("0.6666", "0.667", "0.66667"));
        // 1.5^3 = 3.375, and 1.5^-1 = 0.666...
        judged(
                new PowerFunction(new BigDecimal("1.5"), 3),
                List.of("3.38e+0", "3.375", "3.38"),
                List.of("3.37e+0", "3.4", "33.8", "3.374"));
        judged(new PowerFunction(new BigDecimal("1.5"), -1), List.of("6.67e-1", "0.66667"), List.of("6.66e-1", "0.7"));
    }

    private static Complex complex(int real, int imaginary) {
        return new Complex(Rational.of(real), Rational.of(imaginary));
    }

    @Test
    void chances() {
        // two coins: one head in 2 of 4 cases, one or more in 3 of 4
        judged(new CoinFlip(2, 1, false), List.of("1/2", "2/4", "0.5", "0.5000"), List.of("0.50001", "50%", "0", "1"));
        judged(new CoinFlip(2, 1, true), List.of("3/4", "0.75"), List.of("0.7", "0.8", "4/3"));
        // one of 2^13 = 8192 cases, 0.0001220703125
        judged(
                new CoinFlip(13, 13, false),
                List.of("1/8192", "0.0001", "0.000122"),
                List.of("0", "0.0002", "0.000123", "0.000"));
        // 6 + 4, 5 + 4, 6 + 3 of 24 throws
        judged(new Dice(List.of(6, 4), 9), List.of("1/8", "3/24", "0.125"), List.of("1/24", "3/8", "0.1"));
    }

    @Test
    void theCalendar() {
        LocalDate monday = LocalDate.of(2024, 1, 1);
        judged(
                calendar(Asked.LEAP_YEAR, LocalDate.of(1900, 1, 1), monday),
                List.of("no", "No"),
                List.of("yes", "n", ""));
        judged(calendar(Asked.LEAP_YEAR, LocalDate.of(2000, 1, 1), monday), List.of("yes"), List.of("no"));
        judged(
                calendar(Asked.WEEKDAY, monday, monday.plusDays(8)),
                List.of("Tuesday", "tuesday"),
                List.of("Monday", "Tue", "2"));
        judged(calendar(Asked.BUSINESS_DAYS, monday, monday.plusDays(13)), List.of("10"), List.of("9", "11", "14"));
        judged(calendar(Asked.COUNT_WEEKDAY, monday, monday.plusDays(14)), List.of("3"), List.of("2", "4"));
        // the Mondays of February 2024 are the 5th, 12th, 19th and 26th
        LocalDate february = LocalDate.of(2024, 2, 17);
        judged(
                new CalendarArithmetic(Asked.NTH_WEEKDAY, february, february, DayOfWeek.MONDAY, 4),
                List.of("26"),
                List.of("27", "-1"));
        judged(
                new CalendarArithmetic(Asked.NTH_WEEKDAY, february, february, DayOfWeek.MONDAY, 5),
                List.of("-1"),
                List.of("33", "1"));
    }

    private static CalendarArithmetic calendar(Asked asked, LocalDate start, LocalDate end) {
        return new CalendarArithmetic(asked, start, end, DayOfWeek.MONDAY, 1);
    }

    @Test
    void timesAcrossZones() {
        // 10:00 at UTC+2 is 08:00 at UTC; 9:30 at UTC-1 the next day is 10:30 at UTC
        judged(
                new TimeIntervals(
                        OffsetDateTime.parse("2024-05-01T10:00+02:00"),
                        OffsetDateTime.parse("2024-05-02T09:30-01:00"),
                        Form.DAYS_MINUTES),
                List.of("1 days, 02:30", "1 day, 2:30", "1 days 02:30"),
                List.of("26:30", "1 days, 02:31", "0 days, 26:30", "1 days, 01:90", "02:30"));
    }

    @Test
    void aTriangleWithARightAngle() {
        // sides 4, 3 and 5: inradius (4 + 3 - 5) / 2 = 1; altitudes meet in the right angle; tan B = 3 / 4, B =
        // 36.8698...
        List<Point> corners = List.of(new Point(0, 0), new Point(4, 0), new Point(0, 3));
        judged(
                new AdvancedGeometry(Wanted.INCIRCLE, corners),
                List.of("1.000", "1"),
                List.of("1.001", "0.999", "1.0004"));
        judged(
                new AdvancedGeometry(Wanted.ORTHOCENTRE, corners),
                List.of("(0.000, 0.000)", "0, 0"),
                List.of("(0)", "(0, 1)", "(0, 0, 0)"));
        judged(
                new AdvancedGeometry(Wanted.ANGLE, corners),
                List.of("36.870", "36.87°", "36.8699"),
                List.of("36.9", "37", "36.871", "53.130"));
    }
}
