package org.reason4j.product;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.reason4j.api.data.Finish;
import org.reason4j.api.data.Group;
import org.reason4j.api.data.Message;
import org.reason4j.api.data.Prompt;
import org.reason4j.api.data.SamplingParams;
import org.reason4j.api.data.Score;
import org.reason4j.api.data.Trajectory;
import org.reason4j.api.dataset.Example;
import org.reason4j.api.text.TextModel;
import org.reason4j.api.track.Metrics;
import org.reason4j.core.host.config.Recipe;
import org.reason4j.core.host.config.RecipeReader;
import org.reason4j.reward.generative.rubric.Criterion;
import org.reason4j.reward.generative.rubric.Rubric;
import org.reason4j.reward.generative.rubric.RubricConfig;
import org.reason4j.reward.rulebased.problems.AdditionJudgments;
import org.reason4j.reward.rulebased.problems.AdditionJudgmentsConfig;
import org.reason4j.reward.rulebased.problems.Split;

/** The rewards of {@code rubric.yaml} and {@code self-judge.yaml} ask what their judges were shown, and read the answers. */
class RubricExampleTest {

    private static final String TAIL = " Is it right?";

    private final Map<String, Example> byQuestion = new HashMap<>();

    @BeforeEach
    void drawResponsesToJudge() {
        AdditionJudgmentsConfig usual = AdditionJudgmentsConfig.DEFAULTS;
        AdditionJudgmentsConfig config = new AdditionJudgmentsConfig(
                300,
                1,
                Split.TRAIN,
                usual.minTerms(),
                usual.maxTerms(),
                usual.digits(),
                true,
                usual.carefulShare(),
                usual.slipShare(),
                0.1,
                usual.template(),
                usual.problemShare());
        new AdditionJudgments(config)
                .read()
                .forEach(example -> byQuestion.put(example.messages().get(0).content(), example));
    }

    @ParameterizedTest
    @ValueSource(strings = {"rubric.yaml", "self-judge.yaml"})
    void aDemonstrationAnswersTheQuestionOfTheRewardAndIsReadAsItsVerdict(String example) throws Exception {
        TextModel judge = request -> TextModel.Completion.of(
                Objects.requireNonNull(byQuestion.get(request.messages().get(0).content()), "an unknown question")
                        .response()
                        .orElseThrow(),
                Finish.STOP);
        Rubric rubric = new Rubric(settings(example), key -> judge, new Nowhere());
        List<Score> scores = new ArrayList<>();
        for (String question : byQuestion.keySet()) {
            Score score = rubric.score(response(question)).get(0);
            boolean right = "yes".equals(byQuestion.get(question).fields().get("answer"));
            assertThat(score).as(question).isEqualTo(Score.of(right ? 1 : 0));
            scores.add(score);
        }
        assertThat(scores).hasSize(300).contains(Score.of(0), Score.of(1));
    }

    /** Those of the recipe, in what decides how a judge is asked. */
    private static RubricConfig settings(String example) {
        Recipe recipe = RecipeReader.read(Path.of("src/main/product/examples", example), Map.of(), List.of())
                .recipe();
        Map<String, Object> config = recipe.rewards().get(0).config();
        Map<?, ?> criterion = (Map<?, ?>) ((List<?>) config.get("criteria")).get(0);
        RubricConfig usual = RubricConfig.DEFAULTS;
        return new RubricConfig(
                usual.model(),
                usual.mode(),
                List.of(Criterion.of(criterion.get("text").toString())),
                usual.criteriaField(),
                usual.weights(),
                usual.veto(),
                usual.lowest(),
                usual.highest(),
                usual.judgments(),
                usual.vote(),
                usual.dropout(),
                usual.unreadable(),
                config.get("template").toString(),
                usual.temperature(),
                usual.maxTokens(),
                usual.seed(),
                usual.concurrency(),
                usual.cachePath());
    }

    /** The response in a question, as a policy would have given it to the problem in it. */
    private static Group response(String question) {
        int begin = question.indexOf('=') + 1;
        Prompt problem = Prompt.of("p", List.of(Message.user(question.substring(0, begin))), new int[] {1});
        assertThat(question).endsWith(TAIL);
        String text = question.substring(begin, question.length() - TAIL.length());
        return Group.of(
                problem,
                List.of(Trajectory.sampled(problem, 0, new int[] {2}, text, Finish.STOP, 0, SamplingParams.of(64))));
    }

    private static final class Nowhere implements Metrics {
        @Override
        public void mean(String name, double value) {}

        @Override
        public void add(String name, double value) {}
    }
}
