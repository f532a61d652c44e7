package org.reason4j.core.host.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.reason4j.core.host.config.constraint.OfKind;
import org.reason4j.core.host.config.constraint.Within;

/**
 * Measurement on held-out problems. A response counts as correct where the reward that measures is at least {@code
 * threshold}.
 *
 * @param reward the reward that measures; when absent, the first of {@code rewards}
 * @param every steps between measurements with greedy decoding; 0 for only before and after
 * @param limit problems used of the evaluation dataset; 0 for all
 * @param during problems used for measurements while training; 0 for as many as {@code limit}
 * @param samples samples per problem for pass@k and maj@k, before and after; 0 for greedy decoding alone
 * @param k the k of pass@k and maj@k, none larger than {@code samples}; when absent those of 1 and 8 that fit
 * @param temperature of those samples
 * @param threshold least reward of a correct response
 */
public record Evaluation(
        @OfKind("reward") Optional<RewardTerm> reward,
        @Within("[0, inf)") int every,
        @Within("[0, inf)") int limit,
        @Within("[0, inf)") int during,
        @Within("[0, inf)") int samples,
        @Within("[1, inf)") List<Integer> k,
        @Within("[0, 100]") double temperature,
        @Within("(-inf, inf)") double threshold) {

    /** Greedy decoding of up to 500 problems every ten steps. */
    public static final Evaluation DEFAULTS = new Evaluation(Optional.empty(), 10, 500, 0, 0, defaultK(0), 1.0, 1.0);

    public Evaluation {
        k = List.copyOf(k);
    }

    /** Returns a copy that measures other problems and samples. */
    public Evaluation with(int otherLimit, int otherSamples, List<Integer> otherK) {
        return new Evaluation(reward, every, otherLimit, during, otherSamples, otherK, temperature, threshold);
    }

    /** The k measured when a recipe names none: those of 1 and 8 that so many samples allow. */
    public static List<Integer> defaultK(int samples) {
        List<Integer> fitting = new ArrayList<>(List.of(1, 8));
        fitting.removeIf(k -> k > samples);
        return fitting;
    }
}
