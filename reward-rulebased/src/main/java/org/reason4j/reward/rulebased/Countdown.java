package org.reason4j.reward.rulebased;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.reason4j.api.data.Group;
import org.reason4j.api.data.Prompt;
import org.reason4j.api.data.Requirements;
import org.reason4j.api.data.Score;
import org.reason4j.api.plugin.ConfigException;
import org.reason4j.api.reward.Reward;

/**
 * Rewards an arithmetic expression that uses each of the given {@code numbers} exactly once and reaches the
 * {@code target}.
 *
 * <p>The last {@code <answer>} of the response's last line is read; without one the reward is 0. An expression that
 * reaches the target to within 1e-5 earns the full score; anything else between the tags, a division by zero included,
 * earns the format score. Values are exact fractions. Unlike TinyZero, which evaluates Python, there is no {@code **} and
 * no {@code //}, and a decimal such as {@code 3.5} does not count as the numbers 3 and 5; the signs {@code × ÷ −} and
 * those of LaTeX are read, brackets of any kind, and {@code = 24} behind the expression if 24 is its value.
 *
 * @see <a href="https://github.com/Jiayi-Pan/TinyZero/blob/main/verl/utils/reward_score/countdown.py">TinyZero,
 *     countdown.py</a>
 */
public record Countdown(CountdownConfig config) implements Reward {

    private static final BigDecimal TOLERANCE = new BigDecimal("1e-5");
    private static final Pattern INTEGER = Pattern.compile("-?\\d++");

    @Override
    public Requirements requirements() {
        return Requirements.fields("numbers", "target");
    }

    @Override
    public List<Score> score(Group group) {
        List<BigInteger> numbers = integers(group.prompt(), "numbers");
        Rational target = Rational.of(integers(group.prompt(), "target").get(0));
        return Reward.perTrajectory(group, trajectory -> Score.of(value(trajectory.text(), numbers, target)));
    }

    private double value(String response, List<BigInteger> numbers, Rational target) {
        String place = config.lastLineOnly() ? response.substring(response.lastIndexOf('\n') + 1) : response;
        Optional<String> answer = AnswerReader.lastTagged(place);
        if (answer.isEmpty()) {
            return 0;
        }
        return reaches(PlainSymbols.formula(answer.get()), numbers, target) ? config.score() : config.formatScore();
    }

    /** True if an expression, and the value behind its {@code =} where there is one, is the target. */
    private static boolean reaches(String answer, List<BigInteger> numbers, Rational target) {
        int equals = answer.indexOf('=');
        boolean claimed = equals < 0
                || Rational.parse(answer.substring(equals + 1))
                        .filter(value -> value.isWithin(TOLERANCE, target))
                        .isPresent();
        return claimed
                && Expression.parse(equals < 0 ? answer : answer.substring(0, equals))
                        .filter(expression -> sorted(expression.numbers()).equals(numbers))
                        .filter(expression -> expression.value().isWithin(TOLERANCE, target))
                        .isPresent();
    }

    /** All integers of a field, sorted: a list, or a text such as {@code [2, 3, 5]}. */
    private static List<BigInteger> integers(Prompt prompt, String field) {
        Object value = prompt.fields().get(field);
        String text = value instanceof Collection<?> list ? list.toString() : String.valueOf(value);
        List<BigInteger> found = new ArrayList<>();
        Matcher matcher = INTEGER.matcher(text);
        while (matcher.find()) {
            found.add(new BigInteger(matcher.group()));
        }
        if (found.isEmpty()) {
            throw new ConfigException("Field '" + field + "' of prompt '" + prompt.id() + "' is '" + text
                    + "'; countdown expects integers there");
        }
        return sorted(found);
    }

    private static List<BigInteger> sorted(List<BigInteger> numbers) {
        return numbers.stream().sorted(Comparator.naturalOrder()).toList();
    }
}
