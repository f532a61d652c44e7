package org.reason4j.optimizer.offpolicy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.reason4j.optimizer.offpolicy.Credits.credit;
import static org.reason4j.testkit.Vectors.matrix;
import static org.reason4j.testkit.Vectors.row;
import static org.reason4j.testkit.Vectors.vector;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.reason4j.api.data.Credit;
import org.reason4j.api.data.Prompt;
import org.reason4j.api.data.TokenStream;
import org.reason4j.api.data.Trajectory;
import org.reason4j.api.plugin.ConfigException;
import org.reason4j.optimizer.offpolicy.ImportanceSamplingConfig.Level;
import org.reason4j.testkit.RecordedMetrics;

class NewestSegmentTest {

    private final RecordedMetrics metrics = new RecordedMetrics();

    private static Credit versions(float[] versions, boolean... learned) {
        Credit credit = credit(2, new float[versions.length], learned);
        return credit.withTrajectory(credit.trajectory().with(TokenStream.POLICY_VERSION, versions));
    }

    private boolean[] learned(int segments, Credit credit) {
        return new NewestSegment(new NewestSegmentConfig(segments), metrics)
                .shape(List.of(credit))
                .get(0)
                .trajectory()
                .learned();
    }

    @Test
    void maskAndRatiosOfTheVectorAreReproduced() throws IOException {
        JsonNode vector = vector("inflight-versions");
        float[][] versions = matrix(vector.at("/inputs/token_version"));
        float[][] behaviour = matrix(vector.at("/inputs/behaviour_logp"));
        float[][] current = matrix(vector.at("/inputs/logp"));
        float[][] mask = matrix(vector.at("/expected/newest_segment_mask"));
        double[] rows = row(vector.at("/expected/versions_in_row"));
        List<Credit> all = new ArrayList<>();
        for (int i = 0; i < versions.length; i++) {
            all.add(versions(versions[i], true, true, true, true));
            boolean[] learned = learned(1, all.get(i));
            boolean[] everything = learned((int) rows[i], all.get(i));
            for (int t = 0; t < 4; t++) {
                assertThat(learned[t]).isEqualTo(mask[i][t] == 1);
                assertThat(everything[t]).isTrue();
            }
        }
        new NewestSegment(NewestSegmentConfig.DEFAULTS, metrics).shape(all);
        assertThat(metrics.means().get("newest_segment/masked")).contains(6 / 12.0);
        assertRatios(vector, current, behaviour);
    }

    /** The weight of a token needs no old weights, only the numbers of those that sampled it. */
    private static void assertRatios(JsonNode vector, float[][] current, float[][] behaviour) {
        float[][] tokens = matrix(vector.at("/expected/token_ratio"));
        double[] responses = row(vector.at("/expected/sequence_ratio"));
        for (int i = 0; i < tokens.length; i++) {
            Credit credit = credit(1, current[i], true, true, true, true);
            Trajectory response = credit.trajectory().with(TokenStream.SAMPLED_LOGPROBS, behaviour[i]);
            double[] logRatios = ImportanceWeights.logRatios(response);
            double[] found = ImportanceWeights.of(logRatios, Level.TOKEN);
            for (int t = 0; t < 4; t++) {
                assertThat(found[t]).isCloseTo(tokens[i][t], within(1e-6));
            }
            assertThat(ImportanceWeights.of(logRatios, Level.SEQUENCE)[0]).isCloseTo(responses[i], within(1e-6));
        }
    }

    @Test
    void tokensOfTheEnvironmentHaveNoVersionAndAreNotLearned() {
        Credit credit = versions(new float[] {3, 0, 4, 0, 4}, true, false, true, false, true);
        assertThat(learned(1, credit)).containsExactly(false, false, true, false, true);
        assertThat(learned(2, credit)).containsExactly(true, false, true, false, true);
    }

    @Test
    void advantagesStayThoseOfTheWholeResponse() {
        Credit credit = versions(new float[] {1, 2}, true, true);
        Credit shaped = new NewestSegment(NewestSegmentConfig.DEFAULTS, metrics)
                .shape(List.of(credit))
                .get(0);
        assertThat(shaped.advantages()).containsExactly(2, 2);
    }

    @Test
    void aResponseWithoutVersionsIsLearnedWhole() {
        Trajectory demonstration =
                Trajectory.demonstration(Prompt.of("p", List.of(), new int[] {1}), 0, new int[3], "");
        boolean[] all = new boolean[3];
        Arrays.fill(all, true);
        assertThat(learned(1, Credit.constant(demonstration, 1))).isEqualTo(all);
    }

    @Test
    void atLeastOneSegmentIsLearned() {
        assertThatThrownBy(() -> new NewestSegmentConfig(0))
                .isInstanceOf(ConfigException.class)
                .hasMessage("newest-segment.segments must be at least 1, got 0");
    }
}
