package ${package};

import java.util.List;
import org.reason4j.api.data.Group;
import org.reason4j.api.data.Score;
import org.reason4j.api.data.Trajectory;
import org.reason4j.api.reward.Reward;

/** {@code min(1, maxWords / words)}: 1 for a response within the limit, and less the longer it is beyond. */
public record ${className}(${className}Config config) implements Reward {

    @Override
    public List<Score> score(Group group) {
        return Reward.perTrajectory(group, trajectory -> Score.of(value(trajectory)));
    }

    private double value(Trajectory trajectory) {
        String text = trajectory.text().strip();
        int words = text.isEmpty() ? 0 : text.split("\\s+").length;
        return Math.min(1, config.maxWords() / (double) Math.max(1, words));
    }
}
