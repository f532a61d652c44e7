package org.reason4j.reward.rulebased;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.reason4j.api.data.Group;
import org.reason4j.api.data.Requirements;
import org.reason4j.api.data.Score;
import org.reason4j.api.data.Trajectory;
import org.reason4j.api.reward.Reward;

/**
 * 1 for a response whose answer is the field {@code answer}, else 0.
 *
 * <p>Both are trimmed, runs of white space become one blank, a final full stop goes, and so does {@code \text{...}} round all of it.
 */
public final class ExactAnswer implements Reward {

    private static final Pattern TEXT =
            Pattern.compile("\\A\\\\(?:text|textbf|textit|mathrm|mbox)\\{([^{}]*+)}\\.?\\z");

    private final ExactAnswerConfig config;
    private final AnswerReader reader;

    public ExactAnswer(ExactAnswerConfig config) {
        this.config = config;
        this.reader = new AnswerReader(config.place(), config.pattern());
    }

    @Override
    public Requirements requirements() {
        return Requirements.fields("answer");
    }

    @Override
    public Optional<String> answer(Trajectory trajectory) {
        return reader.read(trajectory.text()).map(this::normal);
    }

    @Override
    public List<Score> score(Group group) {
        String expected = normal(AnswerReader.expected(group.prompt()));
        return reader.score(group, answer -> normal(answer).equals(expected));
    }

    private String normal(String answer) {
        String plain = TEXT.matcher(answer.strip()).replaceFirst("$1").strip().replaceAll("\\s++", " ");
        String open =
                plain.endsWith(".") ? plain.substring(0, plain.length() - 1).strip() : plain;
        return config.ignoreCase() ? open.toLowerCase(Locale.ROOT) : open;
    }
}
