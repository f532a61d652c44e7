package org.reason4j.gym.grid;

import java.util.Arrays;
import java.util.List;
import org.reason4j.gym.Answers;
import org.reason4j.gym.Problem;

/**
 * How many minutes rot takes to reach every orange of a box, from each rotten one to the four beside it in a minute.
 *
 * @param box 0 for an empty place, 1 for a fresh orange, 2 for a rotten one
 */
public record RottenOranges(List<List<Integer>> box) implements Problem {

    private static final int FRESH = 1;
    private static final int ROTTEN = 2;

    public RottenOranges {
        box = Matrices.copy(box);
    }

    @Override
    public String question() {
        return """
                A box of oranges, seen from above: 0 is an empty place, 1 a fresh orange, 2 a rotten one. In each minute \
                every fresh orange that lies above, below, left or right of a rotten one turns rotten.
                %s
                After how many minutes is no orange fresh? Answer with the number, -1 if some stay fresh for ever.""".formatted(Matrices.text(box));
    }

    @Override
    public String answer() {
        return Integer.toString(minutes());
    }

    @Override
    public boolean accepts(String answer) {
        return Answers.isInteger(answer, minutes());
    }

    /** A look at every place in each minute, and one in which nothing changes any more. */
    @Override
    public double work() {
        return (last() + 1.0) * Matrices.cells(box);
    }

    private int[] reached() {
        return Matrices.steps(box, place -> place == FRESH, place -> place == ROTTEN);
    }

    private int last() {
        return Math.max(0, Arrays.stream(reached()).max().orElseThrow());
    }

    private int minutes() {
        long rotten = Arrays.stream(reached()).filter(minute -> minute >= 0).count();
        long oranges = Matrices.count(box, FRESH) + Matrices.count(box, ROTTEN);
        return rotten == oranges ? last() : -1;
    }
}
