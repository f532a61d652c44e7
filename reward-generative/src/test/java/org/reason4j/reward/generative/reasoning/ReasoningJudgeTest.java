package org.reason4j.reward.generative.reasoning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.reason4j.testkit.Vectors.row;
import static org.reason4j.testkit.Vectors.vector;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.reason4j.api.data.Finish;
import org.reason4j.api.data.Group;
import org.reason4j.api.data.SamplingParams;
import org.reason4j.api.data.Score;
import org.reason4j.api.data.Trajectory;
import org.reason4j.api.plugin.ConfigException;
import org.reason4j.api.reward.Reward;
import org.reason4j.api.text.TextModel;
import org.reason4j.reward.generative.Responses;
import org.reason4j.testkit.RecordedMetrics;

/** Rewards of judges in training: rules over their own responses. */
class ReasoningJudgeTest {

    private final RecordedMetrics metrics = new RecordedMetrics();

    @Test
    void theMarginOfVerdictsIsReproduced() throws Exception {
        JsonNode vector = vector("judge-margin");
        for (int i = 0; i < vector.at("/inputs/truth").size(); i++) {
            JsonNode verdict = vector.at("/inputs/verdict").get(i);
            String response = verdict.isNull() ? "no idea" : "Hm. <answer>[[" + verdict.asText() + "]]</answer>";
            Map<String, Object> label =
                    Map.of("answer", vector.at("/inputs/truth").get(i).asText());
            assertThat(value(new JudgeMargin(JudgeMarginConfig.DEFAULTS), label, response))
                    .isEqualTo(vector.at("/expected/reward").get(i).asDouble());
        }
    }

    @Test
    void aVerdictBeforeTheLastEightyCharactersOrBesideAnotherOneIsNone() throws Exception {
        JudgeMargin margin = new JudgeMargin(JudgeMarginConfig.DEFAULTS);
        Map<String, Object> label = Map.of("answer", "A");
        String verdict = "<answer>[[A]]</answer>"; // 22 characters
        assertThat(value(margin, label, verdict + "x".repeat(58))).isEqualTo(1);
        assertThat(value(margin, label, verdict + "x".repeat(59))).isEqualTo(-1);
        assertThat(value(margin, label, verdict + " or <answer>[[B]]</answer>")).isEqualTo(-1);
        assertThat(value(margin, label, "[[A]]")).isEqualTo(-1);
    }

    @Test
    void aLabelThatIsNoLetterIsTheFaultOfTheData() {
        assertThatThrownBy(() -> value(new JudgeMargin(JudgeMarginConfig.DEFAULTS), Map.of("answer", 7), "x"))
                .isInstanceOf(ConfigException.class)
                .hasMessage("found 7 in the field 'answer' of example 'p', judge-margin expects A or B");
    }

    @Test
    void onlyBothOrdersTogetherAreRight() throws IOException {
        JsonNode vector = vector("judge-consistency");
        for (int i = 0; i < vector.at("/inputs/truth").size(); i++) {
            String truth = vector.at("/inputs/truth").get(i).asText();
            boolean ab = vector.at("/inputs/pref_order_ab").get(i).asText().equals(truth);
            boolean ba = vector.at("/inputs/pref_order_ba").get(i).asText().equals(truth);
            assertThat(JudgeConsistency.reward(ab, ba, 0))
                    .isEqualTo(vector.at("/expected/both_orders_correct").get(i).asDouble());
        }
        assertThat(JudgeConsistency.reward(true, false, 0.25)).isEqualTo(0.25);
        assertThat(JudgeConsistency.reward(false, true, 0.25)).isZero();
    }

    @Test
    void theOtherOrderIsAskedOncePerResponseAndItsLettersAreExchanged() throws Exception {
        // seeds 0 to 3: right in both orders, A in both orders, wrong in both orders, none in the other order
        TextModel policy = request -> {
            assertThat(request.messages().get(0).content()).isEqualTo("B first?");
            return TextModel.Completion.of(
                    request.seed() == 3
                            ? "no idea"
                            : verdict(request.seed() == 1 ? 'A' : request.seed() == 0 ? 'B' : 'A'),
                    Finish.STOP);
        };
        JudgeConsistency reward = new JudgeConsistency(JudgeConsistencyConfig.DEFAULTS, key -> policy, metrics);
        Group group = Responses.group(
                Map.of("answer", "A", "swapped", "B first?"), verdict('A'), verdict('A'), verdict('B'), verdict('A'));
        assertThat(reward.score(group)).containsExactly(Score.of(1), Score.of(0), Score.of(0), Score.of(0));
        // both verdicts are known for three responses, and name the same one for the first and the third
        assertThat(metrics.of("judge_consistency/consistent")).isCloseTo(2.0 / 3, within(1e-12));
    }

    @Test
    void anOrderThatCannotBeAskedLeavesTheResponseWithoutAValue() throws Exception {
        TextModel gone = request -> {
            throw new IOException("gone");
        };
        List<Score> scores = new JudgeConsistency(JudgeConsistencyConfig.DEFAULTS, key -> gone, metrics)
                .score(Responses.group(Map.of("answer", "A", "swapped", "?"), verdict('A')));
        assertThat(scores.get(0)).isInstanceOf(Score.Failed.class);
    }

