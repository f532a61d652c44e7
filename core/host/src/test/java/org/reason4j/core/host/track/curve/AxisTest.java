package org.reason4j.core.host.track.curve;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.reason4j.core.host.track.Numbers;
import org.reason4j.core.host.track.curve.Figure.Point;
import org.reason4j.core.host.track.curve.Figure.Unit;

class AxisTest {

    private static List<String> labels(Axis axis, Unit unit) {
        return axis.ticks().stream().map(tick -> axis.label(tick, unit)).toList();
    }

    @Test
    void ticksAreRoundNumbersWithEquallyManyDecimals() {
        // from zero, because most of the range is needed anyway; 0.83 / 4 = 0.21, and the next round number is 0.25
        assertThat(labels(Axis.around(0.13, 0.83, 4), Unit.NUMBER))
                .containsExactly("0.00", "0.25", "0.50", "0.75", "1.00");
        assertThat(labels(Axis.around(0.8, 0.9, 4), Unit.PERCENT))
                .containsExactly("80.0%", "82.5%", "85.0%", "87.5%", "90.0%");
        assertThat(labels(Axis.around(-3, 5, 4), Unit.NUMBER)).containsExactly("−4", "−2", "0", "2", "4", "6");
    }

    @Test
    void verySmallValuesHaveReadableTicks() {
        assertThat(labels(Axis.around(0, 1e-6, 2), Unit.NUMBER)).containsExactly("0", "5e-7", "1e-6");
    }

    @Test
    void aFlatCurveLiesWithinItsAxis() {
        Axis axis = Axis.around(5, 5, 4);
        assertThat(axis.position(5)).isBetween(0.1, 0.9);
        assertThat(Axis.around(0, 0, 4).position(0)).isZero();
    }

    @Test
    void aSingleStepHasAnAxis() {
        assertThat(labels(Axis.steps(1, 1, 6), Unit.NUMBER)).containsExactly("1", "2");
    }

    @Test
    void thinningKeepsBothEndsAndTheLonePeak() {
        List<Point> points = new ArrayList<>();
        for (int step = 0; step < 5000; step++) {
            points.add(new Point(step, step == 3210 ? 9 : 0));
        }
        assertThat(Thinning.of(points, 400))
                .hasSize(400)
                .contains(new Point(3210, 9))
                .startsWith(new Point(0, 0))
                .endsWith(new Point(4999, 0));
    }

    @Test
    void numbersAreShort() {
        assertThat(List.of(0.0, 1234.0, 12_345.0, 0.5, 0.0012, 1e-4, -2.5, 3_400_000.0, 100.0).stream()
                        .map(Numbers::compact))
                .containsExactly("0", "1234", "12.3k", "0.5", "0.0012", "1e-4", "−2.5", "3.4M", "100");
    }
}
