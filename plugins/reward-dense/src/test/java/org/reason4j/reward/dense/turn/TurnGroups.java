package org.reason4j.reward.dense.turn;

import java.util.ArrayList;
import java.util.List;
import org.reason4j.api.data.Prompt;
import org.reason4j.api.data.ScoredGroup;
import org.reason4j.api.data.ScoredTrajectory;
import org.reason4j.api.data.Trajectory;
import org.reason4j.reward.dense.step.Groups;

/** Responses whose digits an environment said. */
final class TurnGroups {

    private TurnGroups() {}

    static Trajectory response(int sample, String text) {
        boolean[] learned = new boolean[text.length()];
        for (int t = 0; t < learned.length; t++) {
            learned[t] = !Character.isDigit(text.charAt(t));
        }
        return Groups.written(sample, text).withLearned(learned);
    }

    /** A group; token rewards are {@code [G][L]}. */
    static ScoredGroup group(String[] texts, double[] outcomes, float[][] tokenRewards) {
        List<ScoredTrajectory> all = new ArrayList<>();
        for (int i = 0; i < texts.length; i++) {
            all.add(ScoredTrajectory.of(response(i, texts[i]), outcomes[i]).withTokenRewards(tokenRewards[i]));
        }
        return ScoredGroup.of(Prompt.of("p", List.of(), new int[] {'?'}), all);
    }
}
