package org.reason4j.core.host.track.curve;

import java.util.ArrayList;
import java.util.List;
import org.reason4j.core.host.track.curve.Figure.Point;

/** Fewer points, or smoother ones, for curves that have more than a screen can show. */
final class Thinning {

    private static final int NOISY_FROM = 40;

    private Thinning() {}

    /**
     * Keeps the first and the last point and, of each of {@code limit - 2} equal stretches between them, the point that
     * makes the largest triangle with the point kept before and the mean of the stretch after it, so that peaks survive
     * (Steinarsson, "Downsampling Time Series for Visual Representation", 2013).
     */
    static List<Point> of(List<Point> points, int limit) {
        if (points.size() <= limit) {
            return points;
        }
        List<Point> kept = new ArrayList<>(limit);
        kept.add(points.get(0));
        double width = (points.size() - 2.0) / (limit - 2);
        for (int i = 0; i < limit - 2; i++) {
            int from = 1 + (int) (i * width);
            int to = 1 + (int) ((i + 1) * width);
            Point before = kept.get(kept.size() - 1);
            Point after = mean(points.subList(to, Math.min(points.size(), 1 + (int) ((i + 2) * width) + 1)));
            kept.add(largest(before, points.subList(from, to), after));
        }
        kept.add(points.get(points.size() - 1));
        return kept;
    }

    /** The mean of the {@code window} points around each point; fewer at both ends. */
    static List<Point> smooth(List<Point> points, int window) {
        List<Point> smooth = new ArrayList<>(points.size());
        for (int i = 0; i < points.size(); i++) {
            int from = Math.max(0, i - window / 2);
            int to = Math.min(points.size(), i + window / 2 + 1);
            double sum = 0;
            for (Point point : points.subList(from, to)) {
                sum += point.value();
            }
            smooth.add(new Point(points.get(i).step(), sum / (to - from)));
        }
        return smooth;
    }

    /** Returns true for a curve that goes up and down so much that its trend is easier to see in a moving average. */
    static boolean isNoisy(List<Point> points) {
        double low = Double.POSITIVE_INFINITY;
        double high = Double.NEGATIVE_INFINITY;
        double way = 0;
        for (int i = 0; i < points.size(); i++) {
            low = Math.min(low, points.get(i).value());
            high = Math.max(high, points.get(i).value());
            way += i == 0
                    ? 0
                    : Math.abs(points.get(i).value() - points.get(i - 1).value());
        }
        return points.size() >= NOISY_FROM && way > 3 * (high - low);
    }

    private static Point largest(Point before, List<Point> candidates, Point after) {
        Point best = candidates.get(0);
        double bestArea = -1;
        for (Point candidate : candidates) {
            double area = Math.abs((double) (before.step() - after.step()) * (candidate.value() - before.value())
                    - (double) (before.step() - candidate.step()) * (after.value() - before.value()));
            if (area > bestArea) {
                best = candidate;
                bestArea = area;
            }
        }
        return best;
    }

    private static Point mean(List<Point> points) {
        return new Point(
                (int) points.stream().mapToInt(Point::step).average().orElse(0),
                points.stream().mapToDouble(Point::value).average().orElse(0));
    }
}
