package org.reason4j.reward.rulebased.text;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.reason4j.api.data.Group;
import org.reason4j.api.data.Prompt;
import org.reason4j.api.data.Requirements;
import org.reason4j.api.data.Score;
import org.reason4j.api.data.Trajectory;
import org.reason4j.api.reward.Reward;
import org.reason4j.reward.rulebased.AnswerReader;
import org.reason4j.reward.rulebased.text.QaConfig.Measure;

/**
 * Exact match or F1 of the words of an answer in prose, as for SQuAD: without capitals, punctuation and articles.
 *
 * <p>{@code F1 = 2 P R / (P + R)}, with precision {@code P} and recall {@code R} of words as a bag; 0 without a common word.
 * Where the field {@code answer} is a list, the best of its answers counts.
 *
 * @see <a href="https://arxiv.org/abs/1606.05250">SQuAD, section 6.1</a>
 * @see <a href="https://arxiv.org/abs/2503.09516">Search-R1, section 3.4</a>
 */
public final class QaAnswer implements Reward {

    private static final Pattern PUNCTUATION = Pattern.compile("\\p{Punct}++");
    private static final Pattern ARTICLE = Pattern.compile("\\b(?:a|an|the)\\b");
    private static final Pattern BLANKS = Pattern.compile("\\s++");

    private final QaConfig config;
    private final AnswerReader reader;

    public QaAnswer(QaConfig config) {
        this.config = config;
        this.reader = new AnswerReader(config.place(), config.pattern());
    }

    @Override
    public Requirements requirements() {
        return Requirements.fields("answer");
    }

    @Override
    public Optional<String> answer(Trajectory trajectory) {
        return reader.read(trajectory.text()).map(QaAnswer::normal);
    }

    @Override
    public List<Score> score(Group group) {
        List<String> golds = golds(group.prompt());
        return Reward.perTrajectory(
                group,
                one -> Score.of(reader.read(one.text())
                        .map(answer -> golds.stream()
                                .mapToDouble(gold -> value(answer, gold))
                                .max()
                                .orElse(0))
                        .orElse(0.0)));
    }

    private static List<String> golds(Prompt prompt) {
        return prompt.fields().get("answer") instanceof Collection<?> several
                ? several.stream().map(String::valueOf).toList()
                : List.of(AnswerReader.expected(prompt));
    }

    private double value(String answer, String gold) {
        String one = normal(answer);
        String other = normal(gold);
        return config.measure() == Measure.F1 ? f1(words(one), words(other)) : one.equals(other) ? 1 : 0;
    }

    static String normal(String text) {
        String plain = PUNCTUATION.matcher(text.toLowerCase(Locale.ROOT)).replaceAll("");
        return BLANKS.matcher(ARTICLE.matcher(plain).replaceAll(" "))
                .replaceAll(" ")
                .strip();
    }

    private static List<String> words(String normal) {
        return normal.isEmpty() ? List.of() : List.of(normal.split(" "));
    }

    static double f1(List<String> answer, List<String> gold) {
        List<String> left = new ArrayList<>(gold);
        long common = answer.stream().filter(left::remove).count();
        return common == 0 ? 0 : 2.0 * common / (answer.size() + gold.size());
    }
}
