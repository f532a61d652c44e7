package org.reason4j.reward.dense.turn;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * Advantage of turns that begin in the same state: the discounted return of each, compared with those of all turns of the group
 * with that state. A state that occurs once says nothing, 0.
 *
 * <p>{@code G_k = r_k + gamma G_(k+1)}, and {@code A_k = G_k - mean} over the turns with the same anchor.
 *
 * @see <a href="https://arxiv.org/abs/2505.10978">GiGPO, equations 6 to 8</a>
 */
final class AnchorAdvantage {

    private AnchorAdvantage() {}

    /** Returns the discounted return of each turn, {@code [turns]}. */
    static double[] returns(double[] rewards, double gamma) {
        double[] returns = rewards.clone();
        for (int k = returns.length - 2; k >= 0; k--) {
            returns[k] += gamma * returns[k + 1];
        }
        return returns;
    }

    /**
     * Returns the advantage of each turn, {@code [responses][turns]}.
     *
     * @param anchors of the turns, equal where their states are
     * @param returns of the turns
     * @param compare returns of one state to advantages
     */
    static double[][] of(List<? extends List<?>> anchors, double[][] returns, UnaryOperator<double[]> compare) {
        Map<Object, List<int[]>> pools = new LinkedHashMap<>();
        for (int i = 0; i < returns.length; i++) {
            for (int k = 0; k < returns[i].length; k++) {
                pools.computeIfAbsent(anchors.get(i).get(k), any -> new ArrayList<>())
                        .add(new int[] {i, k});
            }
        }
        double[][] advantages = new double[returns.length][];
        for (int i = 0; i < returns.length; i++) {
            advantages[i] = new double[returns[i].length];
        }
        for (List<int[]> pool : pools.values()) {
            double[] compared = compare.apply(
                    pool.stream().mapToDouble(turn -> returns[turn[0]][turn[1]]).toArray());
            for (int j = 0; j < compared.length; j++) {
                advantages[pool.get(j)[0]][pool.get(j)[1]] = compared[j];
            }
        }
        return advantages;
    }
}
