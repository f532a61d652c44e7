package org.reason4j.reward.dense.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.reason4j.api.data.ModelRef;
import org.reason4j.api.data.Score;
import org.reason4j.api.data.TopTokens;
import org.reason4j.api.data.Trajectory;
import org.reason4j.api.model.ScoringModel;
import org.reason4j.api.model.TokenScores;
import org.reason4j.api.plugin.ConfigException;
import org.reason4j.reward.dense.process.PrmConfig.Range;
import org.reason4j.reward.dense.process.PrmConfig.Scorer;
import org.reason4j.reward.dense.step.Groups;
import org.reason4j.reward.dense.step.StepTokens;
import org.reason4j.testkit.Characters;
import org.reason4j.testkit.RecordedMetrics;

/**
 * A model that finds a line with an {@code x} bad: after the tag {@code #} the positive token has probability 0.2, else 0.6, and the
 * negative one 0.6 or 0.2; elsewhere all tokens have probability 0.1.
 */
class PrmRewardTest {

    private final List<Trajectory> asked = new ArrayList<>();
    private final RecordedMetrics metrics = new RecordedMetrics();
    private int listed = 2;

    private final ScoringModel model = (trajectories, topK) -> {
        asked.addAll(trajectories);
        return trajectories.stream().map(one -> scores(one, topK)).toList();
    };

    private TokenScores scores(Trajectory one, int topK) {
        float[] logprobs = new float[one.length()];
        int[] ids = new int[one.length() * topK];
        float[] top = new float[ids.length];
        Arrays.fill(top, (float) Math.log(0.1));
        for (int t = 0; t < logprobs.length; t++) {
            boolean judged = t > 0 && one.token(t - 1) == '#';
            String before = new String(one.response(), 0, t);
            boolean bad = before.substring(before.lastIndexOf('#', before.length() - 2) + 1)
                    .contains("x");
            float plus = (float) Math.log(judged ? bad ? 0.2 : 0.6 : 0.1);
            float minus = (float) Math.log(judged ? bad ? 0.6 : 0.2 : 0.1);
            logprobs[t] = one.token(t) == '+' ? plus : one.token(t) == '-' ? minus : (float) Math.log(0.1);
            for (int j = 0; j < topK; j++) {
                ids[t * topK + j] = j == 0 ? '+' : j == 1 && listed > 1 ? '-' : 'a' + j;
                top[t * topK + j] = j == 0 ? plus : j == 1 && listed > 1 ? minus : top[t * topK + j];
            }
        }
        TokenScores scores = TokenScores.of(logprobs, new float[logprobs.length]);
        return topK == 0 ? scores : scores.withTop(TopTokens.of(topK, ids, top));
    }

    private static PrmConfig config(Scorer scorer, String tag, String between, Range range, Form form, boolean dense) {
        return new PrmConfig("prm", scorer, "\n", 0, tag, between, "+", "-", range, form, 0.1, dense);
    }

    private PrmReward reward(PrmConfig config) {
        return new PrmReward(config, new Characters(), ref -> model, metrics);
    }

    private static Score.Value value(Score score) {
        return (Score.Value) score;
    }

    @Test
    void aStepsScoreIsTheShareOfThePositiveTokenAfterTheTag() {
        PrmReward reward = reward(config(Scorer.TAG, "#", "\n", Range.PROBABILITY, Form.SUM, true));
        List<Score> scores = reward.score(Groups.group("ab\nx$", "cd$"));
        // 0.6 / (0.6 + 0.2) and 0.2 / (0.2 + 0.6), each on its step's last token
        assertThat(value(scores.get(0)).value()).isZero();
        assertThat(value(scores.get(0)).tokenRewards().orElseThrow())
                .containsExactly(new float[] {0, 0, 0.75f, 0, 0.25f}, within(1e-6f));
        assertThat(value(scores.get(0)).streams().get(StepTokens.ENDS)).containsExactly(0, 0, 1, 0, 1);
        assertThat(value(scores.get(1)).tokenRewards().orElseThrow())
                .containsExactly(new float[] {0, 0, 0.75f}, within(1e-6f));
        // the tag after each step, the separator after the tag, no token that ends the sequence, one place more
        assertThat(asked.stream().map(one -> new Characters().decode(one.response(), false)))
                .containsExactly("ab\n#\nx#+", "cd#+");
        assertThat(metrics.of("prm_step/score")).isCloseTo((0.75 + 0.25 + 0.75) / 3, within(1e-6));
        assertThat(metrics.of("prm_step/worst")).isCloseTo(0.5, within(1e-6));
        assertThat(metrics.of("prm_step/steps")).isEqualTo(1.5);
    }

