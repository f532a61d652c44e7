package org.reason4j.gym.graph;

import org.reason4j.gym.Answers;
import org.reason4j.gym.Problem;

/**
 * How many steps the shortest way through a maze has.
 *
 * @param plan with a way from start to goal
 */
public record Maze(Plan plan) implements Problem {

    @Override
    public String question() {
        return """
                In this maze %c is the start, %c the goal and %c a wall; a step leads to the next cell above, below, left \
                or right that is no wall.
                %s
                How many steps does the shortest way from the start to the goal have? Answer with the number.""".formatted(plan.start(), plan.goal(), plan.wall(), plan.text());
    }

    @Override
    public String answer() {
        return Integer.toString(plan.distance());
    }

    @Override
    public boolean accepts(String answer) {
        return Answers.isInteger(answer, plan.distance());
    }

    /** Steps that a search from every free cell looks at. */
    @Override
    public double work() {
        return plan.freeSteps();
    }
}
