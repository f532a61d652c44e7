package org.reason4j.distillation.self;

import static org.assertj.core.api.Assertions.assertThat;
import static org.reason4j.testkit.Vectors.row;
import static org.reason4j.testkit.Vectors.vector;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TeacherContextTest {

    @Test
    void theRowsThatGetAContextAreReproduced() throws IOException {
        JsonNode vector = vector("sdpo-teacher-context");
        double threshold = vector.at("/params/success_threshold").asDouble();
        double[] first = row(vector.at("/inputs/group_rewards_1"));
        List<TeacherContext> contexts =
                TeacherContext.of(first, Collections.nCopies(4, Optional.empty()), threshold, true, true);
        assertDemonstrations(contexts, vector.at("/expected/group1_demo_row(no feedback used)"));
        assertActive(contexts, vector.at("/expected/group1_active"));

        double[] second = row(vector.at("/inputs/group_rewards_2"));
        List<Optional<String>> feedback = new ArrayList<>();
        vector.at("/inputs/feedback")
                .forEach(text -> feedback.add(text.isNull() ? Optional.empty() : Optional.of(text.asText())));
        contexts = TeacherContext.of(second, feedback, threshold, true, true);
        assertDemonstrations(contexts, vector.at("/expected/group2_demo_row"));
        assertActive(contexts, vector.at("/expected/group2_active"));
        for (int i = 0; i < 4; i++) {
            assertThat(contexts.get(i).feedback().isPresent())
                    .isEqualTo(vector.at("/expected/group2_feedback_used/" + i).asInt() == 1);
        }
    }

    private static void assertDemonstrations(List<TeacherContext> contexts, JsonNode expected) {
        for (int i = 0; i < expected.size(); i++) {
            assertThat(contexts.get(i).solution().isEmpty())
                    .isEqualTo(expected.get(i).isNull());
            if (!expected.get(i).isNull()) {
                assertThat(contexts.get(i).solution()).hasValue(expected.get(i).asInt());
            }
        }
    }

    private static void assertActive(List<TeacherContext> contexts, JsonNode expected) {
        for (int i = 0; i < expected.size(); i++) {
            assertThat(contexts.get(i).isActive()).isEqualTo(expected.get(i).asInt() == 1);
        }
    }

    @Test
    void feedbackMayBeKeptForRowsWithoutASolution() {
        List<Optional<String>> feedback = List.of(Optional.of("a"), Optional.of("b"));
        List<TeacherContext> contexts = TeacherContext.of(new double[] {1, 0}, feedback, 1, true, false);
        assertThat(contexts.get(0).feedback()).contains("a"); // the only success has no other one to read
        assertThat(contexts.get(1).feedback()).isEmpty();
        assertThat(contexts.get(1).solution()).hasValue(0);
    }
}
