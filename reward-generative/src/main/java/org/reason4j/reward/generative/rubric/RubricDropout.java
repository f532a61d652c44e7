package org.reason4j.reward.generative.rubric;

import java.util.stream.IntStream;
import org.reason4j.api.random.SplitMix64;
import org.reason4j.reward.generative.judge.TextDigest;

/**
 * The criteria that a step judges an example by.
 *
 * <p>Of {@code n} criteria {@code max(min(minKeep, n), n - floor(f n))} are kept. The subset is a function of example and
 * step alone, so the responses of a group are judged by the same criteria. Its seed is the first eight bytes of {@code
 * SHA-256("ID:STEP")}, the first byte highest; criterion {@code i} has the key {@code SplitMix64.number(seed, i)}, and the
 * criteria with the smallest keys, read as unsigned, are kept.
 *
 * @see <a href="https://arxiv.org/abs/2608.11669">Rubric Dropout</a>
 */
final class RubricDropout {

    private RubricDropout() {}

    /** Number of criteria that are kept. */
    static int kept(int criteria, double fraction, int minKeep) {
        return Math.max(Math.min(minKeep, criteria), criteria - (int) Math.floor(fraction * criteria));
    }

    /** Seed of the subset of an example in a step. */
    static long seed(String example, long step) {
        return TextDigest.firstBytes(example + ":" + step);
    }

    /** Indices of the kept criteria, rising. */
    static int[] subset(int criteria, int kept, long seed) {
        return IntStream.range(0, criteria)
                .boxed()
                .sorted((a, b) -> {
                    int order = Long.compareUnsigned(SplitMix64.number(seed, a), SplitMix64.number(seed, b));
                    return order != 0 ? order : Integer.compare(a, b);
                })
                .limit(kept)
                .mapToInt(Integer::intValue)
                .sorted()
                .toArray();
    }
}
