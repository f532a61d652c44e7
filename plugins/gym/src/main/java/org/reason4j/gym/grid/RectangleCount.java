package org.reason4j.gym.grid;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.reason4j.gym.Answers;
import org.reason4j.gym.Problem;

/**
 * How many rectangles a picture of characters shows by their outlines.
 *
 * @param rows of the picture
 * @param columns of the picture
 * @param rectangles what is drawn; outlines cross, and at most two share a cell
 */
public record RectangleCount(int rows, int columns, List<Box> rectangles) implements Problem {
    public RectangleCount {
        rectangles = List.copyOf(rectangles);
    }

    /** A rectangle by its first and last row and column. */
    public record Box(int top, int left, int bottom, int right) {

        /** Says whether a cell lies on the outline. */
        public boolean outlines(int row, int column) {
            boolean inside = row >= top && row <= bottom && column >= left && column <= right;
            return inside && (row == top || row == bottom || column == left || column == right);
        }
    }

    @Override
    public String question() {
        return """
                This picture shows the outlines of rectangles, drawn with #; where two outlines meet there is an @, and \
                the rest are dots. No two sides lie in the same row or column.
                %s
                How many rectangles are there? Answer with the number.""".formatted(picture());
    }

    @Override
    public String answer() {
        return Integer.toString(rectangles.size());
    }

    @Override
    public boolean accepts(String answer) {
        return Answers.isInteger(answer, rectangles.size());
    }

    /** Cells of the picture, and those of all outlines once more. */
    @Override
    public double work() {
        int outlines = rectangles.stream()
                .mapToInt(box -> 2 * (box.bottom() - box.top() + box.right() - box.left()))
                .sum();
        return rows * columns + outlines;
    }

    private String picture() {
        return IntStream.range(0, rows)
                .mapToObj(row -> IntStream.range(0, columns)
                        .mapToObj(column -> cell(row, column))
                        .collect(Collectors.joining()))
                .collect(Collectors.joining("\n"));
    }

    private String cell(int row, int column) {
        long outlines =
                rectangles.stream().filter(box -> box.outlines(row, column)).count();
        return outlines == 0 ? "." : outlines == 1 ? "#" : "@";
    }
}