    private static String verdict(char letter) {
        return "<answer>[[" + letter + "]]</answer>";
    }

    @Test
    void scoresOfPairsAreReproduced() throws IOException {
        JsonNode vector = vector("judgelrm");
        boolean isLong = vector.at("/inputs/response_length").asInt() > JudgeLrmConfig.DEFAULTS.longTokens();
        for (int i = 0; i < vector.at("/inputs/predicted").size(); i++) {
            double[] predicted = row(vector.at("/inputs/predicted").get(i));
            double[] gold = row(vector.at("/inputs/gold").get(i));
            int[] labels = {(int) gold[0], (int) gold[1]};
            assertThat(ScoredPair.reward(scored((int) predicted[0], (int) predicted[1]), labels, isLong, false))
                    .isCloseTo(vector.at("/expected/reward").get(i).asDouble(), within(1e-5));
        }
        int[] labels = {8, 5};
        assertThat(ScoredPair.reward("<answer>8</answer>", labels, true, false))
                .isEqualTo(vector.at("/expected/bad_tags").asDouble());
        assertThat(ScoredPair.reward(scored(11, 5), labels, true, false))
                .isEqualTo(vector.at("/expected/score_out_of_range").asDouble());
        assertThat(ScoredPair.reward(scored(8, 5), labels, true, true))
                .isCloseTo(vector.at("/expected/hit_max_length").asDouble(), within(1e-5));
    }

    private static String scored(int first, int second) {
        return "<think>Hm.</think><answer>" + first + "</answer><answer> " + second + " </answer>";
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<answer>8</answer><think>x</think><answer>5</answer>",
                "<think>x</think><answer>8</answer>",
                "<think>x</think><answer>8</answer><answer>5</answer><answer>5</answer>",
                "<think>x<think></think><answer>8</answer><answer>5</answer>",
                "</think><think><answer>8</answer><answer>5</answer>",
                "<think>x</think></answer><answer>8</answer><answer>5"
            })
    void otherTagsOrAnotherOrderHaveNoContent(String response) {
        assertThat(ScoredPair.reward(response, new int[] {8, 5}, true, true)).isEqualTo(-3);
    }

    @Test
    void lengthIsCountedInTokensAndTheLimitIsTheFinish() throws Exception {
        Group group = Responses.group(Map.of("scores", List.of(8, 5)), scored(8, 5));
        Trajectory one = group.trajectories().get(0);
        int[] tokens = IntStream.range(0, 121).map(i -> 2).toArray();
        JudgeLrm reward = new JudgeLrm(JudgeLrmConfig.DEFAULTS);
        // 1 + 2 + 1 + 0.2; with 121 tokens 0.2 more; cut off 1 less
        assertThat(((Score.Value) reward.score(group).get(0)).value()).isCloseTo(4.2, within(1e-12));
        for (Finish finish : List.of(Finish.STOP, Finish.LENGTH)) {
            Trajectory longer =
                    Trajectory.sampled(one.prompt(), 0, tokens, one.text(), finish, 0, SamplingParams.of(121));
            Score score = reward.score(group.withTrajectories(List.of(longer))).get(0);
            assertThat(((Score.Value) score).value()).isCloseTo(finish == Finish.STOP ? 4.4 : 3.4, within(1e-12));
        }
    }

    @Test
    void theOutcomeOfSpctIsReproduced() throws Exception {
        JsonNode vector = vector("spct-outcome");
        Spct spct = new Spct(SpctConfig.DEFAULTS);
        for (int i = 0; i < vector.at("/inputs/n_responses").size(); i++) {
            String scores = vector.at("/inputs/pointwise_scores").get(i).toString();
            Map<String, Object> fields = Map.of(
                    "answer", vector.at("/inputs/best_index_or_label").get(i).asInt(),
                    "responses", vector.at("/inputs/n_responses").get(i).asInt());
            String response = "\\boxed{1} Principles. \\boxed{ " + scores.substring(1, scores.length() - 1) + "}.";
            assertThat(value(spct, fields, response))
                    .isEqualTo(vector.at("/expected/reward").get(i).asDouble());
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\\boxed{7, 5, 3}|-1",
                "\\boxed{7}|-1",
                "\\boxed{7, high}|-1",
                "7, 5|-1",
                "''|-1",
                "\\boxed{7.5,7.25}|1"
            })
    void anotherNumberOfScoresOrNoneIsWrong(String response, double reward) throws Exception {
        assertThat(value(new Spct(SpctConfig.DEFAULTS), Map.of("answer", "0", "responses", 2), response))
                .isEqualTo(reward);
    }

    @Test
    void anIndexBeyondTheResponsesIsTheFaultOfTheData() {
        assertThatThrownBy(() ->
                        value(new Spct(SpctConfig.DEFAULTS), Map.of("answer", 2, "responses", 2), "\\boxed{1, 2}"))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("found the label 2 for 2 responses in example 'p'");
    }

    private static double value(Reward reward, Map<String, Object> fields, String response) throws Exception {
        return ((Score.Value) reward.score(Responses.group(fields, response)).get(0)).value();
    }
}
