package org.reason4j.reward.dense.step;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.reason4j.api.data.Finish;
import org.reason4j.api.data.Group;
import org.reason4j.api.data.Prompt;
import org.reason4j.api.data.SamplingParams;
import org.reason4j.api.data.Score;
import org.reason4j.api.data.ScoredGroup;
import org.reason4j.api.data.ScoredTrajectory;
import org.reason4j.api.data.Trajectory;
import org.reason4j.api.reward.Measure;

/** Groups and services for tests. */
public final class Groups {

    public static final Prompt PROMPT = Prompt.of("p", List.of(), new int[] {'?'});

    /** {@code right} is worth 1, {@code ?} can't be told, {@code !} breaks, anything else is worth 0. */
    public static final Measure MEASURE = group -> group.trajectories().stream()
            .map(trajectory -> switch (trajectory.text()) {
                case "right" -> Score.of(1);
                case "?" -> Score.unscorable("no answer");
                case "!" -> Score.failed("broken");
                default -> Score.of(0);
            })
            .toList();

    private Groups() {}

    /** A trajectory of characters, all of them learned. */
    public static Trajectory written(int sample, String text) {
        return written(sample, text, Finish.STOP);
    }

    public static Trajectory written(int sample, String text, Finish finish) {
        boolean[] learned = new boolean[text.length()];
        Arrays.fill(learned, true);
        return Trajectory.sampled(PROMPT, sample, text.chars().toArray(), text, finish, 0, SamplingParams.of(64))
                .withLearned(learned);
    }

    public static Group group(String... texts) {
        return Group.of(
                PROMPT,
                IntStream.range(0, texts.length)
                        .mapToObj(i -> written(i, texts[i]))
                        .toList());
    }

    /** A scored group; {@code learned} and {@code tokenRewards} are {@code [G][L]}. */
    public static ScoredGroup scored(double[] outcomes, boolean[][] learned, float[][] tokenRewards) {
        List<ScoredTrajectory> trajectories = new ArrayList<>();
        for (int i = 0; i < outcomes.length; i++) {
            Trajectory trajectory = Trajectory.sampled(
                            PROMPT, i, new int[learned[i].length], "", Finish.STOP, 0, SamplingParams.of(64))
                    .withLearned(learned[i]);
            trajectories.add(ScoredTrajectory.of(trajectory, outcomes[i]).withTokenRewards(tokenRewards[i]));
        }
        return ScoredGroup.of(PROMPT, trajectories);
    }
}
