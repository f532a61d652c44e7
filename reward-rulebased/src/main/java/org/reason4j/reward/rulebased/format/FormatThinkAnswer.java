package org.reason4j.reward.rulebased.format;

import java.util.List;
import org.reason4j.api.data.Group;
import org.reason4j.api.data.Score;
import org.reason4j.api.reward.Reward;

/**
 * 1 for a response that is a {@code <think>} part followed by an {@code <answer>} part and nothing else; else 0. White
 * space around tags is free, and each tag occurs once.
 *
 * <p>With the setting {@code newlines} it is a full match of {@code ^<think>\n.*?\n</think>\n<answer>\n.*?\n</answer>$}, in linear time. One
 * final line break is allowed. open-r1 runs the expression in multi-line mode, where any text may follow on further
 * lines; here none may.
 *
 * @see <a href="https://github.com/huggingface/open-r1/blob/main/src/open_r1/rewards.py">open-r1, format_reward</a>
 * @see <a href="https://arxiv.org/abs/2501.12948">DeepSeek-R1, section 2.2.2</a>
 */
public record FormatThinkAnswer(FormatThinkAnswerConfig config) implements Reward {

    private static final String MIDDLE = "\n</think>\n<answer>\n";

    @Override
    public List<Score> score(Group group) {
        return Reward.perTrajectory(group, trajectory -> Score.of(isWellFormed(trajectory.text()) ? 1 : 0));
    }

    boolean isWellFormed(String text) {
        return config.newlines() ? onLines(text) : compact(text.strip());
    }

    private static boolean onLines(String text) {
        String body = text.endsWith("\n") ? text.substring(0, text.length() - 1) : text;
        int middle = body.indexOf(MIDDLE, "<think>\n".length());
        return body.startsWith("<think>\n")
                && middle >= 0
                && body.endsWith("\n</answer>")
                && body.length() - "\n</answer>".length() >= middle + MIDDLE.length();
    }

    private static boolean compact(String text) {
        int close = text.indexOf("</think>");
        int open = text.indexOf("<answer>");
        return text.startsWith("<think>")
                && text.endsWith("</answer>")
                && close >= 0
                && open > close
                && text.substring(close + "</think>".length(), open).isBlank()
                && List.of("<think>", "</think>", "<answer>", "</answer>").stream()
                        .allMatch(tag -> TagCount.occursOnce(text, tag));
    }
}
