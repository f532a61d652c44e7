package org.reason4j.reward.generative.verifier;

import java.util.List;
import org.reason4j.api.data.Group;
import org.reason4j.api.data.Requirements;
import org.reason4j.api.data.Score;
import org.reason4j.api.reward.Reward;
import org.reason4j.api.text.TextModels;
import org.reason4j.api.track.Metrics;
import org.reason4j.reward.generative.judge.Answer;
import org.reason4j.reward.generative.judge.Judge;
import org.reason4j.reward.generative.judge.Question;
import org.reason4j.reward.generative.judge.Verdict;

/**
 * A judge's score of a response: {@code R = (x - lowest) / (highest - lowest)} for the whole number {@code x} in the last {@code
 * <score>} tag of its judgment, {@code x / 10} by default.
 *
 * @see <a href="https://github.com/alibaba/ROLL">ROLL, its reward by a judge</a>
 */
public final class JudgePointwise implements Reward {

    private final JudgePointwiseConfig config;
    private final ScoreQuestion question;
    private final Judge judge;

    public JudgePointwise(JudgePointwiseConfig config, TextModels models, Metrics metrics) {
        this.config = config;
        question = new ScoreQuestion(
                "judge-pointwise",
                config.template().isBlank() ? ScoreQuestion.SCORE : config.template(),
                config.lowest(),
                config.highest());
        judge = new Judge(config.asking(), "judge-pointwise 1", models, metrics);
    }

    @Override
    public Requirements requirements() {
        return Requirements.fields(question.fields().toArray(String[]::new));
    }

    @Override
    public List<Score> score(Group group) throws InterruptedException {
        List<Answer<Double>> answers = judge.ask(group.trajectories().stream()
                .map(one -> Question.of(
                        question.about(one), reply -> Verdict.lastScore(reply, config.lowest(), config.highest())))
                .toList());
        return answers.stream()
                .map(answer -> Answer.score(List.of(answer), config.unreadable(), scores -> Score.of(scores.get(0))))
                .toList();
    }
}
