package org.reason4j.reward.generative.reasoning;

import java.util.List;
import org.reason4j.api.data.Group;
import org.reason4j.api.data.Requirements;
import org.reason4j.api.data.Score;
import org.reason4j.api.reward.Reward;

/**
 * 1 for a verdict that equals the label, -1 for another one or none: the outcome reward of a judge that reasons.
 *
 * <p>A response judges two others and ends with {@code <answer>[[A]]</answer>} or {@code <answer>[[B]]</answer>}.
 *
 * @see <a href="https://arxiv.org/abs/2505.02387">RM-R1: reward modeling as reasoning, section 3.3</a>
 */
public record JudgeMargin(JudgeMarginConfig config) implements Reward {

    @Override
    public Requirements requirements() {
        return Requirements.fields(config.field());
    }

    @Override
    public List<Score> score(Group group) {
        char label = Label.letter("judge-margin", group.prompt(), config.field());
        return Reward.perTrajectory(
                group,
                one -> Score.of(LetterVerdict.of(one.text(), config.window())
                        .map(verdict -> verdict == label ? 1 : -1)
                        .orElse(-1)));
    }
}
