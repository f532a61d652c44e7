package org.reason4j.reward.rulebased.math;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.reason4j.api.data.Group;
import org.reason4j.api.data.Requirements;
import org.reason4j.api.data.Score;
import org.reason4j.api.data.Trajectory;
import org.reason4j.api.plugin.ConfigException;
import org.reason4j.api.reward.Deadline;
import org.reason4j.api.reward.Reward;
import org.reason4j.reward.rulebased.AnswerPlace;
import org.reason4j.reward.rulebased.AnswerReader;
import org.reason4j.reward.rulebased.Boxed;
import org.reason4j.reward.rulebased.math.number.Verdict;
import org.reason4j.reward.rulebased.math.parse.Budget;

/**
 * 1 for a response whose answer has the same value as the field {@code answer}, else 0.
 *
 * <p>Numbers are compared as fractions where they are, else to 60 digits; formulas with variables at seeded points;
 * intervals, sets, tuples, lists, matrices, equations and inequalities part by part. {@code x = 5} is 5, {@code 50\%} is 50
 * and 0.5, {@code 5 cm} is 5. A response without an answer, or with one that is no mathematics, is wrong.
 *
 * <p>Unscorable is a pair that is not decided within {@code deadlineMillis}, {@code longest} or fixed bounds on steps, depth
 * and digits, such as a tower of powers, and one that this rule does not compute, such as two integrals that look different.
 *
 * @see <a href="https://github.com/huggingface/Math-Verify">Math-Verify</a>
 */
public final class MathReward implements Reward {

    private final MathConfig config;
    private final AnswerReader reader;

    public MathReward(MathConfig config) {
        this.config = config;
        this.reader = new AnswerReader(config.place(), config.pattern());
    }

    @Override
    public Requirements requirements() {
        return Requirements.fields("answer");
    }

    /** A form in which answers of one value are one string; see {@link Canonical}. */
    @Override
    public Optional<String> answer(Trajectory trajectory) {
        return read(trajectory.text())
                .filter(answer -> !answer.isBlank() && answer.length() <= config.longest())
                .map(answer -> Canonical.of(answer, new Budget(time())));
    }

    @Override
    public List<Score> score(Group group) {
        return score(group, Deadline.in(Duration.ofDays(1)));
    }

    @Override
    public List<Score> score(Group group, Deadline deadline) {
        String gold = gold(group);
        Map<String, Score> known = new HashMap<>(); // by answer: responses agree often
        List<Score> scores = new ArrayList<>();
        for (Trajectory trajectory : group.trajectories()) {
            Optional<String> answer = read(trajectory.text());
            Score score = answer.isEmpty()
                    ? Score.of(0)
                    : known.computeIfAbsent(answer.get(), one -> score(gold, one, deadline));
            scores.add(score);
        }
        return scores;
    }

    private Duration time() {
        return Duration.ofMillis(config.deadlineMillis());
    }

    private Optional<String> read(String response) {
        String text = Boxed.braced(response);
        boolean anywhere = config.place() == AnswerPlace.ANYWHERE && Boxes.any(text);
        return anywhere || config.place() == AnswerPlace.BOXED
                ? Boxes.last(text)
                : reader.read(text).map(MathReward::unboxed);
    }

    private static String unboxed(String answer) {
        return Boxes.any(answer) ? Boxes.last(answer).orElse(answer) : answer;
    }

    private static String gold(Group group) {
        String answer = AnswerReader.expected(group.prompt());
        if (answer.isBlank()) {
            throw new ConfigException("Field 'answer' of prompt '"
                    + group.prompt().id() + "' is blank; math compares responses with it, so give the right answer");
        }
        return unboxed(answer);
    }

    private Score score(String gold, String answer, Deadline deadline) {
        int longer = Math.max(gold.length(), answer.length());
        if (longer > config.longest()) {
            return Score.unscorable(
                    "an answer has " + longer + " characters, more than math.longest " + config.longest());
        }
        Duration left = deadline.remaining();
        Budget budget = new Budget(left.compareTo(time()) < 0 ? left : time());
        try {
            Verdict verdict = new Equivalence(config.digits(), budget).compare(gold, answer);
            return verdict == Verdict.UNDECIDED
                    ? Score.unscorable("math can't tell whether '" + answer + "' equals '" + gold + "'")
                    : Score.of(verdict == Verdict.EQUAL ? 1 : 0);
        } catch (Budget.Exhausted e) { // the work of this pair is bounded: it stays undecided
            return Score.unscorable("math stopped comparing two answers: " + e.getMessage());
        }
    }
}
