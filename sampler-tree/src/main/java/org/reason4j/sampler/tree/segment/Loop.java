package org.reason4j.sampler.tree.segment;

import java.nio.IntBuffer;
import java.util.HashMap;
import java.util.Map;

/**
 * A response that repeats itself: some {@code n} tokens in a row stand in it {@code repeats} times; occurrences may overlap.
 *
 * @see <a href="https://arxiv.org/abs/2508.17445">TreePO, section 2.2; its code counts strings of 32 characters that stand in a
 *     response 8 times</a>
 */
final class Loop {

    private Loop() {}

    /** True if the tokens repeat; 0 for {@code n} finds nothing. */
    static boolean in(int[] tokens, int n, int repeats) {
        Map<IntBuffer, Integer> counts = new HashMap<>();
        for (int from = 0; n > 0 && from + n <= tokens.length; from++) {
            if (counts.merge(IntBuffer.wrap(tokens, from, n), 1, Integer::sum) >= repeats) {
                return true;
            }
        }
        return false;
    }
}
