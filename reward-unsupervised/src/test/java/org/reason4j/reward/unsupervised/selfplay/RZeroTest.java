package org.reason4j.reward.unsupervised.selfplay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.reason4j.reward.unsupervised.Responses.values;
import static org.reason4j.testkit.Vectors.vector;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.reason4j.api.data.Group;
import org.reason4j.api.data.Message;
import org.reason4j.api.data.Prompt;
import org.reason4j.api.data.Score;
import org.reason4j.api.data.Trajectory;
import org.reason4j.api.reward.Measure;
import org.reason4j.testkit.Characters;
import org.reason4j.testkit.RecordedMetrics;
import org.reason4j.testkit.Vectors;

class RZeroTest {

    private final RecordedMetrics metrics = new RecordedMetrics();

    /** Reads the whole response, and refuses to judge it. */
    private record ReadText() implements Measure {

        @Override
        public Optional<String> answer(Trajectory trajectory) {
            return Optional.of(trajectory.text()).filter(text -> !text.isEmpty());
        }

        @Override
        public List<Score> score(Group group) {
            throw new AssertionError("self-play looks at no labels");
        }
    }

    @Test
    void theChallengersRewardIsThePublishedOne() throws Exception {
        JsonNode vector = vector("rzero-challenger");
        double[] shares = Vectors.row(vector.at("/inputs/solver_majority_share"));
        double[] repetition = Vectors.row(vector.at("/expected/repetition"));
        double[] rewards = Vectors.row(vector.at("/expected/reward"));
        RZero reward = new RZero(RZeroConfig.DEFAULTS);
        for (int i = 0; i < shares.length; i++) {
            assertThat(reward.challenger(shares[i], repetition[i])).isCloseTo(rewards[i], within(1e-5));
        }
        // the paper's scale: 1 - 2 |0.7 - 0.5| = 0.6
        assertThat(new RZero(RZeroConfig.PAPER).challenger(0.7, 0.25)).isCloseTo(0.35, within(1e-9));
    }

    @Test
    void sharesOfClustersAreThePublishedOnes() throws Exception {
        JsonNode vector = vector("rzero-challenger");
        double[] clusters = Vectors.row(vector.at("/inputs/cluster"));
        double[][] distances = new double[clusters.length][clusters.length];
        for (int i = 0; i < clusters.length; i++) {
            for (int j = 0; j < clusters.length; j++) {
                distances[i][j] = clusters[i] == clusters[j] ? 0.1 : 0.9;
            }
        }
        assertThat(AverageLinkage.shares(distances, 0.5))
                .containsExactly(Vectors.row(vector.at("/expected/repetition")), within(1e-9));
    }

    @Test
    void averageLinkageJoinsByTheMeanDistanceAndNotByTheSmallest() {
        // 0 and 1 join at 0.2; 2 is 0.4 from 1 and 0.8 from 0, 0.6 on average, which is too far
        double[][] chain = {{0, 0.2, 0.8}, {0.2, 0, 0.4}, {0.8, 0.4, 0}};
        assertThat(AverageLinkage.shares(chain, 0.5)).containsExactly(2 / 3.0, 2 / 3.0, 1 / 3.0);
        assertThat(AverageLinkage.shares(chain, 0.61)).containsExactly(1, 1, 1);
        assertThat(AverageLinkage.shares(new double[0][0], 0.5)).isEmpty();
    }

    @Test
    void bleuIsWorkedByHand() {
        assertThat(Bleu.of("what is 2 + 3 ?", "what is 2 + 3 ?")).isCloseTo(1, within(1e-12));
        assertThat(Bleu.of("7", "7")).isCloseTo(1, within(1e-12));
        // three of four words, one of three pairs (a b), no triple of two: 0.1 of 2, none of one: 0.1 of 1
        double expected = Math.exp((Math.log(3 / 4.0) + Math.log(1 / 3.0) + Math.log(0.05) + Math.log(0.1)) / 4);
        assertThat(Bleu.of("a b x c", "a b c y")).isCloseTo(expected, within(1e-12));
        // a shorter candidate pays exp(1 - 4/2)
        assertThat(Bleu.of("a b c d", "a b")).isCloseTo(Math.exp(-1), within(1e-12));
        assertThat(Bleu.of("", "a")).isZero();
    }

    @Test
    void oneStepAsksAttemptsVotesAndKeepsWhatIsNeitherEasyNorHopeless() {
        RZeroSampler sampler = new RZeroSampler(
                new RZeroSamplerConfig(4, 0.3, 0.8, "<q>", "</q>", 20, "Solve {question}", 0.5),
                new Characters(),
                new ReadText(),
                metrics);
        Prompt prompt = Prompt.of("p", List.of(Message.user("ask")), new int[] {1});
        Scripted policy = new Scripted(Map.of(
                "ask", List.of("<q>one and one</q>", "<q>one and two</q>", "nothing", "<q> one and one </q>"),
                "Solve one and one", List.of("2", "2", "3", "2"),
                "Solve one and two", List.of("3")));
        List<Group> groups = sampler.sample(new Scripted.Step(1, List.of(prompt), 4, policy));
        RZero reward = new RZero(RZeroConfig.DEFAULTS);
        assertThat(groups).hasSize(2); // everybody agrees on the second question, so it is too easy to learn from
        // BLEU of the two: (2/3 * 1/2 * 0.1)^(1/3) = 0.32, so they are no duplicates: clusters of two and one
        // questions: min(3/4, 1/4) - 2/3; min(1, 0) - 1/3; invalid
        assertThat(values(reward.score(groups.get(0))))
                .containsExactly(new double[] {0.25 - 2 / 3.0, -1 / 3.0, -1, 0.25 - 2 / 3.0}, within(1e-6));
        assertThat(values(reward.score(groups.get(1)))).containsExactly(1, 1, 0, 1);
        assertThat(policy.asked()).filteredOn("Solve one and one"::equals).hasSize(4);
        assertThat(metrics.of("rzero/valid")).isEqualTo(0.75);
        assertThat(metrics.of("rzero/kept")).isEqualTo(0.5);
        assertThat(metrics.of("rzero/share")).isEqualTo(0.875);
    }
}
