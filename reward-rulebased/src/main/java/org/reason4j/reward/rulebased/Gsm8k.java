package org.reason4j.reward.rulebased;

import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.reason4j.api.data.Group;
import org.reason4j.api.data.Requirements;
import org.reason4j.api.data.Score;
import org.reason4j.api.data.Trajectory;
import org.reason4j.api.reward.Reward;
import org.reason4j.reward.rulebased.Gsm8kConfig.Compare;
import org.reason4j.reward.rulebased.Gsm8kConfig.Method;

/**
 * 1 for a response whose number is the field {@code answer}, else 0.
 *
 * <p>Commas, a dollar sign and a final full stop are dropped on both sides; of an {@code answer} that is a worked solution, only
 * the text after its last {@code ####} counts. With the preset {@code verl} numbers are compared as texts in the last 300
 * characters, as there: {@code 72.0} is not {@code 72}. verl keeps commas and the full stop in its flexible method, so that
 * {@code 1,234} fails there. The sign {@code −} is a hyphen.
 *
 * @see <a href="https://github.com/volcengine/verl/blob/main/verl/utils/reward_score/gsm8k.py">verl, gsm8k.py</a>
 * @see <a href="https://arxiv.org/abs/2110.14168">GSM8K</a>
 */
public record Gsm8k(Gsm8kConfig config) implements Reward {

    private static final Pattern AFTER_HASHES = Pattern.compile("#### (-?\\$?[0-9][0-9.,]*+|-?\\$?\\.[0-9]++)");
    private static final Pattern NUMBER = Pattern.compile("(-?[0-9][0-9.,]*+|-?\\.[0-9]++)");

    @Override
    public Requirements requirements() {
        return Requirements.fields("answer");
    }

    @Override
    public Optional<String> answer(Trajectory trajectory) {
        return answer(trajectory.text());
    }

    @Override
    public List<Score> score(Group group) {
        String answer = AnswerReader.expected(group.prompt());
        String expected = normal(afterHashes(answer));
        return Reward.perTrajectory(group, trajectory -> Score.of(value(trajectory.text(), expected)));
    }

    private double value(String response, String expected) {
        return answer(response).filter(found -> isSame(found, expected)).isPresent() ? 1 : 0;
    }

    private boolean isSame(String found, String expected) {
        return found.equals(expected)
                || config.compare() == Compare.VALUE
                        && Rational.parse(expected)
                                .flatMap(right ->
                                        Rational.parse(found).filter(one -> one.isWithin(BigDecimal.ZERO, right)))
                                .isPresent();
    }

    private Optional<String> answer(String response) {
        int from = config.window() == 0 ? 0 : Math.max(0, response.length() - config.window());
        String end = response.substring(from).replace('\u2212', '-');
        return AnswerReader.lastMatch(config.method() == Method.STRICT ? AFTER_HASHES : NUMBER, end)
                .map(Gsm8k::normal);
    }

    private static String afterHashes(String answer) {
        int hashes = answer.lastIndexOf("####");
        return hashes < 0 ? answer : answer.substring(hashes + "####".length());
    }

    private static String normal(String number) {
        String plain =
                number.replace('\u2212', '-').replace(",", "").replace("$", "").strip();
        return plain.endsWith(".") ? plain.substring(0, plain.length() - 1) : plain;
    }
}
