package org.reason4j.reward.generative.reasoning;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.reason4j.api.data.Group;
import org.reason4j.api.data.Requirements;
import org.reason4j.api.data.Score;
import org.reason4j.api.plugin.ConfigException;
import org.reason4j.api.reward.Reward;

/**
 * The outcome reward of self-principled critique tuning: 1 where the scores of a critique agree with the label, else -1.
 *
 * <p>A response writes principles and a critique and ends with the scores of all judged responses in the last {@code
 * \boxed{7, 5}}. Of two responses and more the labelled best must have the only maximum; a single response must have the
 * labelled score. Other numbers of scores, and none, are wrong. The paper trains with a larger weight of the KL term than
 * usual, 0.08, against drift of the format.
 *
 * @see <a href="https://arxiv.org/abs/2504.02495">DeepSeek-GRM, section 3.2</a>
 */
public record Spct(SpctConfig config) implements Reward {

    private static final Pattern SCORES = Pattern.compile(
            "\\\\boxed\\{\\s*(-?\\d{1,9}(?:\\.\\d{1,9})?(?:\\s*,\\s*-?\\d{1,9}(?:\\.\\d{1,9})?){0,63})\\s*}");

    /** Reads the last scores; empty where there are none. */
    static Optional<double[]> scores(String response) {
        return SCORES.matcher(response)
                .results()
                .map(MatchResult::group)
                .reduce((first, second) -> second)
                .map(boxed -> Arrays.stream(boxed.substring(boxed.indexOf('{') + 1, boxed.length() - 1)
                                .split(","))
                        .mapToDouble(Double::parseDouble)
                        .toArray());
    }

    /**
     * The reward of scores.
     *
     * @param scores of the responses, {@code [n]}
     * @param label index of the best one; the score itself where {@code n} is 1
     */
    static double reward(double[] scores, int label) {
        if (scores.length == 1) {
            return scores[0] == label ? 1 : -1;
        }
        for (int i = 0; i < scores.length; i++) {
            if (i != label && scores[i] >= scores[label]) {
                return -1;
            }
        }
        return 1;
    }

    @Override
    public Requirements requirements() {
        return Requirements.fields(config.field(), config.countField());
    }

    @Override
    public List<Score> score(Group group) {
        int label = Label.number("spct", group.prompt(), config.field());
        int count = Label.number("spct", group.prompt(), config.countField());
        ConfigException.check(
                count == 1 || label >= 0 && label < count,
                "found the label %s for %s responses in example '%s', spct expects an index from 0",
                label,
                count,
                group.prompt().id());
        return Reward.perTrajectory(
                group,
                one -> Score.of(scores(one.text())
                        .filter(scores -> scores.length == count)
                        .map(scores -> reward(scores, label))
                        .orElse(-1.0)));
    }
}
