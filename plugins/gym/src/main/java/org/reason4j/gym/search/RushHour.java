package org.reason4j.gym.search;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.reason4j.gym.Answers;
import org.reason4j.gym.Problem;

/**
 * Slides of cars that bring one of them to the edge of a board.
 *
 * @param rows the board: a letter for each cell of a car, {@code .} for an empty cell, {@code x} for a wall; at most 8 rows
 * @param solution slides that do it
 */
public record RushHour(List<String> rows, List<String> solution) implements Problem {

    private static final Pattern SLIDE = Pattern.compile("([A-Z])([+-][1-9])");

    public RushHour {
        rows = List.copyOf(rows);
        solution = List.copyOf(solution);
    }

    @Override
    public String question() {
        String walls = rows.toString().indexOf(Traffic.WALL) < 0 ? "" : ", x a wall that stays";
        return "On this board equal letters are a car, . is free" + walls + ":\n" + String.join("\n", rows)
                + "\nA car slides along the line on which it stands, over free cells only. A+2 slides car A by two cells to the"
                + " right or, if it stands upright, down; A-2 slides it to the left or up. Which slides bring car A to the right"
                + " edge? Answer with them in order, in this form: B+1 C-2 A+3";
    }

    @Override
    public String answer() {
        return String.join(" ", solution);
    }

    @Override
    public boolean accepts(String answer) {
        Traffic traffic = new Traffic(rows);
        long state = traffic.start();
        for (String slide : Answers.stripped(answer).split("\\s*,\\s*|\\s+")) {
            Matcher form = SLIDE.matcher(slide);
            Optional<Long> next = form.matches()
                    ? traffic.slide(state, form.group(1).charAt(0), Integer.parseInt(form.group(2)))
                    : Optional.empty();
            if (next.isEmpty()) {
                return false;
            }
            state = next.get();
        }
        return traffic.out(state);
    }

    /** Cars that could slide at each step of the solution. */
    @Override
    public double work() {
        return solution.size() * (double) new Traffic(rows).cars();
    }
}
