package org.reason4j.reward.generative.reasoning;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.reason4j.api.data.Group;
import org.reason4j.api.data.Requirements;
import org.reason4j.api.data.Score;
import org.reason4j.api.data.Trajectory;
import org.reason4j.api.reward.Reward;
import org.reason4j.api.text.TextModels;
import org.reason4j.api.track.Metrics;
import org.reason4j.reward.generative.judge.Answer;
import org.reason4j.reward.generative.judge.Judge;
import org.reason4j.reward.generative.judge.PromptText;
import org.reason4j.reward.generative.judge.Question;

/**
 * 1 for a judge that is right in both orders of presentation, 0 for one that is not: {@link #reward}.
 *
 * <p>A response is the judge's verdict in the order of the example. The policy is asked once more per response, in the other
 * order, and its verdict there counts for the response; one that is missing is wrong. A call that fails leaves the
 * response without a value.
 *
 * <p>Metrics: {@code judge_consistency/consistent}, the share of responses whose two verdicts name the same response, right or
 * wrong, and {@code judge_consistency/first}, the share of verdicts for the response that was shown first; a judge
 * without a bias for a position has one half where labels are balanced.
 *
 * @see <a href="https://arxiv.org/abs/2505.10320">J1: incentivizing thinking in LLM-as-a-judge, section 2</a>
 */
public final class JudgeConsistency implements Reward {

    private final JudgeConsistencyConfig config;
    private final Judge judge;
    private final Metrics metrics;

    public JudgeConsistency(JudgeConsistencyConfig config, TextModels models, Metrics metrics) {
        this.config = config;
        this.metrics = metrics;
        judge = new Judge(config.asking(), "judge-consistency 1", models, metrics);
    }

    /**
     * The reward of two verdicts.
     *
     * @param own true if the verdict in the order of the example is right
     * @param swapped true if the verdict in the other order is right
     * @param single reward for {@code own} alone
     */
    static double reward(boolean own, boolean swapped, double single) {
        return own ? swapped ? 1 : single : 0;
    }

    @Override
    public Requirements requirements() {
        return Requirements.fields(config.field(), config.swappedField());
    }

    @Override
    public List<Score> score(Group group) throws InterruptedException {
        char label = Label.letter("judge-consistency", group.prompt(), config.field());
        String question = PromptText.fields("judge-consistency", group.prompt()).apply(config.swappedField());
        List<Question<Optional<Character>>> asked = new ArrayList<>();
        for (Trajectory one : group.trajectories()) {
            asked.add(Question.<Optional<Character>>of(question, reply -> LetterVerdict.of(reply, config.window()))
                    .judgment(one.sample()));
        }
        List<Answer<Optional<Character>>> answers = judge.ask(asked);
        return IntStream.range(0, group.size())
                .mapToObj(i -> score(group.trajectories().get(i), answers.get(i), label))
                .toList();
    }

    private Score score(Trajectory one, Answer<Optional<Character>> swapped, char label) {
        Optional<Character> own = LetterVerdict.of(one.text(), config.window());
        return Answer.score(
                List.of(swapped), Optional.of(reward(isRight(own, label), false, config.single())), both -> {
                    Optional<Character> other = both.get(0).map(letter -> letter == 'A' ? 'B' : 'A');
                    report(own, other);
                    return Score.of(reward(isRight(own, label), isRight(other, label), config.single()));
                });
    }

    private static boolean isRight(Optional<Character> verdict, char label) {
        return verdict.filter(letter -> letter == label).isPresent();
    }

    /** Both verdicts name responses by the letters of the example's order. */
    private void report(Optional<Character> own, Optional<Character> other) {
        own.ifPresent(letter -> metrics.mean("judge_consistency/first", letter == 'A' ? 1 : 0));
        other.ifPresent(letter -> metrics.mean("judge_consistency/first", letter == 'B' ? 1 : 0));
        if (own.isPresent() && other.isPresent()) {
            metrics.mean("judge_consistency/consistent", own.equals(other) ? 1 : 0);
        }
    }
}
