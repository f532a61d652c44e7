package org.reason4j.gym.puzzle;

import java.util.List;
import org.reason4j.gym.Family;

/** Families of puzzles with numbers. */
public final class PuzzleFamilies {

    private static final List<Family> ALL = List.of(
            new Family(
                    "countdown",
                    "An expression that uses given numbers and comes to a target",
                    List.of(
                            new CountdownGenerator(3, 10),
                            new CountdownGenerator(4, 25),
                            new CountdownGenerator(6, 100))),
            new Family(
                    "puzzle24",
                    "An expression that uses given numbers and comes to 24",
                    List.of(new Puzzle24Generator(3, 9), new Puzzle24Generator(4, 9), new Puzzle24Generator(5, 20))),
            new Family(
                    "cryptarithm",
                    "Digits for letters that make a sum of words right",
                    List.of(
                            new CryptarithmGenerator(2, 2),
                            new CryptarithmGenerator(2, 4),
                            new CryptarithmGenerator(4, 6))),
            new Family(
                    "mini-sudoku",
                    "A square of four rows in which every row, column and box has each number once",
                    List.of(new MiniSudokuGenerator(5), new MiniSudokuGenerator(8), new MiniSudokuGenerator(11))),
            new Family(
                    "sudoku",
                    "A square of nine rows in which every row, column and box has each number once",
                    List.of(new SudokuGenerator(15), new SudokuGenerator(32), new SudokuGenerator(48))),
            new Family(
                    "futoshiki",
                    "A square in which every row and column has each number once and signs say what is less",
                    List.of(new FutoshikiGenerator(4, 2), new FutoshikiGenerator(5, 6), new FutoshikiGenerator(6, 12))),
            new Family(
                    "survo",
                    "A table whose empty cells take given numbers so that all sums are right",
                    List.of(new SurvoGenerator(3, 2, 9), new SurvoGenerator(4, 5, 20), new SurvoGenerator(6, 12, 50))),
            new Family(
                    "kakurasu",
                    "A grid of zeros and ones with given weighted sums of rows and columns",
                    List.of(new KakurasuGenerator(3, 3), new KakurasuGenerator(4, 5), new KakurasuGenerator(6, 7))));

    private PuzzleFamilies() {}

    /** All of them. */
    public static List<Family> all() {
        return ALL;
    }
}
