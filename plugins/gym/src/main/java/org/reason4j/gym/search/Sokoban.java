package org.reason4j.gym.search;

import java.util.List;
import java.util.Optional;
import org.reason4j.gym.Answers;
import org.reason4j.gym.Problem;
import org.reason4j.gym.search.Warehouse.Direction;

/**
 * Pushes of boxes onto goals.
 *
 * @param rows the room, closed by walls: {@code #} wall, {@code .} goal, {@code $} box, {@code @} player, {@code *} box on a goal,
 *     {@code +} player on a goal, {@code -} free
 * @param solution steps that do it
 */
public record Sokoban(List<String> rows, String solution) implements Problem {

    public Sokoban {
        rows = List.copyOf(rows);
    }

    @Override
    public String question() {
        return "You push boxes round this room:\n" + String.join("\n", rows)
                + "\n# is a wall, - free, @ you, $ a box, . a goal,"
                + " * a box on a goal and + you on a goal. A step up (U), down (D), left (L) or right (R) leads to a free cell, or"
                + " onto a box that is pushed to a free cell behind it; no other step may be taken. Which steps bring every box to"
                + " a goal? Answer with their letters, such as RRUL.";
    }

    @Override
    public String answer() {
        return solution;
    }

    /** Blanks may stand between the letters. */
    @Override
    public boolean accepts(String answer) {
        String steps = Answers.stripped(answer).replaceAll("\\s+", "");
        if (!steps.matches("[UDLR]+")) {
            return false;
        }
        Optional<Warehouse> now = Optional.of(Warehouse.of(rows));
        for (int i = 0; i < steps.length() && now.isPresent(); i++) {
            Direction direction = Direction.valueOf(steps.substring(i, i + 1));
            now = now.get().step(direction);
        }
        return now.filter(Warehouse::solved).isPresent();
    }

    /** Free cells, and boxes that may be pushed at each step of the solution. */
    @Override
    public double work() {
        Warehouse room = Warehouse.of(rows);
        long free = room.cells().chars().filter(cell -> cell != '#').count();
        return free + (double) room.boxes().size() * solution.length();
    }
}
