package org.reason4j.reward.rulebased.format;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.reason4j.api.data.Group;
import org.reason4j.api.data.Requirements;
import org.reason4j.api.data.Score;
import org.reason4j.api.data.Trajectory;
import org.reason4j.api.reward.Deadline;
import org.reason4j.api.reward.Reward;
import org.reason4j.reward.rulebased.AnswerPlace;
import org.reason4j.reward.rulebased.math.MathConfig;
import org.reason4j.reward.rulebased.math.MathReward;

/**
 * Accuracy and format as one number: the reward {@code math} on the last answer tag, and {@code format-think-answer}.
 *
 * <p>Where the accuracy is unscorable so is the response, whatever its format.
 *
 * @see <a href="https://arxiv.org/abs/2501.12948">DeepSeek-R1, section 2.2.2</a>
 * @see <a href="https://arxiv.org/abs/2502.14768">Logic-RL, section 2.2</a>
 */
public final class AccuracyFormat implements Reward {

    private final AccuracyFormatConfig config;
    private final MathReward accuracy = new MathReward(new MathConfig(
            AnswerPlace.ANSWER_TAG,
            "",
            MathConfig.DEFAULTS.digits(),
            MathConfig.DEFAULTS.longest(),
            MathConfig.DEFAULTS.deadlineMillis()));
    private final FormatThinkAnswer format = new FormatThinkAnswer(FormatThinkAnswerConfig.DEFAULTS);

    public AccuracyFormat(AccuracyFormatConfig config) {
        this.config = config;
    }

    @Override
    public Requirements requirements() {
        return accuracy.requirements();
    }

    @Override
    public Optional<String> answer(Trajectory trajectory) {
        return accuracy.answer(trajectory);
    }

    @Override
    public List<Score> score(Group group) {
        return combined(group, accuracy.score(group));
    }

    @Override
    public List<Score> score(Group group, Deadline deadline) {
        return combined(group, accuracy.score(group, deadline));
    }

    private List<Score> combined(Group group, List<Score> accuracies) {
        List<Score> scores = new ArrayList<>();
        for (int i = 0; i < group.size(); i++) {
            boolean wellFormed = format.isWellFormed(group.trajectories().get(i).text());
            scores.add(
                    accuracies.get(i) instanceof Score.Value value
                            ? Score.of(combine(config, value.value(), wellFormed))
                            : accuracies.get(i));
        }
        return scores;
    }

    static double combine(AccuracyFormatConfig config, double accuracy, boolean wellFormed) {
        return switch (config.rule()) {
            case SUM -> config.accuracyWeight() * accuracy + config.formatWeight() * (wellFormed ? 1 : 0);
            case GATE -> wellFormed ? accuracy : 0;
            case PENALTY -> wellFormed ? accuracy : -1;
            case LOGIC_RL -> wellFormed ? accuracy > 0 ? 3 : -0.5 : -3;
        };
    }
}
