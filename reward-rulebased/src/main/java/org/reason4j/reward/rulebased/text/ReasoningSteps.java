package org.reason4j.reward.rulebased.text;

import java.util.List;
import java.util.regex.Pattern;
import org.reason4j.api.data.Group;
import org.reason4j.api.data.Score;
import org.reason4j.api.reward.Reward;

/**
 * {@code min(1, markers / wanted)}: a reward for steps that are marked as such.
 *
 * <p>Markers are {@code Step 1:}, {@code 1.} at the beginning of a line, a bullet at the beginning of a line, and the words
 * {@code First,}, {@code Second,}, {@code Next,} and {@code Finally,}.
 *
 * @see <a href="https://github.com/huggingface/open-r1/blob/main/src/open_r1/rewards.py">open-r1,
 *     reasoning_steps_reward</a>
 */
public record ReasoningSteps(ReasoningStepsConfig config) implements Reward {

    private static final Pattern MARKER =
            Pattern.compile("Step \\d++:|^\\d++\\.|^[-*]|First,|Second,|Next,|Finally,", Pattern.MULTILINE);

    @Override
    public List<Score> score(Group group) {
        return Reward.perTrajectory(group, one -> Score.of(value(one.text())));
    }

    double value(String text) {
        return Math.min(1, (double) MARKER.matcher(text).results().count() / config.wanted());
    }
}
