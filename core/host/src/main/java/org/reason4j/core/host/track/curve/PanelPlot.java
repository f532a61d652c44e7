package org.reason4j.core.host.track.curve;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.reason4j.core.host.track.Numbers;
import org.reason4j.core.host.track.curve.Figure.Panel;
import org.reason4j.core.host.track.curve.Figure.Point;
import org.reason4j.core.host.track.curve.Figure.Series;
import org.reason4j.core.host.track.html.Html;

/** Draws a panel as SVG. Colours and line styles are the page's: curve {@code i} has the class {@code s<i>}. */
final class PanelPlot {

    /** Colours there are; further curves begin again. */
    static final int COLOURS = 6;

    private static final int MOST_POINTS = 400;
    private static final double WIDTH = 480;
    private static final double LEFT = 46;
    private static final double RIGHT = 10;
    private static final double TOP = 10;
    private static final double BOTTOM = 24;

    private final Panel panel;
    private final double height;
    private final List<Series> drawn;
    private final Axis x;
    private final Axis y;
    private final StringBuilder svg = new StringBuilder();

    private PanelPlot(Panel panel, int firstStep, int lastStep, double height) {
        this.panel = panel;
        this.height = height;
        this.drawn = panel.stacked() ? stacked(panel.series()) : panel.series();
        this.x = Axis.steps(firstStep, lastStep, 6);
        double max = drawn.stream()
                .flatMap(s -> s.points().stream())
                .mapToDouble(Point::value)
                .max()
                .orElse(1);
        double min = drawn.stream()
                .flatMap(s -> s.points().stream())
                .mapToDouble(Point::value)
                .min()
                .orElse(0);
        this.y = Axis.around(panel.stacked() ? Math.min(0, min) : min, max, height > 150 ? 4 : 3);
    }

    /** Draws a panel over the given steps. */
    static Html draw(Panel panel, int firstStep, int lastStep, double height, String description) {
        return new PanelPlot(panel, firstStep, lastStep, height).svg(description);
    }

    private Html svg(String description) {
        svg.append(format(
                "<svg class=\"plot\" viewBox=\"0 0 %s %s\" role=\"img\" aria-label=\"%s\">",
                WIDTH, height, Html.text(description).markup()));
        axes();
        if (panel.stacked()) {
            areas();
        } else {
            lines();
        }
        points();
        return new Html(svg.append("</svg>").toString());
    }

    private void axes() {
        for (double tick : y.ticks()) {
            svg.append(format(
                    "<line class=\"grid%s\" x1=\"%s\" x2=\"%s\" y1=\"%s\" y2=\"%s\"/>",
                    tick == y.low() ? " base" : "", LEFT, WIDTH - RIGHT, yOf(tick), yOf(tick)));
            svg.append(format(
                    "<text class=\"tick\" x=\"%s\" y=\"%s\" text-anchor=\"end\">%s</text>",
                    LEFT - 7, yOf(tick) + 3.5, y.label(tick, panel.unit())));
        }
        for (double tick : x.ticks()) {
            svg.append(format(
                    "<text class=\"tick\" x=\"%s\" y=\"%s\" text-anchor=\"middle\">%s</text>",
                    xOf(tick), height - 6, Numbers.fixed(tick, 0)));
        }
    }

    private void lines() {
        for (int i = drawn.size() - 1; i >= 0; i--) { // the first curve, the one that matters, on top
            List<Point> points = drawn.get(i).points();
            boolean smoothed = Thinning.isNoisy(points);
            if (smoothed && i == 0) {
                svg.append(polyline("raw " + drawn.get(i).colour(), Thinning.of(points, MOST_POINTS)));
            }
            int window = Math.max(5, points.size() / 20);
            List<Point> line = smoothed ? Thinning.smooth(points, window) : points;
            svg.append(polyline("line " + drawn.get(i).colour(), Thinning.of(line, MOST_POINTS)));
        }
    }

