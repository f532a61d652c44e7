package org.reason4j.gym.geometry;

import java.util.List;
import org.reason4j.gym.Family;

/** Families about angles and triangles. */
public final class GeometryFamilies {

    private static final List<Family> ALL = List.of(
            new Family(
                    "simple-geometry",
                    "The last angle of a polygon",
                    List.of(
                            new SimpleGeometryGenerator(3, 0),
                            new SimpleGeometryGenerator(5, 1),
                            new SimpleGeometryGenerator(10, 2))),
            new Family(
                    "advanced-geometry",
                    "Angles, incircles and orthocentres of triangles",
                    List.of(
                            new AdvancedGeometryGenerator(5, 1),
                            new AdvancedGeometryGenerator(12, 2),
                            new AdvancedGeometryGenerator(60, 3))));

    private GeometryFamilies() {}

    public static List<Family> all() {
        return ALL;
    }
}
