package org.reason4j.core.engine.rollout.draft;

import java.util.Arrays;
import org.reason4j.core.engine.model.kernel.Sizes;

/**
 * The number of drafted tokens that each sequence reads in a pass: the one that makes the most expected tokens for its time.
 *
 * <p>Rows of products come in blocks of 1 to 8, and a block is paid for whether its rows are used or not. Drafted tokens take the
 * rows that are left, the likeliest first, and further ones where these are expected to be worth it.
 */
final class RowPlan {

    /** Time of a row beside the first block, as a share of that one's; it is less for small models and for large vocabularies. */
    private static final double ROW = 0.05;

    /** The least gain of a pass with drafts that makes up for a native call of its own. */
    private static final double GAIN = 1.05;

    private static final int MOST_ROWS = 64;

    private final int[] sure;
    private final int[] offered;
    private final double[] rate;
    private final int[] taken;
    private final int[] best;
    private int count;

    /** Prepares for so many sequences at most. */
    RowPlan(int most) {
        sure = new int[most];
        offered = new int[most];
        rate = new double[most];
        taken = new int[most];
        best = new int[most];
    }

    /** Forgets the sequences of the last pass. */
    void clear() {
        count = 0;
    }

    /**
     * Adds a sequence.
     *
     * @param known tokens after the next that are known to come
     * @param drafted known and drafted tokens
     * @param chance that a drafted token is right if those before it are
     */
    void add(int known, int drafted, double chance) {
        sure[count] = known;
        offered[count] = drafted;
        rate[count++] = chance;
    }

    /**
     * Chooses for each sequence how many known and drafted tokens it reads after the next one.
     *
     * @param block rows come in multiples of this
     * @return their sum
     */
    int choose(int block) {
        Arrays.fill(taken, 0, count, 0);
        Arrays.fill(best, 0, count, 0);
        double expected = count;
        double most = GAIN * expected / time(count, block);
        for (int rows = count + 1; rows <= MOST_ROWS; rows++) {
            int next = likeliest();
            if (next < 0) {
                break;
            }
            taken[next]++;
            expected += chance(next, taken[next]);
            if (expected / time(rows, block) > most) {
                most = expected / time(rows, block);
                System.arraycopy(taken, 0, best, 0, count);
            }
        }
        return Arrays.stream(best, 0, count).sum();
    }

    /** The number of tokens that {@link #choose} chose for a sequence, counted from 0 in the order of {@link #add}. */
    int chosen(int index) {
        return best[index];
    }

    private static double time(int rows, int block) {
        return 1 + ROW * (Sizes.roundUp(rows, block) - block);
    }

    private int likeliest() {
        int found = -1;
        for (int i = 0; i < count; i++) {
            if (taken[i] < offered[i] && (found < 0 || chance(i, taken[i] + 1) > chance(found, taken[found] + 1))) {
                found = i;
            }
        }
        return found;
    }

    /** Chance that the n-th token of a draft is right, and all those before it. */
    private double chance(int index, int nth) {
        return Math.pow(rate[index], Math.max(0, nth - sure[index]));
    }
}
