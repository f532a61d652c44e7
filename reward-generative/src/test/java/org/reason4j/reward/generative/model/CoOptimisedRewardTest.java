package org.reason4j.reward.generative.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.reason4j.testkit.Vectors.floats;
import static org.reason4j.testkit.Vectors.vector;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.reason4j.api.data.Credit;
import org.reason4j.api.data.Finish;
import org.reason4j.api.data.Group;
import org.reason4j.api.data.Message;
import org.reason4j.api.data.Prompt;
import org.reason4j.api.data.SamplingParams;
import org.reason4j.api.data.Score;
import org.reason4j.api.data.Trajectory;
import org.reason4j.api.model.AuxiliaryModel;
import org.reason4j.api.plugin.ConfigException;
import org.reason4j.api.reward.Measure;
import org.reason4j.api.reward.Reward;
import org.reason4j.api.text.TextModel;
import org.reason4j.api.text.TextModels;
import org.reason4j.testkit.Batch;
import org.reason4j.testkit.Characters;
import org.reason4j.testkit.RecordedMetrics;

class CoOptimisedRewardTest {

    /** Right is 4; a question mark can't be judged. */
    private static final Measure RULE = group -> Reward.perTrajectory(
            group,
            one -> one.text().contains("?")
                    ? Score.unscorable("no answer")
                    : Score.of(one.text().equals("4") ? 1 : 0));

    private final RecordedMetrics metrics = new RecordedMetrics();
    private final List<String> asked = new ArrayList<>();
    private String rewrite = "5";
    private Finish finish = Finish.STOP;

    private final TextModels models = key -> {
        if (!key.equals("writer")) {
            throw new ConfigException("No text model has the key '" + key + "'");
        }
        return request -> {
            asked.add(request.messages().get(0).content());
            return TextModel.Completion.of(rewrite, finish);
        };
    };

    private CoOptimisedReward reward(int pairs, String rewriter) {
        CoOptimisedConfig config = new CoOptimisedConfig(
                Optional.empty(), 1e-3, 1, 1, 0.5, pairs, 0, 0, 1, 2, rewriter, "{{question}} {{response}}", 1, 64);
        return new CoOptimisedReward(config, RULE, models, new Characters(), metrics);
    }

    /** Responses of two tokens; the score after the second is the response's place, and the first is not learned. */
    private static Group group(String id, String... texts) {
        Prompt prompt = Prompt.of(id, List.of(Message.user("2+2=")), new int[] {1});
        List<Trajectory> responses = new ArrayList<>();
        for (String text : texts) {
            int place = responses.size();
            responses.add(Trajectory.sampled(
                            prompt, place, new int[] {50 + place, 2}, text, Finish.STOP, 0, SamplingParams.of(8))
                    .withLearned(new boolean[] {false, true})
                    .with(CoOptimisedModel.SCORES, new float[] {9, place}));
        }
        return Group.of(prompt, responses);
    }

    /** The pairs that the model learns from after these groups, as chosen and rejected text. */
    private static List<String> pairs(CoOptimisedReward reward, Group... groups) throws Exception {
        List<Credit> credits = new ArrayList<>();
        for (Group group : groups) {
            List<Score> scores = reward.score(group);
            for (int i = 0; i < group.size(); i++) {
                if (scores.get(i) instanceof Score.Value value) {
                    Trajectory one = group.trajectories().get(i);
                    credits.add(Credit.constant(
                            one.with(CoOptimisedModel.VERDICTS, value.streams().get(CoOptimisedModel.VERDICTS)), 0.3));
                }
            }
        }
        List<Credit> examples = model(reward).examples(credits);
        List<String> pairs = new ArrayList<>();
        for (int i = 0; i < examples.size(); i += 2) {
            Credit chosen = examples.get(i);
            Credit rejected = examples.get(i + 1);
            assertThat(chosen.pair()).isEqualTo(rejected.pair());
            assertThat(chosen.advantage(0)).isEqualTo(1);
            assertThat(rejected.advantage(0)).isEqualTo(-1);
            assertThat(chosen.trajectory().learned()).containsExactly(false, true);
            assertThat(chosen.trajectory().streams()).isEmpty();
            assertThat(chosen.trajectory().prompt().id())
                    .isEqualTo(rejected.trajectory().prompt().id());
            pairs.add(chosen.trajectory().text() + ">" + rejected.trajectory().text());
        }
        return pairs;
    }

    private static AuxiliaryModel model(CoOptimisedReward reward) {
        return reward.models().get(0);
    }

    @Test
    void theRewardIsTheScoreAfterTheLastTokenThatThePolicyWrote() throws Exception {
        List<Score> scores = reward(1, "").score(group("p", "4", "5", "?"));
        // (0 - 1) / 2, (1 - 1) / 2, (2 - 1) / 2: the rule's verdict is no part of it, and none is needed
        assertThat(scores.stream().map(score -> ((Score.Value) score).value()).toList())
                .containsExactly(-0.5, 0.0, 0.5);
    }

