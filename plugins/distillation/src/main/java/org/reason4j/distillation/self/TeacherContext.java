package org.reason4j.distillation.self;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What the teacher of one row reads more than the student (SDPO): the first other row of its group, in the order of sampling,
 * with a reward of at least the threshold, and feedback on the row itself. A row never reads itself; one that has neither has no
 * teacher.
 *
 * @param solution number of the row that succeeded
 * @param feedback feedback on this row
 * @see <a href="https://arxiv.org/abs/2601.20802">SDPO, arXiv 2601.20802</a>
 */
record TeacherContext(OptionalInt solution, Optional<String> feedback) {

    boolean isActive() {
        return solution.isPresent() || feedback.isPresent();
    }

    /**
     * The contexts of the rows of a group.
     *
     * @param rewards in the order of sampling
     * @param feedback on each row, where there is some
     * @param threshold reward of a success
     * @param solutions whether successes of other rows are read
     * @param always whether feedback is read beside a solution, too
     */
    static List<TeacherContext> of(
            double[] rewards, List<Optional<String>> feedback, double threshold, boolean solutions, boolean always) {
        List<TeacherContext> contexts = new ArrayList<>();
        for (int i = 0; i < rewards.length; i++) {
            OptionalInt solution = solutions ? firstSuccess(rewards, threshold, i) : OptionalInt.empty();
            contexts.add(
                    new TeacherContext(solution, always || solution.isEmpty() ? feedback.get(i) : Optional.empty()));
        }
        return contexts;
    }

    private static OptionalInt firstSuccess(double[] rewards, double threshold, int itself) {
        for (int i = 0; i < rewards.length; i++) {
            if (i != itself && rewards[i] >= threshold) {
                return OptionalInt.of(i);
            }
        }
        return OptionalInt.empty();
    }
}
