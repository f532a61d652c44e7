package org.reason4j.sampler.tree.segment.chain;

import java.util.ArrayList;
import java.util.List;
import org.reason4j.api.data.TokenStream;
import org.reason4j.api.data.Trajectory;
import org.reason4j.sampler.tree.segment.TokenMask;

/**
 * Cuts a response after every {@code n}-th token that the policy wrote with a probability below {@code bound}.
 *
 * @see <a href="https://arxiv.org/abs/2505.23564">SPO, section 4.1, cutpoint-based segmentation</a>
 */
final class CutPoints {

    private CutPoints() {}

    /**
     * Returns the first token of each segment, of which the first is 0, and the end of the response: {@code [segments + 1]}.
     *
     * @param n unlikely tokens of a segment
     * @param maxSegments largest number of segments; later cuts are left out
     */
    static int[] of(Trajectory response, double bound, int n, int maxSegments) {
        float[] logprobs = response.stream(TokenStream.BEHAVIOUR_LOGPROBS);
        List<Integer> bounds = new ArrayList<>(List.of(0));
        int unlikely = 0;
        for (int t = 0; t < response.length() - 1; t++) {
            if (response.isLearned(t) && TokenMask.isUnlikely(response, logprobs, t, bound)) {
                unlikely++;
                if (unlikely % n == 0 && bounds.size() < maxSegments) {
                    bounds.add(t + 1);
                }
            }
        }
        bounds.add(response.length());
        return bounds.stream().mapToInt(Integer::intValue).toArray();
    }
}
