package org.reason4j.environment.tools;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.reason4j.environment.tools.Episodes.PROMPT;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.reason4j.api.data.Finish;
import org.reason4j.api.data.Group;
import org.reason4j.api.data.SamplingParams;
import org.reason4j.api.data.Score;
import org.reason4j.api.data.TokenStream;
import org.reason4j.api.data.Trajectory;

class TurnRewardTest {

    private static final TurnReward REWARD = new TurnReward(TurnRewardConfig.DEFAULTS);

    private static Group group(Map<TokenStream, float[]> streams) {
        Trajectory trajectory = Trajectory.sampled(
                        PROMPT, 0, new int[] {5, 6, 7, 8}, "[1]=1;1", Finish.STOP, 0, SamplingParams.of(64))
                .withLearned(new boolean[] {true, true, false, true});
        for (Map.Entry<TokenStream, float[]> stream : streams.entrySet()) {
            trajectory = trajectory.with(stream.getKey(), stream.getValue());
        }
        return Group.of(PROMPT, List.of(trajectory));
    }

    @Test
    void rewardsOfTheEnvironmentStandOnTheTokensOfTheirTurns() {
        Score score = REWARD.score(group(Map.of(TokenStream.TURN_REWARDS, new float[] {0, 0.5f, 0, -0.25f})))
                .get(0);
        assertThat(score).isInstanceOfSatisfying(Score.Value.class, value -> {
            assertThat(value.value()).isZero();
            assertThat(value.tokenRewards().orElseThrow()).containsExactly(0, 0.5f, 0, -0.25f);
        });
    }

    @Test
    void itSaysThatItNeedsTheRewardsOfTurns() {
        assertThat(REWARD.requirements().streams()).containsExactly(TokenStream.TURN_REWARDS);
        assertThatThrownBy(() -> REWARD.score(group(Map.of()))).hasMessageContaining("no stream 'turnRewards'");
    }
}
