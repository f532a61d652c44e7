package org.reason4j.gym.geometry;

import static org.reason4j.gym.Knobs.range;

import java.util.ArrayList;
import java.util.List;
import org.reason4j.gym.Draws;
import org.reason4j.gym.Generator;
import org.reason4j.gym.geometry.AdvancedGeometry.Point;
import org.reason4j.gym.geometry.AdvancedGeometry.Wanted;

/**
 * Makes triangles.
 *
 * @param largest size of each coordinate, 3 to 1000
 * @param kinds of questions: 1 for angles alone, 2 with radii, 3 with orthocentres
 */
public record AdvancedGeometryGenerator(int largest, int kinds) implements Generator {

    public AdvancedGeometryGenerator {
        range("largest", largest, 3, 1000);
        range("kinds", kinds, 1, 3);
    }

    @Override
    public AdvancedGeometry problem(Draws draws) {
        while (true) {
            List<Point> corners = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                corners.add(new Point(draws.between(-largest, largest), draws.between(-largest, largest)));
            }
            if (AdvancedGeometry.area(corners) != 0) {
                return new AdvancedGeometry(Wanted.values()[draws.below(kinds)], corners);
            }
        }
    }
}
