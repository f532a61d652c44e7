package org.reason4j.gym.grid;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.reason4j.gym.grid.MatrixStep.Kind;
import org.reason4j.gym.grid.RectangleCount.Box;

class GridProblemsTest {

    private static final List<List<Integer>> SIX = List.of(List.of(1, 2, 3), List.of(4, 5, 6));

    @Test
    void islandsDoNotHangTogetherByCorners() {
        assertThat(new LargestIsland(List.of(List.of(1, 1, 0), List.of(0, 1, 0), List.of(1, 0, 1))).answer())
                .isEqualTo("3");
        assertThat(new LargestIsland(List.of(List.of(0, 0), List.of(0, 0))).answer())
                .isEqualTo("0");
    }

    @Test
    void rotSpreadsToTheFourNeighboursInAMinute() {
        assertThat(new RottenOranges(List.of(List.of(2, 1, 1), List.of(0, 1, 1), List.of(1, 1, 0))).answer())
                .isEqualTo("4"); // the one in the lower left corner is the last
        assertThat(new RottenOranges(List.of(List.of(2, 0, 1))).answer()).isEqualTo("-1");
        assertThat(new RottenOranges(List.of(List.of(2, 0))).answer()).isEqualTo("0");
        assertThat(new RottenOranges(List.of(List.of(1, 1))).answer()).isEqualTo("-1");
    }

    @Test
    void distancesAreThoseToTheNearestZero() {
        BinaryMatrix problem = new BinaryMatrix(List.of(List.of(1, 1, 0), List.of(1, 1, 1), List.of(0, 1, 1)));
        assertThat(problem.answer()).isEqualTo("2 1 0\n1 2 1\n0 1 2");
        assertThat(problem.accepts("[[2, 1, 0], [1, 2, 1], [0, 1, 2]]")).isTrue();
        assertThat(problem.accepts("2 1 0\n1 2 1\n0 1 1")).isFalse();
        assertThat(problem.accepts("2 1 0\n1 2 1")).isFalse();
    }

    @Test
    void fourQuarterTurnsChangeNothing() {
        List<List<Integer>> four = List.of(List.of(1, 2), List.of(3, 4));
        assertThat(new RotateMatrix(four, 1).answer()).isEqualTo("3 1\n4 2");
        assertThat(new RotateMatrix(four, 6).answer()).isEqualTo("4 3\n2 1");
        assertThat(new RotateMatrix(four, 8).answer()).isEqualTo("1 2\n3 4");
    }

    @Test
    void aSpiralTurnsRightUntilNothingIsLeft() {
        List<List<Integer>> twelve = List.of(List.of(1, 2, 3, 4), List.of(10, 11, 12, 5), List.of(9, 8, 7, 6));
        assertThat(new SpiralMatrix(twelve).answer()).isEqualTo("1 2 3 4 5 6 7 8 9 10 11 12");
    }

    @Test
    void piecesAtTheEdgeAreSmallerAndMeansAreRoundedToTwoPlaces() {
        PoolMatrix mean = new PoolMatrix(List.of(List.of(1, 2, 3), List.of(4, 4, 9), List.of(1, 0, 5)), 2, true);
        assertThat(mean.answer()).isEqualTo("2.75 6.00\n0.50 5.00"); // 11/4 12/2, 1/2 5/1
        assertThat(mean.accepts("2.75 6\n.5 5.0")).isTrue();
        assertThat(mean.accepts("2.76 6\n0.5 5")).isFalse();
        PoolMatrix third = new PoolMatrix(List.of(List.of(1, 0, 0)), 3, true);
        assertThat(third.accepts("0.33")).isTrue();
        assertThat(third.accepts("0.3333")).isTrue();
        assertThat(third.accepts("0.34")).isFalse();
        PoolMatrix largest = new PoolMatrix(List.of(List.of(1, 7), List.of(3, 2)), 2, false);
        assertThat(largest.accepts("7.0")).isTrue();
        assertThat(largest.accepts("7.01")).isFalse();
    }

    @Test
    void everyStepDoesWhatItsWordsSay() {
        assertThat(after(MatrixStep.of(Kind.TURN, 1))).isEqualTo("4 1\n5 2\n6 3");
        assertThat(after(MatrixStep.of(Kind.MIRROR_SIDEWAYS))).isEqualTo("3 2 1\n6 5 4");
        assertThat(after(MatrixStep.of(Kind.MIRROR_UPSIDE_DOWN))).isEqualTo("4 5 6\n1 2 3");
        assertThat(after(MatrixStep.of(Kind.TRANSPOSE))).isEqualTo("1 4\n2 5\n3 6");
        assertThat(after(MatrixStep.of(Kind.TRANSPOSE_OTHERWISE))).isEqualTo("6 3\n5 2\n4 1");
        assertThat(after(MatrixStep.of(Kind.REPLACE, 5, 0))).isEqualTo("1 2 3\n4 0 6");
        assertThat(after(MatrixStep.of(Kind.CROP, 2, 2, 1, 2))).isEqualTo("4 5");
        assertThat(after(MatrixStep.of(Kind.DROP_ROWS, 2))).isEqualTo("1 2 3");
        assertThat(after(MatrixStep.of(Kind.DROP_COLUMNS, 2))).isEqualTo("1 3\n4 6");
        assertThat(after(MatrixStep.of(Kind.ZERO_MULTIPLES, 3))).isEqualTo("1 2 0\n4 5 0");
        assertThat(after(MatrixStep.of(Kind.TURN, 1), MatrixStep.of(Kind.DROP_ROWS, 3)))
                .isEqualTo("4 1\n5 2");
    }

    private static String after(MatrixStep... steps) {
        return new ManipulateMatrix(SIX, List.of(steps)).answer();
    }

    @Test
    void outlinesAreDrawnAndWhereTwoMeetThereIsAnAt() {
        RectangleCount problem = new RectangleCount(5, 6, List.of(new Box(0, 0, 2, 3), new Box(1, 2, 4, 5)));
        assertThat(problem.question()).contains("""
                ####..
                #.#@##
                ##@#.#
                ..#..#
                ..####""");
        assertThat(problem.answer()).isEqualTo("2");
    }
}
