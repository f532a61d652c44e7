package org.reason4j.core.host.track.curve;

import java.util.ArrayList;
import java.util.List;
import org.reason4j.core.host.track.Numbers;
import org.reason4j.core.host.track.curve.Figure.Unit;

/** A linear axis whose ends and ticks are round numbers. */
record Axis(double low, double high, double spacing) {

    private static final double[] ROUND = {1, 2, 2.5, 5, 10};

    /** An axis for values, with about {@code ticks} ticks; its ends are ticks. */
    static Axis around(double min, double max, int ticks) {
        double low = min;
        double high = max;
        if (low >= 0 && low < 0.5 * high) {
            low = 0;
        }
        if (low == high) {
            double margin = low == 0 ? 1 : Math.abs(low) * 0.1;
            low -= low == 0 ? 0 : margin;
            high += margin;
        }
        double spacing = roundAbove((high - low) / ticks);
        return new Axis(
                Math.floor(low / spacing + 1e-9) * spacing, Math.ceil(high / spacing - 1e-9) * spacing, spacing);
    }

    /** An axis for step numbers: its ends are the first and the last step. */
    static Axis steps(int first, int last, int ticks) {
        double spacing = Math.max(1, roundAbove((double) (last - first) / ticks));
        if (spacing == 2.5) {
            spacing = 5;
        }
        return new Axis(first, Math.max(last, first + 1), spacing);
    }

    /** Positions of ticks, multiples of the spacing. */
    List<Double> ticks() {
        List<Double> ticks = new ArrayList<>();
        long last = (long) Math.floor(high / spacing + 1e-9);
        for (long i = (long) Math.ceil(low / spacing - 1e-9); i <= last; i++) {
            ticks.add(i * spacing);
        }
        return ticks;
    }

    /** A tick's label, with as many decimals as the spacing needs. */
    String label(double tick, Unit unit) {
        if (unit == Unit.PERCENT) {
            return Numbers.fixed(100 * tick, decimals(100 * spacing)) + "%";
        }
        if (high >= 1e4 || spacing < 1e-3) {
            return Numbers.compact(tick);
        }
        return Numbers.fixed(tick, decimals(spacing));
    }

    /** Where a value lies, 0 at the low end and 1 at the high end. */
    double position(double value) {
        return (value - low) / (high - low);
    }

    private static int decimals(double spacing) {
        int decimals = 0;
        for (double rest = spacing; Math.abs(rest - Math.rint(rest)) > 1e-6 && decimals < 6; rest *= 10) {
            decimals++;
        }
        return decimals;
    }

    private static double roundAbove(double value) {
        if (value <= 0) {
            return 1;
        }
        double power = Math.pow(10, Math.floor(Math.log10(value)));
        for (double round : ROUND) {
            if (round * power >= value * (1 - 1e-9)) {
                return round * power;
            }
        }
        return 10 * power;
    }
}
