package org.reason4j.reward.generative.verifier;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The vote of {@code K} judgments, each in [0, 1].
 *
 * @see <a href="https://arxiv.org/abs/2408.15240">Generative Verifiers, section 3.3</a>
 * @see <a href="https://arxiv.org/abs/2504.02495">DeepSeek-GRM, section 4: voting, and a second model that guides it</a>
 */
final class Ballots {

    private Ballots() {}

    /** {@code R = sum_k c_k / K}. */
    static double mean(double[] ballots) {
        return Arrays.stream(ballots).average().orElseThrow();
    }

    /** 1 where more than half of the verdicts are 1, 0 where fewer are, {@code tie} for an even split. */
    static double majority(double[] ballots, double tie) {
        double yes = Arrays.stream(ballots).sum();
        return 2 * yes == ballots.length ? tie : 2 * yes > ballots.length ? 1 : 0;
    }

    /** Indices of the {@code keep} best ratings, rising; of equal ones those of the first judgments. */
    static int[] best(List<Double> ratings, int keep) {
        return IntStream.range(0, ratings.size())
                .boxed()
                .sorted(Comparator.comparing(ratings::get, Comparator.reverseOrder()))
                .limit(keep)
                .mapToInt(Integer::intValue)
                .sorted()
                .toArray();
    }
}
