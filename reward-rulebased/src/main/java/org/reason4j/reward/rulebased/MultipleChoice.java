package org.reason4j.reward.rulebased;

import java.util.List;
import java.util.Optional;
import org.reason4j.api.data.Group;
import org.reason4j.api.data.Prompt;
import org.reason4j.api.data.Requirements;
import org.reason4j.api.data.Score;
import org.reason4j.api.data.Trajectory;
import org.reason4j.api.plugin.ConfigException;
import org.reason4j.api.reward.Reward;

/**
 * 1 for a response that chooses the letter in the field {@code answer}, else 0; also where it names several letters and
 * chooses none. {@link Choices} reads both.
 *
 * @see <a href="https://github.com/cmu-l3/l1">L1, the rule for GPQA</a>
 */
public final class MultipleChoice implements Reward {

    private final Choices choices;

    public MultipleChoice(MultipleChoiceConfig config) {
        choices = new Choices(config.letters());
    }

    @Override
    public Requirements requirements() {
        return Requirements.fields("answer");
    }

    @Override
    public Optional<String> answer(Trajectory trajectory) {
        return choices.of(trajectory.text());
    }

    @Override
    public List<Score> score(Group group) {
        String expected = expected(group.prompt());
        return Reward.perTrajectory(
                group,
                trajectory -> Score.of(
                        choices.of(trajectory.text()).filter(expected::equals).isPresent() ? 1 : 0));
    }

    private String expected(Prompt prompt) {
        String answer = AnswerReader.expected(prompt);
        return choices.label(answer)
                .orElseThrow(() -> new ConfigException("Field 'answer' of prompt '" + prompt.id() + "' is '"
                        + answer + "', which is none of the choices " + choices.letters()
                        + "; write a letter such as B, (B) or B., or set multiple-choice.letters"));
    }
}