    private void areas() {
        for (int i = drawn.size() - 1; i >= 0; i--) {
            List<Point> upper = strided(drawn.get(i).points());
            StringBuilder path = new StringBuilder();
            upper.forEach(point -> path.append(format("%s,%s ", xOf(point.step()), yOf(point.value()))));
            if (i == 0) {
                path.append(format(
                        "%s,%s %s,%s",
                        xOf(upper.get(upper.size() - 1).step()),
                        yOf(0),
                        xOf(upper.get(0).step()),
                        yOf(0)));
            } else {
                List<Point> lower = strided(drawn.get(i - 1).points());
                for (int j = lower.size() - 1; j >= 0; j--) {
                    path.append(format(
                            "%s,%s ", xOf(lower.get(j).step()), yOf(lower.get(j).value())));
                }
            }
            svg.append(format(
                    "<polygon class=\"area %s\" points=\"%s\"/>",
                    drawn.get(i).colour(), path.toString().trim()));
        }
    }

    /** Something to hover over at every point, and a dot at the last. */
    private void points() {
        for (int i = drawn.size() - 1; i >= 0; i--) {
            List<Point> all = drawn.get(i).points();
            List<Point> own = panel.series().get(i).points();
            boolean few = all.size() <= 25 && !panel.stacked();
            List<Point> shown = panel.stacked() ? strided(all) : Thinning.of(all, MOST_POINTS);
            List<Point> values = panel.stacked() ? strided(own) : shown;
            for (int j = 0; j < shown.size(); j++) {
                boolean dot = few || j == shown.size() - 1 && !panel.stacked();
                svg.append(format(
                        "<circle class=\"%s %s\" cx=\"%s\" cy=\"%s\" r=\"%s\"><title>Step %s, %s: %s</title></circle>",
                        dot ? "dot" : "point",
                        drawn.get(i).colour(),
                        xOf(shown.get(j).step()),
                        yOf(shown.get(j).value()),
                        dot ? 2.8 : 4,
                        shown.get(j).step(),
                        Html.text(drawn.get(i).name()).markup(),
                        panel.unit().of(values.get(j).value())));
            }
        }
    }

    private String polyline(String style, List<Point> points) {
        StringBuilder path = new StringBuilder();
        points.forEach(point -> path.append(format("%s,%s ", xOf(point.step()), yOf(point.value()))));
        return format(
                "<polyline class=\"%s\" points=\"%s\"/>", style, path.toString().trim());
    }

    /** Each series plus all before it. All have the same steps. */
    private static List<Series> stacked(List<Series> series) {
        List<Series> sums = new ArrayList<>();
        for (Series next : series) {
            List<Point> points = new ArrayList<>();
            for (int i = 0; i < next.points().size(); i++) {
                double below = sums.isEmpty()
                        ? 0
                        : sums.get(sums.size() - 1).points().get(i).value();
                points.add(new Point(
                        next.points().get(i).step(),
                        below + next.points().get(i).value()));
            }
            sums.add(new Series(next.name(), points, next.number()));
        }
        return sums;
    }

    /** Evenly thinned, so that areas on top of each other keep the same steps; the last point stays. */
    private static List<Point> strided(List<Point> points) {
        int stride = (points.size() + MOST_POINTS - 1) / MOST_POINTS;
        List<Point> kept = new ArrayList<>();
        for (int i = (points.size() - 1) % stride; i < points.size(); i += stride) {
            kept.add(points.get(i));
        }
        return kept;
    }

    private double xOf(double step) {
        return LEFT + x.position(step) * (WIDTH - LEFT - RIGHT);
    }

    private double yOf(double value) {
        return height - BOTTOM - y.position(value) * (height - TOP - BOTTOM);
    }

    /** Like {@code String.format} with {@code %s} only; decimals are cut to what a screen can show. */
    private static String format(String pattern, Object... values) {
        Object[] texts = new Object[values.length];
        for (int i = 0; i < values.length; i++) {
            texts[i] = values[i] instanceof Double d
                    ? String.format(Locale.ROOT, "%.1f", d).replaceAll("\\.0$", "")
                    : values[i];
        }
        return String.format(Locale.ROOT, pattern, texts);
    }
}
