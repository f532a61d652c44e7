package org.reason4j.regularizer.entropy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.reason4j.testkit.Vectors.floats;
import static org.reason4j.testkit.Vectors.vector;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.reason4j.api.data.Credit;
import org.reason4j.api.data.Requirements;
import org.reason4j.api.data.TokenStream;
import org.reason4j.api.plugin.ConfigException;
import org.reason4j.testkit.RecordedMetrics;

class ClipCovTest {

    private final RecordedMetrics metrics = new RecordedMetrics();

    @Test
    void thePublishedCandidateIsTakenOut() throws IOException {
        JsonNode vector = vector("clip-cov");
        JsonNode params = vector.get("params");
        float[] advantages = floats(vector.at("/inputs/advantages/0"));
        Credit credit = Credits.learned(floats(vector.at("/inputs/old_logp/0")), advantages);
        List<Credit> shaped = regularizer(
                        params.get("ratio").asDouble(),
                        params.get("lb").asDouble(),
                        params.get("ub").asDouble(),
                        1)
                .shapeCredits(List.of(credit));
        float[] expected = advantages.clone();
        vector.at("/expected/candidates").forEach(candidate -> expected[candidate.asInt()] = 0);
        assertThat(shaped.get(0).advantages()).containsExactly(expected);
        assertThat(shaped.get(0).trajectory()).isSameAs(credit.trajectory());
        assertThat(credit.advantages()).containsExactly(floats(vector.at("/inputs/advantages/0")));
        assertThat(metrics.sums())
                .containsEntry("regularizer/clip_cov_candidates", 1.0)
                .containsEntry(
                        "regularizer/clip_cov_clipped",
                        vector.at("/expected/n_to_zero").asDouble());
        // at ratio 1 the loss of a token is -A, so that of the one without an advantage is 0 and the others keep theirs
        float[] losses = floats(vector.at("/expected/loss_before_masking/0"));
        for (int t = 1; t < losses.length; t++) {
            assertThat(-shaped.get(0).advantage(t)).isEqualTo(losses[t]);
        }
    }

    @Test
    void withoutCandidatesNothingChanges() {
        Credit credit = Credits.learned(new float[] {-1, -2}, new float[] {0.1f, -0.1f});
        assertThat(regularizer(0.5, 1, 5, 1)
                        .shapeCredits(List.of(credit))
                        .get(0)
                        .advantages())
                .containsExactly(0.1f, -0.1f);
        assertThat(metrics.sums()).containsEntry("regularizer/clip_cov_clipped", 0.0);
    }

    @Test
    void asManyAreTakenAsTheShareSaysAndOnlyCandidates() {
        List<Credit> credits = many(0);
        float[] shaped = advantages(regularizer(0.1, 1, 5, 1).shapeCredits(credits));
        double[] covariances = new LearnedTokens(credits).covariances();
        int zeros = 0;
        for (int i = 0; i < shaped.length; i++) {
            if (shaped[i] == 0) {
                zeros++;
                assertThat(covariances[i]).isStrictlyBetween(1.0, 5.0);
            }
        }
        assertThat(zeros).isEqualTo(100); // a tenth of a thousand
    }

    @Test
    void theDrawDependsOnSeedAndPolicyVersionAlone() {
        float[] drawn = advantages(regularizer(0.1, 1, 5, 1).shapeCredits(many(0)));
        assertThat(advantages(regularizer(0.1, 1, 5, 1).shapeCredits(many(0)))).containsExactly(drawn);
        assertThat(advantages(regularizer(0.1, 1, 5, 2).shapeCredits(many(0)))).isNotEqualTo(drawn);
        assertThat(advantages(regularizer(0.1, 1, 5, 1).shapeCredits(many(1)))).isNotEqualTo(drawn);
    }

    @Test
    void theDrawDoesNotDependOnTheOrderOfTheResponses() {
        List<Credit> credits = many(0);
        List<Credit> reversed = new ArrayList<>(credits);
        Collections.reverse(reversed);
        List<Credit> shaped = regularizer(0.1, 1, 5, 1).shapeCredits(credits);
        List<Credit> other = new ArrayList<>(regularizer(0.1, 1, 5, 1).shapeCredits(reversed));
        Collections.reverse(other);
        assertThat(advantages(other)).containsExactly(advantages(shaped));
    }

    @Test
    void candidatesAreDrawnAllAlike() {
        // one of four equal candidates in each of 4000 steps; the deviation of a share is sqrt(3/16 / 4000) = 0.0068
        int[] drawn = new int[4];
        for (int version = 0; version < 4000; version++) {
            drawn[drawnOfFour(version)]++;
        }
        for (int count : drawn) {
            assertThat(count / 4000.0).isCloseTo(0.25, within(0.034));
        }
    }

    @Test
    void theDrawsOfASeedStayTheSame() {
        int[] drawn = IntStream.range(0, 12).map(this::drawnOfFour).toArray();
        assertThat(drawn).containsExactly(0, 3, 1, 3, 2, 3, 2, 0, 1, 3, 1, 2);
    }

    /** The one of four equal candidates that is taken out. */
    private int drawnOfFour(int version) {
        Credit credit = Credits.of(
                "p",
                version,
                new boolean[] {true, true, true, true, true},
                new float[] {0, 0, 0, 0, -5}, // mean -1
                new float[] {1, 1, 1, 1, -4}); // mean 0: covariances of 1, and 16 for the last
        float[] shaped =
                regularizer(0.2, 0.5, 5, 3).shapeCredits(List.of(credit)).get(0).advantages();
        int[] out = IntStream.range(0, 4).filter(t -> shaped[t] == 0).toArray();
        assertThat(out).hasSize(1);
        return out[0];
    }

    @Test
    void itReadsTheLogprobsOfTheStepsStart() {
        assertThat(regularizer(0.1, 1, 5, 1).requirements()).isEqualTo(Requirements.streams(TokenStream.OLD_LOGPROBS));
    }

    @Test
    void boundsInTheWrongOrderAreRefused() {
        assertThatThrownBy(() -> new ClipCovConfig(0.1, 5, 1, 1))
                .isInstanceOf(ConfigException.class)
                .hasMessage("clip-cov.low must be below clip-cov.high, got 5.0 and 1.0");
    }

    private ClipCov regularizer(double ratio, double low, double high, long seed) {
        return new ClipCov(new ClipCovConfig(ratio, low, high, seed), metrics);
    }

    /** A thousand tokens in ten responses, half of them candidates: covariances of 2 and of about 0. */
    private static List<Credit> many(long version) {
        List<Credit> credits = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            boolean[] learned = new boolean[100];
            float[] old = new float[100];
            float[] advantages = new float[100];
            for (int t = 0; t < 100; t++) {
                learned[t] = true;
                int kind = t % 4; // far above both means, far below both, at one of them twice
                old[t] = kind == 0 ? -1 : kind == 1 ? -5 : -3;
                advantages[t] = kind == 0 ? 1 : kind == 1 ? -1 : kind == 2 ? 0.5f : -0.5f;
            }
            credits.add(Credits.of("p" + i, version, learned, old, advantages));
        }
        return credits;
    }

    private static float[] advantages(List<Credit> credits) {
        float[] all = new float[credits.size() * 100];
        for (int i = 0; i < credits.size(); i++) {
            System.arraycopy(credits.get(i).advantages(), 0, all, i * 100, 100);
        }
        return all;
    }
}
