package org.reason4j.reward.generative.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.reason4j.api.data.Finish;
import org.reason4j.api.data.Group;
import org.reason4j.api.data.Message;
import org.reason4j.api.data.ModelRef;
import org.reason4j.api.data.SamplingParams;
import org.reason4j.api.data.Score;
import org.reason4j.api.data.Trajectory;
import org.reason4j.api.model.ScoringModel;
import org.reason4j.api.model.ScoringModels;
import org.reason4j.api.model.TokenScores;
import org.reason4j.api.plugin.ConfigException;
import org.reason4j.reward.generative.Responses;
import org.reason4j.reward.generative.model.RewardModelConfig.Truncated;
import org.reason4j.testkit.RecordedMetrics;

class RewardModelTest {

    private final RecordedMetrics metrics = new RecordedMetrics();
    private final List<List<Message>> read = new ArrayList<>();

    /** Scores a response that is a number by that number; it can read no more than three characters. */
    private final ScoringModels numbers = ref -> {
        assertThat(ref).isEqualTo(ModelRef.reward("dir"));
        return new ScoringModel() {
            @Override
            public List<TokenScores> score(List<Trajectory> trajectories, int topK) {
                throw new UnsupportedOperationException("scores conversations");
            }

            @Override
            public List<OptionalDouble> scoreConversations(List<List<Message>> conversations) {
                read.addAll(conversations);
                return conversations.stream()
                        .map(messages -> messages.get(messages.size() - 1).content())
                        .map(text -> text.length() > 3
                                ? OptionalDouble.empty()
                                : OptionalDouble.of(Double.parseDouble(text)))
                        .toList();
            }
        };
    };

    private List<Score> scores(RewardModelConfig config, Group group) {
        return new RewardModel(config, numbers, metrics).score(group);
    }

    private static RewardModelConfig config(double mean, double std, double clip, Truncated truncated) {
        return new RewardModelConfig("dir", Optional.empty(), mean, std, clip, truncated, -7);
    }

    @Test
    void aScoreIsThatOfTheConversationNormalisedAndClipped() {
        // (5 - 1) / 2 = 2, (-4 - 1) / 2 = -2.5, clipped to -2.25
        assertThat(scores(config(1, 2, 2.25, Truncated.SCORE), Responses.group(Map.of(), "5", "-4")))
                .containsExactly(Score.of(2), Score.of(-2.25));
        assertThat(metrics.of("reward-model/score")).isEqualTo(0.5); // as the model gave them
        assertThat(read)
                .containsExactly(
                        List.of(Message.user("What is 2+2?"), new Message("assistant", "5")),
                        List.of(Message.user("What is 2+2?"), new Message("assistant", "-4")));
    }

    @Test
    void aSystemMessageIsPutBeforeConversationsThatHaveNone() {
        RewardModelConfig config = new RewardModelConfig("dir", Optional.of("Be strict."), 0, 1, 0, Truncated.SCORE, 0);
        scores(config, Responses.group(Map.of(), "5"));
        assertThat(read.get(0).get(0)).isEqualTo(new Message("system", "Be strict."));
        assertThat(read.get(0)).hasSize(3);
    }

    @Test
    void whatTheModelCannotReadIsUnscorableAndCounted() {
        List<Score> scores = scores(config(0, 1, 0, Truncated.SCORE), Responses.group(Map.of(), "5", "12345"));
        assertThat(scores.get(0)).isEqualTo(Score.of(5));
        assertThat(scores.get(1)).isInstanceOf(Score.Unscorable.class);
        assertThat(metrics.of("reward-model/unread")).isEqualTo(1);
    }

    @Test
    void aScoreThatIsNoNumberIsAFailureAndNoZero() {
        assertThat(scores(config(0, 1, 0, Truncated.SCORE), Responses.group(Map.of(), "NaN"))
                        .get(0))
                .isEqualTo(Score.failed("the reward model's score is NaN"));
    }

    @Test
    void truncatedResponsesAreTreatedAsTheSettingsSay() {
        Group whole = Responses.group(Map.of(), "5");
        Trajectory cut =
                Trajectory.sampled(whole.prompt(), 1, new int[] {2}, "6", Finish.LENGTH, 0, SamplingParams.of(1));
        Group group = Group.of(whole.prompt(), List.of(cut, whole.trajectories().get(0)));
        assertThat(scores(config(0, 1, 0, Truncated.SCORE), group)).containsExactly(Score.of(6), Score.of(5));
        assertThat(scores(config(0, 1, 0, Truncated.VALUE), group)).containsExactly(Score.of(-7), Score.of(5));
        List<Score> left = scores(config(0, 1, 0, Truncated.UNSCORABLE), group);
        assertThat(left.get(0)).isInstanceOf(Score.Unscorable.class);
        assertThat(left.get(1)).isEqualTo(Score.of(5));
    }

    @Test
    void aRecipeWithoutADirectoryIsRefused() {
        assertThatThrownBy(() -> new RewardModel(RewardModelConfig.DEFAULTS, numbers, metrics))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("reward-model.path is empty, expected the directory of a reward model");
        assertThatThrownBy(() -> config(0, 0, 0, Truncated.SCORE))
                .hasMessageContaining("std must be positive, got 0.0");
    }
}
