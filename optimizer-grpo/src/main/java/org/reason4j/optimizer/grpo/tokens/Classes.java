package org.reason4j.optimizer.grpo.tokens;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import java.util.List;
import java.util.TreeMap;
import org.reason4j.api.data.TokenBatch;

/**
 * Right and wrong responses of each prompt, for losses that tell them apart: a response is right where its advantage is
 * positive, and wrong where it is negative. With rewards of two values and the group's mean as baseline that is what they are;
 * a prompt whose rewards are all the same has neither. All members of a group are in one micro-batch.
 *
 * @param right number of right responses by row, of its own prompt, {@code [B]}
 * @param wrong number of wrong ones, likewise
 * @param members number of all, likewise
 * @param signs 1 for a right row, -1 for a wrong one, else 0, {@code [B]}
 * @param prompts place of the row's prompt among those of the micro-batch, {@code [B]}
 * @param count number of prompts in the micro-batch
 */
public record Classes(float[] right, float[] wrong, float[] members, float[] signs, int[] prompts, int count) {

    /**
     * Reads the classes of a micro-batch.
     *
     * @throws IllegalStateException if it does not say which group its rows are of
     */
    public static Classes of(LearnedTokens tokens) {
        TokenBatch batch = tokens.batch();
        List<TokenBatch.Row> rows = batch.rows();
        float[] signs = tokens.sums(tokens.advantages()).sign().toFloatArray();
        if (rows.size() != signs.length) {
            throw new IllegalStateException(
                    "This loss compares the responses to a prompt, but the batch does not say whose its " + signs.length
                            + " rows are; describe them with withRows");
        }
        TreeMap<Integer, Integer> places = new TreeMap<>();
        rows.forEach(row -> places.putIfAbsent(row.group(), places.size()));
        int[] prompts = rows.stream()
                .mapToInt(row -> places.getOrDefault(row.group(), 0))
                .toArray();
        float[][] counts = new float[places.size()][3];
        for (int i = 0; i < signs.length; i++) {
            counts[prompts[i]][(int) signs[i] + 1]++;
        }
        float[][] ofRows = new float[3][signs.length];
        for (int i = 0; i < signs.length; i++) {
            float[] ofPrompt = counts[prompts[i]];
            ofRows[0][i] = ofPrompt[2];
            ofRows[1][i] = ofPrompt[0];
            ofRows[2][i] = ofPrompt[0] + ofPrompt[1] + ofPrompt[2];
        }
        return new Classes(ofRows[0], ofRows[1], ofRows[2], signs, prompts, places.size());
    }

    /** Returns true for a row whose prompt has responses of both classes. */
    public boolean isDivided(int row) {
        return right[row] > 0 && wrong[row] > 0;
    }

    /** Weights of a mean over the rows of one class, for each prompt that has both, else 0, {@code [B, count]}. */
    public NDArray means(TokenBatch batch, boolean ofRight) {
        float[] weights = new float[count * signs.length];
        for (int i = 0; i < signs.length; i++) {
            if (isDivided(i) && signs[i] == (ofRight ? 1 : -1)) {
                weights[i * count + prompts[i]] = 1 / (ofRight ? right[i] : wrong[i]);
            }
        }
        return batch.mask().getManager().create(weights, new Shape(signs.length, count));
    }

    /** 1 where a row is of a prompt, else 0, {@code [B, count]}. */
    public NDArray membership(TokenBatch batch) {
        float[] weights = new float[count * signs.length];
        for (int i = 0; i < signs.length; i++) {
            weights[i * count + prompts[i]] = 1;
        }
        return batch.mask().getManager().create(weights, new Shape(signs.length, count));
    }
}
