package org.reason4j.gym.geometry;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.reason4j.gym.Answers;
import org.reason4j.gym.Problem;
import org.reason4j.gym.Rational;

/** Something about a triangle with integer corners, rounded to three places. */
public record AdvancedGeometry(Wanted wanted, List<Point> corners) implements Problem {

    /** What is asked of the triangle. */
    public enum Wanted {
        /** The angle at the second corner. */
        ANGLE,
        /** The radius of the circle that touches all sides. */
        INCIRCLE,
        /** The point where the altitudes meet. */
        ORTHOCENTRE
    }

    /** A corner. */
    public record Point(int x, int y) {

        @Override
        public String toString() {
            return "(" + x + ", " + y + ")";
        }
    }

    private static final int PLACES = 3;
    private static final int LEAST_PLACES_OF_AN_ANGLE = 2;
    private static final MathContext PRECISE = new MathContext(50);

    public AdvancedGeometry {
        corners = List.copyOf(corners);
    }

    /** Twice the signed area of a triangle, 0 for one that is none. */
    static long area(List<Point> corners) {
        Point a = corners.get(0);
        Point b = corners.get(1);
        Point c = corners.get(2);
        return (b.x() - a.x()) * (long) (c.y() - a.y()) - (b.y() - a.y()) * (long) (c.x() - a.x());
    }

    private static long dot(Point from, Point one, Point other) {
        return (one.x() - from.x()) * (long) (other.x() - from.x())
                + (one.y() - from.y()) * (long) (other.y() - from.y());
    }

    @Override
    public String question() {
        String triangle = "A triangle has the corners A " + corners.get(0) + ", B " + corners.get(1) + " and C "
                + corners.get(2) + ". ";
        return triangle
                + switch (wanted) {
                    case ANGLE ->
                        "How many degrees does its angle at B measure? Round to three decimal places and answer with the number alone.";
                    case INCIRCLE ->
                        "What is the radius of its incircle? Round to three decimal places and answer with the number alone.";
                    case ORTHOCENTRE ->
                        "Where do its altitudes meet? Round to three decimal places and answer in the form (x, y).";
                };
    }

    /** The numbers that are asked for, those of roots and angles to more than forty and twelve digits. */
    private List<Rational> values() {
        return switch (wanted) {
            case ANGLE -> List.of(Rational.of(new BigDecimal(angle())));
            case INCIRCLE -> List.of(Rational.of(inradius()));
            case ORTHOCENTRE -> orthocentre();
        };
    }

    private double angle() {
        Point b = corners.get(1);
        double cross = Math.abs(area(corners));
        return Math.toDegrees(Math.atan2(cross, dot(b, corners.get(0), corners.get(2))));
    }

    private BigDecimal inradius() {
        BigDecimal circumference = Stream.of(0, 1, 2)
                .map(i -> {
                    Point from = corners.get(i);
                    Point to = corners.get((i + 1) % 3);
                    return BigDecimal.valueOf(dot(from, to, to)).sqrt(PRECISE);
                })
                .reduce(BigDecimal.ZERO, BigDecimal::add);
        return BigDecimal.valueOf(Math.abs(area(corners))).divide(circumference, PRECISE);
    }

    /** {@code H = A + B + C - 2 U} with the centre {@code U} of the circle through the corners. */
    private List<Rational> orthocentre() {
        Rational x = Rational.ZERO;
        Rational y = Rational.ZERO;
        for (int i = 0; i < 3; i++) {
            Point a = corners.get(i);
            Point b = corners.get((i + 1) % 3);
            Point c = corners.get((i + 2) % 3);
            long square = a.x() * (long) a.x() + a.y() * (long) a.y();
            Rational weight = Rational.of(
                    square, area(corners)); // U = sum of weight times the normal of the opposite side, halved
            x = x.plus(Rational.of(a.x())).minus(weight.times(Rational.of(b.y() - c.y())));
            y = y.plus(Rational.of(a.y())).minus(weight.times(Rational.of(c.x() - b.x())));
        }
        return List.of(x, y);
    }

    @Override
    public String answer() {
        List<String> rounded = values().stream()
                .map(value -> value.rounded(PLACES).toPlainString())
                .toList();
        return wanted == Wanted.ORTHOCENTRE ? "(" + String.join(", ", rounded) + ")" : rounded.get(0);
    }

    @Override
    public boolean accepts(String answer) {
        String text = Answers.stripped(answer).replaceFirst("\\s*+°$", "");
        if (wanted == Wanted.ORTHOCENTRE && text.startsWith("(") && text.endsWith(")")) {
            text = text.substring(1, text.length() - 1);
        }
        List<Rational> right = values();
        Optional<List<BigDecimal>> given = Answers.decimals(text);
        return given.isPresent() && given.get().size() == right.size() && shows(given.get(), right);
    }

    private boolean shows(List<BigDecimal> given, List<Rational> right) {
        for (int i = 0; i < right.size(); i++) {
            BigDecimal number = given.get(i);
            int places = wanted == Wanted.ANGLE ? LEAST_PLACES_OF_AN_ANGLE : PLACES;
            boolean padded = number.scale() > PLACES
                    && number.compareTo(right.get(i).rounded(PLACES)) == 0; // zeros behind the three places
            boolean shown = number.scale() <= 12
                    ? right.get(i).isShownBy(number, places)
                    : right.get(i).isShownBy(number.setScale(12, RoundingMode.HALF_UP), places);
            if (!padded && !shown) {
                return false;
            }
        }
        return true;
    }

    /** Digits of the coordinates, times the number of steps: one for an angle, two for a circle and three for altitudes. */
    @Override
    public double work() {
        int digits = corners.stream()
                .mapToInt(corner -> String.valueOf(Math.abs(corner.x())).length()
                        + String.valueOf(Math.abs(corner.y())).length())
                .sum();
        return digits * (1.0 + wanted.ordinal());
    }
}
