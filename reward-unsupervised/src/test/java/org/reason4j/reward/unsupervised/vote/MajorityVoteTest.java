package org.reason4j.reward.unsupervised.vote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.reason4j.reward.unsupervised.Responses.answering;
import static org.reason4j.reward.unsupervised.Responses.values;
import static org.reason4j.testkit.Vectors.vector;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.reason4j.api.data.Group;
import org.reason4j.api.data.Score;
import org.reason4j.api.data.Trajectory;
import org.reason4j.api.reward.Measure;
import org.reason4j.api.reward.Reward;
import org.reason4j.testkit.RecordedMetrics;
import org.reason4j.testkit.Vectors;

class MajorityVoteTest {

    private final RecordedMetrics metrics = new RecordedMetrics();
    private final MajorityVote reward = new MajorityVote(MajorityVoteConfig.DEFAULTS, new WholeResponse(), metrics);

    /** Reads the whole response as its answer, and refuses to judge it: a vote may not look at labels. */
    private static final class WholeResponse implements Measure {
        @Override
        public Optional<String> answer(Trajectory trajectory) {
            return Optional.of(trajectory.text()).filter(text -> !text.isEmpty());
        }

        @Override
        public List<Score> score(Group group) {
            throw new AssertionError("a majority vote asked for a judgement");
        }
    }

    @Test
    void thePublishedExampleIsReproduced() throws Exception {
        JsonNode vector = vector("ttrl");
        String[] answers = StreamSupport.stream(vector.at("/inputs/answers").spliterator(), false)
                .map(JsonNode::asText)
                .toArray(String[]::new);
        assertThat(values(reward.score(answering(answers))))
                .containsExactly(Vectors.row(vector.at("/expected/reward")));
        assertThat(Vote.of(List.of(answers).stream().map(Optional::of).toList())
                        .orElseThrow()
                        .label())
                .isEqualTo(vector.at("/expected/label").asText());
        assertThat(metrics.of("majority_vote/ratio"))
                .isCloseTo(vector.at("/expected/majority_ratio").asDouble(), within(1e-9));
        assertThat(metrics.values()).containsEntry("majority_vote/unreadable", 0.0);
    }

    @Test
    void ofEquallyFrequentAnswersTheFirstToAppearIsElected() throws Exception {
        assertThat(values(reward.score(answering("4", "9", "9", "4", "2")))).containsExactly(1, 0, 0, 1, 0);
    }

    @Test
    void unreadableAnswersAreWrongAndNeverElectedHoweverFrequent() throws Exception {
        // three of five say nothing; of the other two, the first is elected
        assertThat(values(reward.score(answering("", "", "7", "", "8")))).containsExactly(0, 0, 1, 0, 0);
        assertThat(metrics.values())
                .containsEntry("majority_vote/ratio", 0.2)
                .containsEntry("majority_vote/unreadable", 0.6);
    }

    @Test
    void aGroupInWhichNothingCanBeReadHasNoScores() throws Exception {
        assertThat(reward.score(answering("", "", "")))
                .hasSize(3)
                .allSatisfy(score -> assertThat(score).isInstanceOf(Score.Unscorable.class));
        assertThat(metrics.values()).containsOnly(Map.entry("majority_vote/unreadable", 1.0));
    }

    @Test
    void aResponseByItselfCannotElectItsOwnAnswer() throws Exception {
        assertThat(reward.score(answering("7")))
                .singleElement()
                .isEqualTo(Score.unscorable("a response by itself would elect its own answer"));
        assertThat(metrics.values()).isEmpty();
    }

    /** Answers are right where their numbers are, however they are written. */
    private static final class ByValue implements Measure {
        @Override
        public Optional<String> answer(Trajectory trajectory) {
            return Optional.of(trajectory.text()).filter(text -> !text.isEmpty());
        }

        @Override
        public List<Score> score(Group group) {
            return Reward.perTrajectory(group, one -> {
                double right =
                        Double.parseDouble(group.prompt().field("solution").orElseThrow());
                return one.text().equals("?")
                        ? Score.unscorable("undecided")
                        : Score.of(Double.parseDouble(one.text()) == right ? 1 : 0);
            });
        }
    }

    @Test
    void byVerdictAnswersThatAreEqualInValueVoteTogether() throws Exception {
        MajorityVote byVerdict =
                new MajorityVote(new MajorityVoteConfig(Equality.VERDICT, "solution"), new ByValue(), metrics);
        // by spelling 3 has two votes and wins; by value 0.5 has three
        Group group = answering("3", "0.5", ".5", "3", "0.50");
        assertThat(values(reward.score(group))).containsExactly(1, 0, 0, 1, 0);
        assertThat(values(byVerdict.score(group))).containsExactly(0, 1, 1, 0, 1);
        assertThat(metrics.means().get("majority_vote/ratio")).containsExactly(0.4, 0.6);
    }

    @Test
    void whatTheRuleCannotDecideIsADifferentAnswer() throws Exception {
        MajorityVote byVerdict =
                new MajorityVote(new MajorityVoteConfig(Equality.VERDICT, "solution"), new ByValue(), metrics);
        assertThat(values(byVerdict.score(answering("1", "?", "1.0")))).containsExactly(1, 0, 1);
    }

    @Test
    void itNeedsGroupsAndNoLabels() throws Exception {
        assertThat(reward.requirements().minimumGroupSize()).isEqualTo(2);
        assertThat(reward.requirements().fields()).isEmpty();
    }
}
