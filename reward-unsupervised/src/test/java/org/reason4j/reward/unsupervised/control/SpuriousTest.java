package org.reason4j.reward.unsupervised.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.reason4j.reward.unsupervised.Responses.answering;
import static org.reason4j.reward.unsupervised.Responses.response;
import static org.reason4j.reward.unsupervised.Responses.values;
import static org.reason4j.testkit.Vectors.vector;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.reason4j.api.data.Group;
import org.reason4j.api.data.Score;
import org.reason4j.api.data.ScoredGroup;
import org.reason4j.api.data.ScoredTrajectory;
import org.reason4j.api.data.Trajectory;
import org.reason4j.api.reward.Measure;
import org.reason4j.reward.unsupervised.control.ShuffledConfig.Scope;
import org.reason4j.testkit.RecordedMetrics;
import org.reason4j.testkit.Vectors;

class SpuriousTest {

    private final RecordedMetrics metrics = new RecordedMetrics();

    /** Takes a response for right if it is 4, and can't tell of a question mark. */
    private record Four() implements Measure {

        @Override
        public Optional<String> answer(Trajectory one) {
            return Optional.of(one.text()).filter(text -> !text.isEmpty());
        }

        @Override
        public List<Score> score(Group group) {
            return group.trajectories().stream()
                    .map(one -> one.text().equals("?")
                            ? Score.unscorable("can't tell")
                            : Score.of(one.text().equals("4") ? 1 : 0))
                    .toList();
        }
    }

    /** Texts with the vector's properties: right, in a box, about Python. */
    private static String[] texts(JsonNode vector) {
        double[] correct = Vectors.row(vector.at("/inputs/correct"));
        double[] box = Vectors.row(vector.at("/inputs/has_box"));
        double[] python = Vectors.row(vector.at("/inputs/contains_python"));
        return IntStream.range(0, correct.length)
                .mapToObj(i -> (python[i] > 0 ? "In Python: " : "") + (box[i] > 0 ? "\\boxed{5}" : "5"))
                .toArray(String[]::new);
    }

    @Test
    void formatAndPythonArePaidAsPublished() throws IOException {
        JsonNode vector = vector("spurious");
        Group group = answering(texts(vector));
        assertThat(values(new TextReward(TextRewardConfig.FORMAT).score(group)))
                .containsExactly(Vectors.row(vector.at("/expected/format_only")));
        assertThat(values(new TextReward(TextRewardConfig.PYTHON).score(group)))
                .containsExactly(Vectors.row(vector.at("/expected/python")));
    }

    @Test
    void theWrongIsPaidAsPublished() throws Exception {
        JsonNode vector = vector("spurious");
        String[] answers = Arrays.stream(Vectors.row(vector.at("/inputs/correct")))
                .mapToObj(right -> right > 0 ? "4" : "5")
                .toArray(String[]::new);
        assertThat(values(new Incorrect(IncorrectConfig.DEFAULTS, new Four()).score(answering(answers))))
                .containsExactly(Vectors.row(vector.at("/expected/incorrect")));
    }

    @Test
    void whereTheMeasureCannotTellNeitherCanItsOpposite() throws Exception {
        assertThat(new Incorrect(IncorrectConfig.DEFAULTS, new Four()).score(answering("4", "?")))
                .containsExactly(Score.of(0), Score.unscorable("can't tell"));
    }

    @Test
    void onlyAWrongFavouriteIsPaid() throws Exception {
        WrongMajority reward = new WrongMajority(WrongMajorityConfig.DEFAULTS, new Four(), metrics);
        assertThat(values(reward.score(answering("5", "4", "5")))).containsExactly(1, 0, 1);
        assertThat(reward.score(answering("4", "4", "5")))
                .containsOnly(Score.unscorable("the favourite answer is right"));
        assertThat(metrics.of("spurious_majority/wrong")).isEqualTo(0.5);
        assertThat(reward.score(answering("?", "?", "5"))).hasSize(3).allMatch(Score.Unscorable.class::isInstance);
    }

    private static ScoredGroup scored(String prompt, long version, double... rewards) {
        List<ScoredTrajectory> members = IntStream.range(0, rewards.length)
                .mapToObj(i -> ScoredTrajectory.of(response(prompt, i, "x", version), rewards[i]))
                .toList();
        return ScoredGroup.of(members.get(0).trajectory().prompt(), members);
    }

    @Test
    void shuffledRewardsAreThoseOfTheGroupInAnotherOrder() {
        ScoredGroup group = scored("p", 0, 1, 2, 3, 4, 5, 6, 7, 8);
        double[] shuffled = new Shuffled(ShuffledConfig.DEFAULTS)
                .shape(List.of(group))
                .get(0)
                .rewards();
        assertThat(shuffled).containsExactlyInAnyOrder(1, 2, 3, 4, 5, 6, 7, 8);
        assertThat(shuffled).isNotEqualTo(group.rewards());
    }

    @Test
    void overTheStepRewardsWanderBetweenGroupsAndNoneIsLost() {
        List<ScoredGroup> groups = List.of(scored("a", 0, 1, 1, 1, 1, 1, 1), scored("b", 0, 0, 0, 0, 0, 0, 0));
        List<ScoredGroup> shuffled = new Shuffled(new ShuffledConfig(Scope.STEP, 1)).shape(groups);
        List<Double> all = new ArrayList<>();
        shuffled.forEach(group -> Arrays.stream(group.rewards()).forEach(all::add));
        assertThat(all.stream().mapToDouble(r -> r).sum()).isEqualTo(6);
        assertThat(Arrays.stream(shuffled.get(0).rewards()).sum()).isStrictlyBetween(0.0, 6.0);
    }

    @Test
    void everyPlaceGetsEveryRewardAboutEquallyOften() {
        int[] first = new int[4];
        for (int version = 0; version < 4000; version++) {
            ScoredGroup group = scored("p", version, 0, 1, 2, 3);
            first[
                    (int) new Shuffled(ShuffledConfig.DEFAULTS)
                            .shape(List.of(group))
                            .get(0)
                            .rewards()[0]]++;
        }
        // 1000 expected, deviation sqrt(4000 * 1/4 * 3/4) = 27; five of them
        assertThat(Arrays.stream(first).boxed()).allSatisfy(n -> assertThat(n).isBetween(863, 1137));
    }

    @Test
    void theWholeRewardOfAResponseMovesItsTokensIncluded() {
        ScoredTrajectory dense =
                ScoredTrajectory.of(response("p", 0, "x", 0), 1).withTokenRewards(new float[] {2});
        ScoredTrajectory plain = ScoredTrajectory.of(response("p", 1, "x", 0), 5);
        ScoredGroup group = ScoredGroup.of(dense.trajectory().prompt(), List.of(dense, plain));
        Set<Double> seen = new TreeSet<>();
        for (int seed = 0; seed < 20; seed++) {
            ScoredGroup shaped = new Shuffled(new ShuffledConfig(Scope.GROUP, seed))
                    .shape(List.of(group))
                    .get(0);
            assertThat(shaped.rewards()).containsExactlyInAnyOrder(3, 5);
            seen.add(shaped.rewards()[0]);
        }
        assertThat(seen).containsExactly(3.0, 5.0);
    }
}
