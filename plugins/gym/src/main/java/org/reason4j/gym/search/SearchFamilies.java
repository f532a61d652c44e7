package org.reason4j.gym.search;

import java.util.List;
import org.reason4j.gym.Family;

/** Families of sequences of moves. */
public final class SearchFamilies {

    private static final List<Family> ALL = List.of(
            new Family(
                    "jugs",
                    "Moves that measure out an amount with jugs",
                    List.of(new JugsGenerator(2, 2), new JugsGenerator(2, 6), new JugsGenerator(3, 8))),
            new Family(
                    "tower-of-hanoi",
                    "The fewest moves that bring a tower of disks to another peg",
                    List.of(
                            new TowerOfHanoiGenerator(3, 3),
                            new TowerOfHanoiGenerator(5, 3),
                            new TowerOfHanoiGenerator(7, 4))),
            new Family(
                    "quantum-lock",
                    "The fewest presses of buttons that work with a light and lead to a number",
                    List.of(
                            new QuantumLockGenerator(2, 3),
                            new QuantumLockGenerator(3, 5),
                            new QuantumLockGenerator(4, 7))),
            new Family(
                    "knight-swap",
                    "Moves that swap white and black knights on part of a board, or that there are none",
                    List.of(
                            new KnightSwapGenerator(7, 1),
                            new KnightSwapGenerator(9, 1),
                            new KnightSwapGenerator(10, 2))),
            new Family(
                    "rush-hour",
                    "Slides of cars that bring one of them to the edge of a board",
                    List.of(new RushHourGenerator(4, 2), new RushHourGenerator(7, 4), new RushHourGenerator(10, 6))),
            new Family(
                    "sokoban",
                    "Steps that push boxes onto goals",
                    List.of(
                            new SokobanGenerator(4, 1, 4),
                            new SokobanGenerator(5, 2, 12),
                            new SokobanGenerator(7, 4, 30))),
            new Family(
                    "boxnet",
                    "A plan for agents who bring boxes to targets of their colours",
                    List.of(new BoxNetGenerator(1, 3, 1), new BoxNetGenerator(2, 4, 3), new BoxNetGenerator(4, 6, 6))),
            new Family(
                    "rubiks-cube",
                    "Turns that solve a cube",
                    List.of(new RubiksCubeGenerator(2), new RubiksCubeGenerator(4), new RubiksCubeGenerator(8))));

    private SearchFamilies() {}

    /** All of them. */
    public static List<Family> all() {
        return ALL;
    }
}