    @Test
    void aPairIsAnAcceptedResponseAndARejectedSibling() throws Exception {
        assertThat(pairs(reward(1, ""), group("p", "5", "4", "6", "4"), group("q", "4", "7")))
                .containsExactly("4>5", "4>7");
        assertThat(metrics.of("co-optimised-rm/pairs")).isEqualTo(2);
        assertThat(pairs(reward(3, ""), group("p", "5", "4", "6", "4", "7"))).containsExactly("4>5", "4>6");
    }

    @Test
    void promptsWithoutAPositiveOrANegativeAndResponsesWithoutAVerdictAreInNoPair() throws Exception {
        assertThat(pairs(reward(2, ""), group("p", "5", "6"), group("q", "4", "4"), group("r", "4", "?")))
                .isEmpty();
        assertThat(metrics.of("co-optimised-rm/pairs")).isZero();
    }

    @Test
    void aRewriteThatTheRuleRejectsIsTheNegative() throws Exception {
        CoOptimisedReward reward = reward(1, "writer");
        assertThat(pairs(reward, group("p", "4", "4", "6"), group("q", "6"))).containsExactly("4>5");
        assertThat(asked).containsExactly("2+2= 4");
        assertThat(metrics.of("co-optimised-rm/rewrites")).isEqualTo(1);
        assertThat(model(reward).examples(List.of())).isEmpty(); // the next step begins without it
    }

    @Test
    void aRewriteThatIsStillRightOrNotFinishedOrUnreadableIsNotUsed() throws Exception {
        rewrite = "4";
        assertThat(pairs(reward(1, "writer"), group("p", "4", "6"))).isEmpty();
        rewrite = "?";
        assertThat(pairs(reward(1, "writer"), group("p", "4", "6"))).isEmpty();
        rewrite = "5";
        finish = Finish.LENGTH;
        assertThat(pairs(reward(1, "writer"), group("p", "4", "6"))).isEmpty();
        assertThat(metrics.of("co-optimised-rm/rewrites")).isZero();
    }

    @Test
    void aRewriteEndsWithTheEndOfTheSequenceAndIsScoredThere() throws Exception {
        CoOptimisedReward reward = reward(1, "writer");
        Group group = group("p", "4");
        Score.Value value = (Score.Value) reward.score(group).get(0);
        Credit credit = Credit.constant(
                group.trajectories()
                        .get(0)
                        .with(CoOptimisedModel.VERDICTS, value.streams().get(CoOptimisedModel.VERDICTS)),
                1);
        Trajectory rejected = model(reward).examples(List.of(credit)).get(1).trajectory();
        int end = new Characters().endOfSequence().get(0);
        assertThat(rejected.token(rejected.length() - 1)).isEqualTo(end);
        assertThat(rejected.learnedTokens()).isEqualTo(1);
        assertThat(rejected.isLearned(rejected.length() - 1)).isTrue();
    }

    @Test
    void theLossOfTheWorkedExampleIsReproduced() throws IOException {
        JsonNode example = vector("bradley-terry");
        float[] chosen = floats(example.at("/inputs/score_pos"));
        float[] rejected = floats(example.at("/inputs/score_neg"));
        List<Credit> credits = new ArrayList<>();
        for (int i = 0; i < chosen.length; i++) {
            List<Trajectory> two = group("p" + i, "4", "5").trajectories();
            credits.addAll(Credit.pair(
                    i,
                    two.get(0).with(CoOptimisedModel.SCORES, new float[] {0, chosen[i]}),
                    two.get(1).with(CoOptimisedModel.SCORES, new float[] {0, rejected[i]})));
        }
        Batch.Result result = Batch.of(CoOptimisedModel.SCORES, credits, Map.of())
                .evaluate((batch, scores) -> model(reward(1, "")).loss(batch, scores));
        assertThat(result.loss()).isCloseTo(example.at("/expected/loss").asDouble(), within(1e-5));
        assertThat(result.metrics()).containsEntry("co-optimised-rm/accuracy", 0.5);
    }

    @Test
    void aRewriterThatTheRecipeLacksAndATemplateWithoutTheResponseAreRefused() {
        assertThatThrownBy(() -> reward(1, "nobody"))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("No text model has the key 'nobody'");
        assertThatThrownBy(() -> new CoOptimisedConfig(
                        Optional.empty(), 1e-3, 1, 1, 0.5, 1, 0, 0, 0, 1, "writer", "{{question}}", 1, 64))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("co-optimised-rm.template has no placeholder {{response}}");
    }
}
