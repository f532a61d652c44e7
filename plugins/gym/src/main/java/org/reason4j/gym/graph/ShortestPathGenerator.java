package org.reason4j.gym.graph;

import static org.reason4j.gym.Knobs.range;

import java.util.ArrayList;
import java.util.List;
import org.reason4j.gym.Draws;
import org.reason4j.gym.Generator;

/**
 * Draws plans with start and goal in opposite corners; in a tenth of them the goal is walled in.
 *
 * @param side rows and columns, 3 to 30
 * @param blocked how many of 100 cells are blocked on average, 5 to 40: the more, the longer the way round
 */
public record ShortestPathGenerator(int side, int blocked) implements Generator {

    private static final char START = 'S';
    private static final char GOAL = 'G';
    private static final char WALL = '#';
    private static final char FREE = '.';
    private static final int TRIES = 20;

    public ShortestPathGenerator {
        range("side", side, 3, 30);
        range("blocked", blocked, 5, 40);
    }

    @Override
    public ShortestPath problem(Draws draws) {
        boolean walled = draws.chance(0.1);
        boolean mirrored = draws.chance(0.5);
        Plan plan = plan(draws, mirrored, walled, false);
        for (int i = 0; i < TRIES && !walled && plan.distance() < 0; i++) {
            plan = plan(draws, mirrored, false, i == TRIES - 1);
        }
        return new ShortestPath(plan);
    }

    private Plan plan(Draws draws, boolean mirrored, boolean walled, boolean edged) {
        List<String> rows = new ArrayList<>();
        for (int row = 0; row < side; row++) {
            StringBuilder line = new StringBuilder();
            for (int column = 0; column < side; column++) {
                line.append(draws.chance(blocked / 100.0) ? WALL : FREE);
            }
            if (edged && row == 0) { // a free way along two edges
                line = new StringBuilder(String.valueOf(FREE).repeat(side));
            }
            if (edged) {
                line.setCharAt(side - 1, FREE);
            }
            if (row == 0) {
                line.setCharAt(0, START);
            }
            if (walled && row == side - 2) {
                line.setCharAt(side - 1, WALL);
            }
            if (row == side - 1) {
                line.setCharAt(side - 1, GOAL);
                line.setCharAt(side - 2, walled ? WALL : line.charAt(side - 2));
            }
            rows.add((mirrored ? line.reverse() : line).toString());
        }
        return new Plan(rows, START, GOAL, WALL);
    }
}
