package org.reason4j.product;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.reason4j.api.data.Finish;
import org.reason4j.api.data.Group;
import org.reason4j.api.data.Message;
import org.reason4j.api.data.Prompt;
import org.reason4j.api.data.SamplingParams;
import org.reason4j.api.data.Score;
import org.reason4j.api.data.Trajectory;
import org.reason4j.api.dataset.Example;
import org.reason4j.api.text.TextModel;
import org.reason4j.core.host.config.Recipe;
import org.reason4j.core.host.config.RecipeReader;
import org.reason4j.reward.generative.pairwise.JudgePairwise;
import org.reason4j.reward.generative.pairwise.JudgePairwiseConfig;
import org.reason4j.reward.rulebased.problems.AdditionComparisons;
import org.reason4j.reward.rulebased.problems.AdditionComparisonsConfig;
import org.reason4j.testkit.RecordedMetrics;

/** The reward of {@code pairwise.yaml} asks what its judge is shown by {@code pairwise-judge.yaml}, and reads the answers. */
class PairwiseExampleTest {

    private static final int POSITIONS = 256; // of the quickstart's model, a token for each character
    private static final int TAGS = 3; // begin and end of a sequence

    @Test
    void aDemonstrationAnswersTheQuestionOfTheRewardAndIsReadAsItsVerdict() throws Exception {
        Map<String, String> answers = new HashMap<>();
        List<Example> examples = new AdditionComparisons(demonstrations()).read();
        for (Example example : examples) {
            String label = String.valueOf(example.fields().get("answer"));
            String flipped = label.equals("A") ? "B" : label.equals("B") ? "A" : "tie";
            answers.put(String.valueOf(example.fields().get("swapped")), "<verdict>" + flipped + "</verdict>");
        }
        examples.forEach(
                example -> answers.put(question(example), example.response().orElseThrow()));
        TextModel judge = request -> TextModel.Completion.of(
                Objects.requireNonNull(answers.get(request.messages().get(0).content()), "an unknown question"),
                Finish.STOP);
        JudgePairwise reward = new JudgePairwise(settings(), key -> judge, new RecordedMetrics());
        for (Example example : examples) {
            double first = switch (String.valueOf(example.fields().get("answer"))) {
                case "A" -> 1;
                case "B" -> 0;
                default -> 0.5;
            };
            assertThat(reward.score(responses(question(example))))
                    .as(question(example))
                    .containsExactly(Score.of(first), Score.of(1 - first));
        }
    }

    @Test
    void questionAndJudgmentFitIntoTheModel() {
        for (Example example : new AdditionComparisons(demonstrations()).read()) {
            int judgment = example.response().orElseThrow().length();
            assertThat(question(example).length() + judgment + TAGS).isLessThanOrEqualTo(POSITIONS);
            assertThat(judgment).isLessThan(settings().maxTokens());
        }
    }

    private static String question(Example example) {
        return example.messages().get(0).content();
    }

    private static AdditionComparisonsConfig demonstrations() {
        AdditionComparisonsConfig usual = AdditionComparisonsConfig.DEFAULTS;
        return new AdditionComparisonsConfig(
                300,
                1,
                usual.split(),
                usual.minTerms(),
                usual.maxTerms(),
                usual.digits(),
                true,
                usual.carefulShare(),
                usual.slipShare(),
                usual.cutShare(),
                usual.ties(),
                usual.template(),
                usual.verdict());
    }

    /** Those of the recipe, in what decides how a judge is asked. */
    private static JudgePairwiseConfig settings() {
        Recipe recipe = RecipeReader.read(Path.of("src/main/product/examples", "pairwise.yaml"), Map.of(), List.of())
                .recipe();
        Map<String, Object> config = recipe.rewards().get(0).config();
        JudgePairwiseConfig usual = JudgePairwiseConfig.DEFAULTS;
        return new JudgePairwiseConfig(
                usual.model(),
                usual.against(),
                usual.referenceField(),
                usual.bothOrders(),
                usual.pairs(),
                Optional.empty(),
                config.get("template").toString(),
                usual.temperature(),
                Integer.parseInt(config.get("maxTokens").toString()),
                usual.seed(),
                usual.concurrency(),
                usual.cachePath());
    }

    /** Both responses in a question, as a policy would have given them to the problem in it. */
    private static Group responses(String question) {
        int begin = question.indexOf('=') + 1;
        Prompt problem = Prompt.of("p", List.of(Message.user(question.substring(0, begin))), new int[] {1});
        String[] texts = question.substring(begin, question.length() - " Which?".length())
                .split("\\|", -1);
        return Group.of(problem, List.of(response(problem, 0, texts[0]), response(problem, 1, texts[1])));
    }

    private static Trajectory response(Prompt problem, int sample, String text) {
        return Trajectory.sampled(problem, sample, new int[] {2}, text, Finish.STOP, 0, SamplingParams.of(72));
    }
}
