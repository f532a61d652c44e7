package org.reason4j.gym.board;

import java.util.List;
import org.reason4j.gym.Family;

/** Families on boards. */
public final class BoardFamilies {

    private static final List<Family> ALL = List.of(
            new Family(
                    "n-queens",
                    "Queens on a board of which none attacks another",
                    List.of(new NQueensGenerator(5, 2), new NQueensGenerator(7, 4), new NQueensGenerator(10, 7))),
            new Family(
                    "game-of-life",
                    "A board of the game of life after some steps",
                    List.of(
                            new GameOfLifeGenerator(4, 4, 1),
                            new GameOfLifeGenerator(6, 6, 2),
                            new GameOfLifeGenerator(8, 9, 4))),
            new Family(
                    "game-of-life-halting",
                    "Whether every cell of a board of the game of life is dead after some steps",
                    List.of(
                            new GameOfLifeHaltingGenerator(6, 1, 4),
                            new GameOfLifeHaltingGenerator(8, 2, 8),
                            new GameOfLifeHaltingGenerator(12, 4, 16))),
            new Family(
                    "modulo-grid",
                    "Hidden cells of a grid that a rule about remainders marks",
                    List.of(
                            new ModuloGridGenerator(6, 4, 1),
                            new ModuloGridGenerator(8, 7, 3),
                            new ModuloGridGenerator(12, 12, 6))),
            new Family(
                    "mahjong-puzzle",
                    "What the last card that is drawn makes with a hand of letters",
                    List.of(
                            new MahjongPuzzleGenerator(7, 3),
                            new MahjongPuzzleGenerator(10, 8),
                            new MahjongPuzzleGenerator(13, 25))),
            new Family(
                    "color-cube-rotation",
                    "The colour of one side of a cube after turns",
                    List.of(
                            new ColorCubeRotationGenerator(1),
                            new ColorCubeRotationGenerator(4),
                            new ColorCubeRotationGenerator(10))),
            new Family(
                    "tsumego",
                    "The move that takes the most white stones in go",
                    List.of(
                            new TsumegoGenerator(7, 1, 2),
                            new TsumegoGenerator(9, 2, 8),
                            new TsumegoGenerator(13, 3, 20))));

    private BoardFamilies() {}

    /** All of them. */
    public static List<Family> all() {
        return ALL;
    }
}
