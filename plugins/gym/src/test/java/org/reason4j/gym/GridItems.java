package org.reason4j.gym;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.reason4j.gym.grid.BinaryMatrix;
import org.reason4j.gym.grid.LargestIsland;
import org.reason4j.gym.grid.ManipulateMatrix;
import org.reason4j.gym.grid.MatrixStep;
import org.reason4j.gym.grid.MatrixStep.Kind;
import org.reason4j.gym.grid.PoolMatrix;
import org.reason4j.gym.grid.RectangleCount;
import org.reason4j.gym.grid.RectangleCount.Box;
import org.reason4j.gym.grid.RotateMatrix;
import org.reason4j.gym.grid.RottenOranges;
import org.reason4j.gym.grid.SpiralMatrix;

/** Outside items about grids and matrices. */
final class GridItems {

    private GridItems() {}

    static Theme theme() {
        return new Theme(
                Map.of(
                        "largest_island",
                        Outside.of(item -> new LargestIsland(matrix(item.at("/metadata/grid")))),
                        "rotten_oranges",
                        Outside.of(item -> new RottenOranges(matrix(item.at("/metadata/matrix")))),
                        "binary_matrix",
                        Outside.of(item -> new BinaryMatrix(matrix(item.at("/metadata/matrix")))),
                        "rotate_matrix",
                        Outside.of(item -> new RotateMatrix(
                                matrix(item.at("/metadata/matrix")),
                                item.at("/metadata/num_rotations").asInt())),
                        "spiral_matrix",
                        Outside.of(item -> new SpiralMatrix(matrix(item.at("/metadata/matrix")))),
                        "pool_matrix",
                        Outside.of(item -> new PoolMatrix(
                                matrix(item.at("/metadata/matrix")),
                                item.at("/metadata/pool_size").asInt(),
                                item.at("/metadata/pool_type").asText().equals("average"))),
                        "manipulate_matrix",
                        Outside.of(GridItems::manipulateMatrix),
                        "rectangle_count",
                        Outside.of(GridItems::rectangleCount)),
                Set.of());
    }

    private static List<List<Integer>> matrix(JsonNode rows) {
        List<List<Integer>> matrix = new ArrayList<>();
        rows.forEach(row -> matrix.add(ArithmeticItems.integers(row)));
        return matrix;
    }

    private static ManipulateMatrix manipulateMatrix(JsonNode item) {
        List<MatrixStep> steps = new ArrayList<>();
        item.at("/metadata/operations").forEach(operation -> steps.add(step(operation)));
        return new ManipulateMatrix(matrix(item.at("/metadata/matrix")), steps);
    }

    private static MatrixStep step(JsonNode operation) {
        String name = operation.path("transform").asText();
        return switch (name) {
            case "rotate" -> MatrixStep.of(Kind.TURN, operation.path("degrees").asInt() / 90);
            case "hmirror" -> MatrixStep.of(Kind.MIRROR_UPSIDE_DOWN);
            case "vmirror" -> MatrixStep.of(Kind.MIRROR_SIDEWAYS);
            case "dmirror" -> MatrixStep.of(Kind.TRANSPOSE);
            case "cmirror" -> MatrixStep.of(Kind.TRANSPOSE_OTHERWISE);
            case "map" ->
                MatrixStep.of(
                        Kind.REPLACE,
                        operation.path("from").asInt(),
                        operation.path("to").asInt());
            case "crop" ->
                MatrixStep.of(
                        Kind.CROP,
                        operation.path("row_start").asInt(),
                        operation.path("row_end").asInt(),
                        operation.path("col_start").asInt(),
                        operation.path("col_end").asInt());
            case "remove_every_nth_row" ->
                MatrixStep.of(Kind.DROP_ROWS, operation.path("n").asInt());
            case "remove_every_nth_col" ->
                MatrixStep.of(Kind.DROP_COLUMNS, operation.path("n").asInt());
            case "zero_divisible" ->
                MatrixStep.of(Kind.ZERO_MULTIPLES, operation.path("k").asInt());
            default -> throw new IllegalArgumentException("no step of ours is a " + name);
        };
    }

    private static RectangleCount rectangleCount(JsonNode item) {
        String question = item.path("question").asText();
        List<String> picture = question.substring(question.indexOf("below?") + "below?".length())
                .lines()
                .filter(line -> !line.isEmpty())
                .toList();
        int columns = picture.get(0).length();
        int[][] outlines = new int[picture.size()][columns];
        for (int row = 0; row < outlines.length; row++) {
            for (int column = 0; column < columns; column++) {
                outlines[row][column] = " #\u2588".indexOf(picture.get(row).charAt(column));
            }
        }
        List<Box> boxes = new ArrayList<>();
        if (!taken(outlines, boxes)) {
            throw new IllegalArgumentException("no rectangles have the outlines of " + picture);
        }
        return new RectangleCount(outlines.length, columns, boxes);
    }

    /** Takes rectangles out of a picture until it is empty, the one at the first cell in reading order first. */
    private static boolean taken(int[][] outlines, List<Box> boxes) {
        int cells = outlines.length * outlines[0].length;
        int first = 0;
        while (first < cells && outlines[first / outlines[0].length][first % outlines[0].length] == 0) {
            first++;
        }
        if (first == cells) {
            return true;
        }
        int top = first / outlines[0].length;
        int left = first % outlines[0].length;
        for (int bottom = outlines.length - 1; bottom > top; bottom--) {
            for (int right = outlines[0].length - 1; right > left; right--) {
                Box box = new Box(top, left, bottom, right);
                if (fits(outlines, box)) {
                    change(outlines, box, -1);
                    boxes.add(box);
                    if (taken(outlines, boxes)) {
                        return true;
                    }
                    boxes.remove(box);
                    change(outlines, box, 1);
                }
            }
        }
        return false;
    }

    private static boolean fits(int[][] outlines, Box box) {
        for (int row = box.top(); row <= box.bottom(); row++) {
            for (int column = box.left(); column <= box.right(); column++) {
                if (box.outlines(row, column) && outlines[row][column] == 0) {
                    return false;
                }
            }
        }
        return true;
    }

    private static void change(int[][] outlines, Box box, int by) {
        for (int row = box.top(); row <= box.bottom(); row++) {
            for (int column = box.left(); column <= box.right(); column++) {
                if (box.outlines(row, column)) {
                    outlines[row][column] += by;
                }
            }
        }
    }
}
