package org.reason4j.reward.unsupervised.selfplay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.reason4j.testkit.Vectors.vector;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.reason4j.api.data.Credit;
import org.reason4j.testkit.Vectors;
import org.reason4j.testkit.subject.Samples;

class TaskRelativeTest {

    /** Credits of one role: rows of advantages, of as many tokens as are learned. */
    private static List<Credit> credits(String role, float[][] rows, int... lengths) {
        List<Credit> credits = new ArrayList<>();
        for (int i = 0; i < rows.length; i++) {
            float[] row = java.util.Arrays.copyOf(rows[i], lengths[i]);
            String text = "x".repeat(lengths[i] - 1); // and the token that ends it
            credits.add(Credit.of(
                    Samples.response(Samples.prompt(role, "?").withFields(Map.of("role", role)), i, text), row));
        }
        return credits;
    }

    @Test
    void eachRoleIsWhitenedLikeReinforcePlusPlusByItself() throws Exception {
        JsonNode vector = vector("reinforcepp");
        float[][] returns = Vectors.matrix(vector.at("/expected/returns"));
        float[][] expected = Vectors.matrix(vector.at("/expected/advantages"));
        List<Credit> both = new ArrayList<>(credits("solve", returns, 3, 2));
        float[][] larger = {{100, 100, 100}, {50, 50, 0}}; // the same returns on another scale
        both.addAll(credits("propose", larger, 3, 2));
        List<Credit> shaped = new TaskRelative(TaskRelativeConfig.DEFAULTS).shape(both);
        for (int i = 0; i < 4; i++) {
            for (int t = 0; t < shaped.get(i).trajectory().length(); t++) {
                assertThat(shaped.get(i).advantage(t)).isCloseTo(expected[i % 2][t], within(1e-5f));
            }
        }
    }

    @Test
    void aRoleWhoseAdvantagesAreAllEqualTeachesNothing() {
        float[][] equal = {{5, 5}, {5, 5}};
        assertThat(new TaskRelative(TaskRelativeConfig.DEFAULTS).shape(credits("solve", equal, 2, 2)))
                .allSatisfy(credit -> assertThat(credit.advantages()).containsOnly(0));
    }
}
