package org.reason4j.reward.rulebased;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.reason4j.api.data.Group;
import org.reason4j.api.data.Requirements;
import org.reason4j.api.data.Score;
import org.reason4j.api.data.Trajectory;
import org.reason4j.api.reward.Reward;

/**
 * +1 for a response whose last {@code Answer:} has the same {@link MinervaNormalForm} as the field {@code answer}; -1 for
 * any other, one without an answer included.
 *
 * @see <a href="https://arxiv.org/abs/2503.14476">DAPO, section 2.4</a>
 * @see <a href="https://github.com/volcengine/verl/blob/main/verl/utils/reward_score/math_dapo.py">verl, math_dapo.py</a>
 */
public record DapoMath(DapoMathConfig config) implements Reward {

    private static final int BOX_WINDOW = 100;
    private static final Pattern ANSWER = Pattern.compile("(?i)Answer\\s*+:\\s*([^\\n]++)");

    @Override
    public Requirements requirements() {
        return Requirements.fields("answer");
    }

    @Override
    public Optional<String> answer(Trajectory trajectory) {
        return AnswerReader.lastMatch(ANSWER, tail(trajectory.text(), config.window()))
                .map(MinervaNormalForm::of);
    }

    @Override
    public List<Score> score(Group group) {
        String right = AnswerReader.expected(group.prompt());
        String expected = config.strictBox() ? right : MinervaNormalForm.of(right);
        return Reward.perTrajectory(
                group,
                trajectory -> Score.of(read(trajectory).filter(expected::equals).isPresent() ? 1 : -1));
    }

    private Optional<String> read(Trajectory trajectory) {
        return config.strictBox()
                ? Boxed.last(tail(tail(trajectory.text(), config.window()), BOX_WINDOW))
                : answer(trajectory);
    }

    private static String tail(String text, int characters) {
        return text.substring(Math.max(0, text.length() - characters));
    }
}
