package org.reason4j.gym.grid;

import java.util.List;
import org.reason4j.gym.Family;

/** The families about grids and matrices. */
public final class GridFamilies {

    private static final List<Family> ALL = List.of(
            new Family(
                    "largest-island",
                    "The size of the largest island on a map of land and water",
                    List.of(
                            new LargestIslandGenerator(4, 35),
                            new LargestIslandGenerator(7, 45),
                            new LargestIslandGenerator(12, 50))),
            new Family(
                    "rotten-oranges",
                    "How long rot takes to spread through a box of oranges",
                    List.of(
                            new RottenOrangesGenerator(4, 3),
                            new RottenOrangesGenerator(7, 2),
                            new RottenOrangesGenerator(12, 1))),
            new Family(
                    "binary-matrix",
                    "The distance of each cell of a matrix from the nearest 0",
                    List.of(
                            new BinaryMatrixGenerator(4, 65),
                            new BinaryMatrixGenerator(6, 80),
                            new BinaryMatrixGenerator(10, 92))),
            new Family(
                    "rotate-matrix",
                    "A matrix to be turned by quarters",
                    List.of(
                            new RotateMatrixGenerator(3, 1),
                            new RotateMatrixGenerator(6, 3),
                            new RotateMatrixGenerator(10, 7))),
            new Family(
                    "spiral-matrix",
                    "A matrix to be read along a spiral",
                    List.of(
                            new SpiralMatrixGenerator(3, 3),
                            new SpiralMatrixGenerator(5, 6),
                            new SpiralMatrixGenerator(9, 10))),
            new Family(
                    "pool-matrix",
                    "A matrix whose squares are replaced by their largest number or their mean",
                    List.of(
                            new PoolMatrixGenerator(3, 1),
                            new PoolMatrixGenerator(6, 2),
                            new PoolMatrixGenerator(10, 3))),
            new Family(
                    "manipulate-matrix",
                    "A matrix to be turned, mirrored, cut and changed step by step",
                    List.of(
                            new ManipulateMatrixGenerator(3, 1),
                            new ManipulateMatrixGenerator(5, 3),
                            new ManipulateMatrixGenerator(8, 6))),
            new Family(
                    "rectangle-count",
                    "How many rectangles a picture shows by their outlines",
                    List.of(
                            new RectangleCountGenerator(16, 2),
                            new RectangleCountGenerator(22, 3),
                            new RectangleCountGenerator(30, 4))));

    private GridFamilies() {}

    /** All of them. */
    public static List<Family> all() {
        return ALL;
    }
}