    @Test
    void aVerdictThatIsNotAmongTheMostLikelyTokensCostsAPass() {
        listed = 1; // the negative token is not listed
        PrmReward reward = reward(config(Scorer.TAG, "#", "+\n", Range.PROBABILITY, Form.SUM, true));
        Score score = reward.score(Groups.group("ab\nx$")).get(0);
        assertThat(value(score).tokenRewards().orElseThrow())
                .containsExactly(new float[] {0, 0, 0.75f, 0, 0.25f}, within(1e-6f));
        assertThat(asked.stream().map(one -> new Characters().decode(one.response(), false)))
                .containsExactly("ab\n#+\nx#+", "ab\n#-", "ab\n#+\nx#-");
    }

    @Test
    void theSumOfStepRewardsMayBeTheValueOfTheResponse() {
        PrmReward reward = reward(config(Scorer.TAG, "#", "", Range.SIGNED, Form.MIN, false));
        Score score = reward.score(Groups.group("ab\nx$")).get(0);
        // 2 * 0.25 - 1
        assertThat(value(score).value()).isCloseTo(-0.5, within(1e-6));
        assertThat(value(score).tokenRewards()).isEmpty();
        assertThat(reward.requirements().attached()).isEmpty();
        assertThat(reward.requirements().models()).containsExactly(ModelRef.directory("prm"));
    }

    @Test
    void aHeadsNumberAfterAStepIsItsLogit() {
        Map<Integer, Float> logits = Map.of(3, 0.5f, 4, -2f);
        ScoringModel head = (trajectories, topK) -> trajectories.stream()
                .map(one -> {
                    asked.add(one);
                    float[] values = new float[one.length()];
                    logits.forEach((place, logit) -> values[place] = logit);
                    return TokenScores.ofValues(values);
                })
                .toList();
        PrmConfig config = config(Scorer.HEAD, "", "", Range.LOGIT, Form.SUM, true);
        PrmReward reward = new PrmReward(config, new Characters(), ref -> head, metrics);
        Score score = reward.score(Groups.group("ab\nx$")).get(0);
        // before the first token of the second step, and before the token that ends the response
        assertThat(value(score).tokenRewards().orElseThrow()).containsExactly(0, 0, 0.5f, 0, -2f);
        assertThat(asked.get(0).response()).containsExactly('a', 'b', '\n', 'x', '$');
        assertThat(reward.requirements().models()).containsExactly(ModelRef.values("prm"));
    }

    @Test
    void aResponseWithoutTokensCannotBeScored() {
        PrmReward reward = reward(config(Scorer.TAG, "#", "", Range.PROBABILITY, Form.MIN, true));
        assertThat(reward.score(Groups.group("", "ab$")))
                .first()
                .isEqualTo(Score.unscorable("the response has no step"));
        assertThat(reward.score(Groups.group(""))).containsExactly(Score.unscorable("the response has no step"));
    }

    @Test
    void stepsMayBeCountedInTokens() {
        PrmConfig config =
                new PrmConfig("prm", Scorer.TAG, "\n", 2, "#", "", "+", "-", Range.PROBABILITY, Form.SUM, 0.1, true);
        Score score = reward(config).score(Groups.group("abxde$")).get(0);
        // ab, xd, e$
        assertThat(value(score).tokenRewards().orElseThrow())
                .containsExactly(new float[] {0, 0.75f, 0, 0.25f, 0, 0.75f}, within(1e-6f));
    }

    @Test
    void verdictsThatAreNoSingleTokensAreRefused() {
        PrmConfig config =
                new PrmConfig("prm", Scorer.TAG, "\n", 0, "#", "", "good", "-", Range.PROBABILITY, Form.SUM, 0.1, true);
        assertThatThrownBy(() -> reward(config).score(Groups.group("ab$")))
                .isInstanceOf(ConfigException.class)
                .hasMessage("prm-step.positive must be one token of the policy's vocabulary, got 'good', which is 4"
                        + " tokens");
    }

    @Test
    void settingsThatDoNotFitAreRefused() {
        assertThatThrownBy(() -> config(Scorer.TAG, "", "", Range.LOGIT, Form.MIN, true))
                .hasMessage("prm-step.tag must not be empty with the scorer TAG: the model judges a step there");
        assertThatThrownBy(() -> config(Scorer.HEAD, "", "", Range.LOGIT, Form.PRODUCT, true))
                .hasMessageStartingWith("prm-step.form is PRODUCT, but prm-step.range is LOGIT");
    }
}
