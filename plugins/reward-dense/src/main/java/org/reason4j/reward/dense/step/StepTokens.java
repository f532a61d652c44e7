package org.reason4j.reward.dense.step;

import java.util.Arrays;
import org.reason4j.api.data.Score;
import org.reason4j.api.data.TokenStream;
import org.reason4j.api.data.Trajectory;

/** Numbers of steps on tokens: that of a step stands on its last learned token. */
public final class StepTokens {

    /** 1 on the last learned token of each step that has a reward, else 0. */
    public static final TokenStream ENDS = TokenStream.of("reward-dense", "stepEnds");

    private StepTokens() {}

    /**
     * The last learned token of each step, or its last token where none is learned, {@code [starts.length]}.
     *
     * @param starts the first token of each step
     */
    public static int[] ends(Trajectory trajectory, int[] starts) {
        int[] ends = new int[starts.length];
        for (int k = 0; k < ends.length; k++) {
            int next = k + 1 < starts.length ? starts[k + 1] : trajectory.length();
            int end = next - 1;
            while (end > starts[k] && !trajectory.isLearned(end)) {
                end--;
            }
            ends[k] = trajectory.isLearned(end) ? end : next - 1;
        }
        return ends;
    }

    /** Puts numbers of the first steps on their ends, {@code [length]}; 0 elsewhere. */
    public static float[] spread(double[] numbers, int[] ends, int length) {
        float[] tokens = new float[length];
        for (int k = 0; k < numbers.length; k++) {
            tokens[ends[k]] += (float) numbers[k];
        }
        return tokens;
    }

    /**
     * A score of 0 with the rewards of the first steps on their ends, which it marks in the stream {@link #ENDS}.
     *
     * @param rewards of the first steps
     * @param ends the last token of every step
     */
    public static Score.Value score(double[] rewards, int[] ends, int length) {
        double[] marks = new double[rewards.length];
        Arrays.fill(marks, 1);
        return Score.value(0).withTokenRewards(spread(rewards, ends, length)).with(ENDS, spread(marks, ends, length));
    }
}
