package org.reason4j.reward.code;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.reason4j.testkit.Vectors.vector;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class PassShareTest {

    @Test
    void allOrNothingShareAndWeightsAreThoseOfTheReference() throws IOException {
        JsonNode example = vector("code-tests");
        double[] weights = numbers(example.at("/params/weights"));
        for (int i = 0; i < example.at("/inputs/passed").size(); i++) {
            double[] numbers = numbers(example.at("/inputs/passed/" + i));
            boolean[] passed = new boolean[numbers.length];
            for (int j = 0; j < passed.length; j++) {
                passed[j] = numbers[j] == 1;
            }
            double[] equal = new double[passed.length];
            Arrays.fill(equal, 1);
            assertThat(PassShare.allOrNothing(passed)).isEqualTo(expected(example, "all_or_nothing", i));
            assertThat(PassShare.weighted(passed, equal)).isCloseTo(expected(example, "fraction", i), within(1e-5));
            assertThat(PassShare.weighted(passed, weights)).isCloseTo(expected(example, "weighted", i), within(1e-5));
        }
    }

    private static double expected(JsonNode example, String kind, int i) {
        JsonNode value = example.at("/expected/" + kind + "/" + i);
        assertThat(value.isNumber()).isTrue();
        return value.asDouble();
    }

    private static double[] numbers(JsonNode array) {
        double[] numbers = new double[array.size()];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = array.get(i).asDouble();
        }
        return numbers;
    }
}
