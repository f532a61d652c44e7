package org.reason4j.reward.rulebased;

import java.math.BigDecimal;
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
 * 1 for a response whose answer is the same number as the field {@code answer}, else 0.
 *
 * <p>Numbers are compared as exact fractions, so that {@code 0.5}, {@code 1/2}, {@code \frac{2}{4}} and {@code 5e-1} are
 * one number, and so are {@code 1,234} and {@code $1234.00}. Of {@code x = 7} and {@code 3 + 4 = 7} the number behind the
 * last {@code =} counts, in the response and in the field alike.
 */
public final class NumericAnswer implements Reward {

    private final BigDecimal tolerance;
    private final AnswerReader reader;

    public NumericAnswer(NumericAnswerConfig config) {
        this.tolerance = BigDecimal.valueOf(config.tolerance());
        this.reader = new AnswerReader(config.place(), config.pattern());
    }

    @Override
    public Requirements requirements() {
        return Requirements.fields("answer");
    }

    @Override
    public Optional<String> answer(Trajectory trajectory) {
        return reader.read(trajectory.text()).flatMap(NumericAnswer::number).map(Rational::inLowestTerms);
    }

    @Override
    public List<Score> score(Group group) {
        Rational expected = expected(group.prompt());
        return reader.score(group, answer -> isRight(answer, expected));
    }

    private static Optional<Rational> number(String text) {
        return Rational.parse(text.substring(text.lastIndexOf('=') + 1));
    }

    private static Rational expected(Prompt prompt) {
        String answer = AnswerReader.expected(prompt);
        return number(answer)
                .orElseThrow(() -> new ConfigException("Field 'answer' of prompt '" + prompt.id() + "' is '" + answer
                        + "', which is not a number; use exact-answer or math-equivalence"));
    }

    private boolean isRight(String answer, Rational expected) {
        return number(answer)
                .filter(value -> value.isWithin(tolerance, expected))
                .isPresent();
    }
}
