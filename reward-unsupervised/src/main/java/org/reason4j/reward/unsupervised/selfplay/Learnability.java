package org.reason4j.reward.unsupervised.selfplay;

/**
 * Worth of a task to the one who solves it, from the share {@code a} of the attempts that are right: {@code 1 - a} where {@code
 * 0 < a < 1}, else nothing: a task that is always or never solved teaches nothing.
 *
 * @see <a href="https://arxiv.org/abs/2505.03335">Absolute Zero, equation 4</a>
 */
final class Learnability {

    private Learnability() {}

    /** Returns the worth; {@code useless} where every attempt is right, or none is. */
    static double of(double accuracy, double useless) {
        return accuracy > 0 && accuracy < 1 ? 1 - accuracy : useless;
    }
}
