package org.reason4j.reward.rulebased.text;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.reason4j.api.data.Group;
import org.reason4j.api.data.Score;
import org.reason4j.api.data.Trajectory;
import org.reason4j.api.reward.Reward;
import org.reason4j.reward.rulebased.text.RepetitionConfig.Unit;

/**
 * A penalty for sequences that occur again.
 *
 * <p>{@code (1 - distinct / all) * maxPenalty} over the sequences of {@code n} words or tokens; 0 for fewer than {@code n}.
 * The dense form gives {@code maxPenalty} to each token of a sequence that has occurred before, and 0 to the response.
 *
 * @see <a href="https://github.com/huggingface/open-r1/blob/main/src/open_r1/rewards.py">open-r1,
 *     get_repetition_penalty_reward</a>
 * @see <a href="https://arxiv.org/abs/2502.03373">Demystifying Long Chain-of-Thought, section 5.2</a>
 */
public record RepetitionPenalty(RepetitionConfig config) implements Reward {

    @Override
    public List<Score> score(Group group) {
        return Reward.perTrajectory(group, this::score);
    }

    private Score score(Trajectory trajectory) {
        boolean[] repeated = repeated(items(trajectory), config.n());
        if (config.dense()) {
            return Score.dense(0, onTokens(repeated, trajectory.length()));
        }
        return Score.of(penalty(repeated, config.maxPenalty()));
    }

    private List<?> items(Trajectory trajectory) {
        if (config.unit() == Unit.TOKENS) {
            return Arrays.stream(trajectory.response()).boxed().toList();
        }
        String text = trajectory.text().toLowerCase(Locale.ROOT).strip();
        return text.isEmpty() ? List.of() : List.of(text.split("\\s++"));
    }

    /** For each sequence of {@code n} items, in order, whether it has occurred before. */
    static boolean[] repeated(List<?> items, int n) {
        boolean[] repeated = new boolean[Math.max(0, items.size() - n + 1)];
        Set<List<?>> seen = new HashSet<>();
        for (int i = 0; i < repeated.length; i++) {
            repeated[i] = !seen.add(items.subList(i, i + n));
        }
        return repeated;
    }

    static double penalty(boolean[] repeated, double maxPenalty) {
        int again = 0;
        for (boolean one : repeated) {
            again += one ? 1 : 0;
        }
        return again == 0 ? 0 : maxPenalty * again / repeated.length;
    }

    private float[] onTokens(boolean[] repeated, int length) {
        float[] rewards = new float[length];
        for (int i = 0; i < repeated.length; i++) {
            if (repeated[i]) {
                Arrays.fill(rewards, i, i + config.n(), (float) config.maxPenalty());
            }
        }
        return rewards;
    }
}
