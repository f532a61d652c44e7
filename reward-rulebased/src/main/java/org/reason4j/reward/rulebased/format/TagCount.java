package org.reason4j.reward.rulebased.format;

import java.util.List;
import org.reason4j.api.data.Group;
import org.reason4j.api.data.Score;
import org.reason4j.api.reward.Reward;

/**
 * The share of the configured tags that occur exactly once: a quarter for each of four.
 *
 * @see <a href="https://github.com/huggingface/open-r1/blob/main/src/open_r1/rewards.py">open-r1, tag_count_reward</a>
 */
public record TagCount(TagCountConfig config) implements Reward {

    @Override
    public List<Score> score(Group group) {
        return Reward.perTrajectory(group, trajectory -> Score.of(value(trajectory.text())));
    }

    double value(String text) {
        long once = config.tags().stream().filter(tag -> occursOnce(text, tag)).count();
        return (double) once / config.tags().size();
    }

    static boolean occursOnce(String text, String tag) {
        int first = text.indexOf(tag);
        return first >= 0 && text.indexOf(tag, first + tag.length()) < 0;
    }
}
