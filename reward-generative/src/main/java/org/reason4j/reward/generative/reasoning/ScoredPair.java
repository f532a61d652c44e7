package org.reason4j.reward.generative.reasoning;

import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The reward of JudgeLRM for two scores.
 *
 * <p>A response is {@code <think>...</think><answer>7</answer><answer>5</answer>}. {@code R = f - 2} where the format
 * {@code f} is not positive: -1 with other tags or another order, -0.5 with a score that is no whole number in [0, 10].
 * Otherwise {@code R = 1 + content + length}. Content is -1.5 where {@code first >= second} differs from the labels; else it
 * is 2, and 1 more if both scores are those of the labels or 0.6 more if they differ by 2 at most in sum, and 0.2 more if
 * the distance of the scores is at least that of the labels. Length is 0.2 for a long response, and -1 for one that the
 * limit cut off. A tie counts as {@code first >= second}.
 *
 * @see <a href="https://arxiv.org/abs/2504.00050">JudgeLRM, section 3.2</a>
 */
final class ScoredPair {

    private static final double BAD_TAGS = -1;
    private static final double BAD_SCORE = -0.5;
    private static final double NO_CONTENT = -2;
    private static final Pattern ANSWER = Pattern.compile("<answer>(.*?)</answer>", Pattern.DOTALL);
    private static final Pattern SCORE = Pattern.compile("[+-]?\\d{1,9}");

    private ScoredPair() {}

    /**
     * The reward of a response.
     *
     * @param labels both scores of the example
     * @param isLong true for more tokens than the bonus asks for
     * @param isCutOff true if the length limit ended it
     */
    static double reward(String response, int[] labels, boolean isLong, boolean isCutOff) {
        if (!hasItsTags(response)) {
            return BAD_TAGS + NO_CONTENT;
        }
        Matcher matcher = ANSWER.matcher(response);
        List<String> answers = matcher.results()
                .map(MatchResult::group)
                .map(text -> content(text))
                .toList();
        if (answers.size() != 2) {
            return BAD_TAGS + NO_CONTENT;
        }
        if (!answers.stream().allMatch(ScoredPair::isScore)) {
            return BAD_SCORE + NO_CONTENT;
        }
        int[] scores = answers.stream().mapToInt(Integer::parseInt).toArray();
        return 1 + content(scores, labels) + (isLong ? 0.2 : 0) - (isCutOff ? 1 : 0);
    }

    private static String content(String answer) {
        return answer.substring("<answer>".length(), answer.length() - "</answer>".length())
                .strip();
    }

    private static boolean isScore(String text) {
        return SCORE.matcher(text).matches() && Integer.parseInt(text) >= 0 && Integer.parseInt(text) <= 10;
    }

    private static boolean hasItsTags(String response) {
        int think = response.indexOf("<think>");
        int end = response.indexOf("</think>");
        int answer = response.indexOf("<answer>");
        return count(response, "<think>") == 1
                && count(response, "</think>") == 1
                && count(response, "<answer>") == 2
                && count(response, "</answer>") == 2
                && think < end
                && end < answer
                && answer < response.indexOf("</answer>");
    }

    private static int count(String text, String tag) {
        int count = 0;
        for (int at = text.indexOf(tag); at >= 0; at = text.indexOf(tag, at + tag.length())) {
            count++;
        }
        return count;
    }

    /** The content of two scores; {@code scores} and {@code labels} are those of the first and the second response. */
    static double content(int[] scores, int[] labels) {
        if (scores[0] >= scores[1] != labels[0] >= labels[1]) {
            return -1.5;
        }
        int difference = Math.abs(scores[0] - labels[0]) + Math.abs(scores[1] - labels[1]);
        boolean isClear = Math.abs(scores[0] - scores[1]) >= Math.abs(labels[0] - labels[1]);
        return 2 + (difference == 0 ? 1 : difference <= 2 ? 0.6 : 0) + (isClear ? 0.2 : 0);
    }
}
