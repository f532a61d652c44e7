package org.reason4j.core.host.track.curve;

import java.util.List;
import java.util.function.DoubleFunction;
import org.reason4j.core.host.track.Numbers;

/** One figure of the report: a title, a sentence on how to read it, and panels one above the other. */
record Figure(String title, String note, List<Panel> panels) {

    /** Format of values. */
    enum Unit {
        NUMBER(Numbers::compact),
        PERCENT(Numbers::percent),
        SECONDS(value -> Numbers.compact(value) + " s");

        private final DoubleFunction<String> text;

        Unit(DoubleFunction<String> text) {
            this.text = text;
        }

        String of(double value) {
            return text.apply(value);
        }
    }

    /** Lines over a common axis, or areas on top of each other. */
    record Panel(String label, Unit unit, boolean stacked, List<Series> series) {

        int firstStep() {
            return series.stream().mapToInt(s -> s.points().get(0).step()).min().orElse(0);
        }

        int lastStep() {
            return series.stream().mapToInt(s -> s.last().step()).max().orElse(0);
        }
    }

    /**
     * A curve.
     *
     * @param name what it is called
     * @param points at least one, in order of steps
     * @param number which of the colours it has, from 0
     */
    record Series(String name, List<Point> points, int number) {

        /** The class of its colour. */
        String colour() {
            return "s" + number % PanelPlot.COLOURS;
        }

        Point last() {
            return points.get(points.size() - 1);
        }
    }

    /** A finite value at a step. */
    record Point(int step, double value) {}
}
