package org.reason4j.gym.geometry;

import static org.reason4j.gym.Knobs.range;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.reason4j.gym.Draws;
import org.reason4j.gym.Generator;

/**
 * Makes a convex polygon: each angle lies between 0 and 180 degrees.
 *
 * @param corners how many, 3 to 20
 * @param places of each angle behind the point, 0 to 4
 */
public record SimpleGeometryGenerator(int corners, int places) implements Generator {

    public SimpleGeometryGenerator {
        range("corners", corners, 3, 20);
        range("places", places, 0, 4);
    }

    @Override
    public SimpleGeometry problem(Draws draws) {
        long unit = Math.round(Math.pow(10, places));
        long straight = 180 * unit;
        long left = straight * (corners - 2);
        List<BigDecimal> known = new ArrayList<>();
        for (int others = corners - 1; others > 0; others--) {
            long lowest = Math.max(10 * unit, left - others * (straight - unit));
            long highest = Math.min(straight - unit, left - 10 * unit * others);
            long angle = draws.between(lowest, highest);
            known.add(BigDecimal.valueOf(angle, places));
            left -= angle;
        }
        return new SimpleGeometry(known);
    }
}
