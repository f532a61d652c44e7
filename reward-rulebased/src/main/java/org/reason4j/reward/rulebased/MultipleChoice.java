package org.reason4j.reward.rulebased;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.reason4j.api.data.Group;
import org.reason4j.api.data.Requirements;
import org.reason4j.api.data.Score;
import org.reason4j.api.data.Trajectory;
import org.reason4j.api.reward.Reward;

/**
 * 1 for a response that chooses the letter in the field {@code answer}, else 0.
 *
 * <p>The choice is the letter in the last box, in either case, with {@code \text} and punctuation around it; without
 * one, the last of the letters that stands as a capital with no letter next to it. A last sentence that begins with the
 * article "A" is read as the choice A.
 *
 * @see <a href="https://github.com/cmu-l3/l1">L1, the rule for GPQA</a>
 */
public record MultipleChoice(MultipleChoiceConfig config) implements Reward {

    @Override
    public Requirements requirements() {
        return Requirements.fields("answer");
    }

    @Override
    public Optional<String> answer(Trajectory trajectory) {
        return choice(trajectory.text());
    }

    @Override
    public List<Score> score(Group group) {
        String expected = AnswerReader.expected(group.prompt()).strip().toUpperCase(Locale.ROOT);
        return Reward.perTrajectory(
                group,
                trajectory -> Score.of(
                        choice(trajectory.text()).filter(expected::equals).isPresent() ? 1 : 0));
    }

    Optional<String> choice(String response) {
        return Boxed.last(response)
                .map(box ->
                        box.replace("\\text", "").replaceAll("[^A-Za-z]", "").toUpperCase(Locale.ROOT))
                .filter(letter -> letter.length() == 1 && config.letters().contains(letter))
                .or(() -> lastCapital(response));
    }

    private Optional<String> lastCapital(String text) {
        for (int i = text.length() - 1; i >= 0; i--) {
            boolean alone = !isLetter(text, i - 1) && !isLetter(text, i + 1);
            if (alone && config.letters().indexOf(text.charAt(i)) >= 0) {
                return Optional.of(text.substring(i, i + 1));
            }
        }
        return Optional.empty();
    }

    private static boolean isLetter(String text, int index) {
        return index >= 0 && index < text.length() && Character.isLetter(text.charAt(index));
    }
}
