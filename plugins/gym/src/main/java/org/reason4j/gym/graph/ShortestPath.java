package org.reason4j.gym.graph;

import java.util.List;
import org.reason4j.gym.Answers;
import org.reason4j.gym.Problem;

/**
 * A shortest way through a plan as a row of moves. Every way of the fewest steps is right.
 *
 * @param plan with a start and a goal
 */
public record ShortestPath(Plan plan) implements Problem {

    private static final String NONE = "infeasible";

    @Override
    public String question() {
        return """
                In this plan %c is the start, %c the goal and %c a cell that is blocked.
                %s
                Go from the start to the goal in as few steps as possible; a step leads to the cell above, below, left or \
                right that is not blocked.
                Answer with the steps, each one of up, down, left, right, with spaces between them; or with infeasible if \
                there is no way.""".formatted(plan.start(), plan.goal(), plan.wall(), plan.text());
    }

    @Override
    public String answer() {
        return plan.distance() < 0 ? NONE : String.join(" ", plan.way());
    }

    @Override
    public boolean accepts(String answer) {
        int distance = plan.distance();
        String text = Answers.stripped(answer);
        if (distance < 0) {
            return text.equalsIgnoreCase(NONE);
        }
        List<String> moves = List.of(text.split("\\s+"));
        int cell = plan.place(plan.start());
        for (int i = 0; i < moves.size() && cell >= 0; i++) {
            cell = plan.after(cell, moves.get(i));
        }
        return moves.size() == distance && cell == plan.place(plan.goal());
    }

    /** Cells, those that are blocked a second time, and twice the steps of the way or once more the cells where there is none. */
    @Override
    public double work() {
        int distance = plan.distance();
        return plan.cells() + plan.count(plan.wall()) + (distance < 0 ? plan.cells() : 2.0 * distance);
    }
}
