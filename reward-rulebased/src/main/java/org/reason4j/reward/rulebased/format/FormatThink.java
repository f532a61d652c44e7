package org.reason4j.reward.rulebased.format;

import java.util.List;
import org.reason4j.api.data.Group;
import org.reason4j.api.data.Score;
import org.reason4j.api.reward.Reward;

/**
 * 1 for a response that begins with {@code <think>}, closes it with {@code </think>} and never opens another; else 0.
 *
 * <p>The same as a full match of {@code ^<think>(?!.*<think>)(.*?)</think>.*$}, in linear time.
 *
 * @see <a href="https://github.com/huggingface/trl/blob/main/trl/rewards/format_rewards.py">TRL, format_rewards.py</a>
 */
public record FormatThink(FormatThinkConfig config) implements Reward {

    private static final String OPEN = "<think>";

    @Override
    public List<Score> score(Group group) {
        return Reward.perTrajectory(group, trajectory -> Score.of(isWellFormed(trajectory.text()) ? 1 : 0));
    }

    static boolean isWellFormed(String text) {
        return text.startsWith(OPEN)
                && text.indexOf(OPEN, OPEN.length()) < 0
                && text.indexOf("</think>", OPEN.length()) >= 0;
    }
}
