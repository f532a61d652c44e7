package org.reason4j.reward.rulebased.text;

import java.util.List;
import org.reason4j.api.data.Group;
import org.reason4j.api.data.Score;
import org.reason4j.api.data.Trajectory;
import org.reason4j.api.reward.Reward;

/**
 * 1 for a length within a range, falling to 0 at a distance from it: {@code max(0, 1 - distance / slack)}.
 *
 * <p>It asks for a length whatever the answer. Lengths among the responses to one prompt, and lengths of right answers, are
 * compared by other techniques.
 */
public record LengthRange(LengthRangeConfig config) implements Reward {

    @Override
    public List<Score> score(Group group) {
        return Reward.perTrajectory(group, one -> Score.of(value(length(one))));
    }

    private int length(Trajectory trajectory) {
        return switch (config.unit()) {
            case TOKENS -> trajectory.length();
            case WORDS ->
                trajectory.text().isBlank() ? 0 : trajectory.text().strip().split("\\s++").length;
            case CHARACTERS -> trajectory.text().length();
        };
    }

    double value(int length) {
        int distance = Math.max(0, Math.max(config.least() - length, length - config.most()));
        return distance == 0 ? 1 : Math.max(0, 1 - (double) distance / Math.max(config.slack(), 1e-9));
    }
}
