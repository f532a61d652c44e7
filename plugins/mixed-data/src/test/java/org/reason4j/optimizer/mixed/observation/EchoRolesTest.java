package org.reason4j.optimizer.mixed.observation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.reason4j.testkit.Vectors.row;
import static org.reason4j.testkit.Vectors.vector;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.reason4j.api.data.Credit;
import org.reason4j.api.data.Message;
import org.reason4j.api.data.TokenStream;
import org.reason4j.api.data.Trajectory;
import org.reason4j.api.model.Tokenizer;
import org.reason4j.api.plugin.ConfigException;
import org.reason4j.optimizer.mixed.Responses;
import org.reason4j.testkit.Characters;

class EchoRolesTest {

    private static final Map<String, Role> RESULTS = Map.of("result", new Role("<r>", "</r>", 1));

    /** The text of the vector's messages, with marks around what the tool and the user say. */
    private static final class Marked {

        private final StringBuilder text = new StringBuilder();
        private final List<Boolean> learned = new ArrayList<>();
        private final List<Integer> places = new ArrayList<>(); // of the vector's tokens

        void add(String role, boolean sampled, JsonNode contents) {
            boolean hasMarks = contents.get(0).asInt() == 0;
            String marks = sampled || hasMarks ? "" : role.equals("tool") ? "[]" : "{}";
            text.append(marks.isEmpty() ? "" : marks.substring(0, 1));
            int count = 0;
            for (JsonNode content : contents) {
                places.add(text.length());
                text.append(content.asInt() > 0 ? "x" : count == 0 ? "[" : "]");
                count++;
            }
            text.append(marks.isEmpty() ? "" : marks.substring(1));
            while (learned.size() < text.length()) {
                learned.add(sampled);
            }
        }

        Trajectory response() {
            boolean[] flags = new boolean[learned.size()];
            for (int t = 0; t < flags.length; t++) {
                flags[t] = learned.get(t);
            }
            int[] tokens = text.chars().toArray();
            return Responses.sampled(Responses.prompt("p"), 0, 0, tokens).withLearned(flags);
        }
    }

    @Test
    void theRecipeChoosesWhichRolesAreLearned() throws IOException {
        JsonNode vector = vector("echo-weights");
        Marked marked = new Marked();
        vector.at("/inputs/nodes_role_sampled_iscontent")
                .forEach(node -> marked.add(node.get(0).asText(), node.get(1).asInt() > 0, node.get(2)));
        double tool = vector.at("/params/roles/tool").asDouble();
        Map<String, Role> roles = Map.of("tool", new Role("[", "]", tool), "user", new Role("{", "}", 0));
        float[] found = new Echo(new Echo.Config(1, 0, 0, roles), new Characters())
                .shapeCredits(List.of(Credit.constant(marked.response(), 1))).get(0).trajectory().stream(
                        TokenStream.of("mixed-data", "observedWeight"));
        double[] expected = row(vector.at("/expected/ce_weights"));
        // as many tokens are learned as are observed, three, so that the means' denominators are equal
        for (int i = 0; i < expected.length; i++) {
            assertThat(found[marked.places.get(i)])
                    .as("token %d of the vector, in '%s'", i, marked.text)
                    .isCloseTo((float) expected[i], within(1e-6f));
        }
    }

    @Test
    void theTextOfARoleEndsAtItsMarkOrWithTheObservation() {
        Map<String, Role> roles = Map.of(
                "result", new Role("<r>", "</r>", 1),
                "warning", new Role("<r>!", "</r>", 0), // the longer mark is meant where both are there
                "rest", new Role(":", "", 0.5));
        assertThat(weights("a<r>bc</r>d<r>!e</r><r>f</r>:gh</r>", roles))
                .isEqualTo("____11_________________1_____555555");
        assertThat(weights("<r>cut", RESULTS)).isEqualTo("___111");
        assertThat(weights("<r></r>", RESULTS)).isEqualTo("_______");
        assertThat(weights("none", RESULTS)).isEqualTo("____");
    }

    /** One character per token: 1 for a weight of 1, 5 for a half, _ for 0. */
    private static String weights(String text, Map<String, Role> roles) {
        return digits(new RoleWeights(new Characters(), text.chars().toArray()).of(roles.values()));
    }

    private static String digits(float... weights) {
        StringBuilder digits = new StringBuilder();
        for (float weight : weights) {
            digits.append(weight == 1 ? '1' : weight == 0.5f ? '5' : weight == 0 ? '_' : '?');
        }
        return digits.toString();
    }

    @Test
    void aTokenThatHoldsAMarkIsNotLearned() {
        Words words = new Words("a<r>", "bc", "d", "e</r>f", "<r>g", "h", "</r>");
        float[] found = new RoleWeights(words, new int[] {0, 1, 2, 3, 4, 5, 6}).of(RESULTS.values());
        assertThat(digits(found)).isEqualTo("_11__1_");
    }

    /** A tokenizer whose tokens are given texts. */
    private record Words(String... texts) implements Tokenizer {

        @Override
        public int[] encode(String text) {
            throw new UnsupportedOperationException();
        }

        @Override
        public String decode(int[] tokens, boolean skipSpecialTokens) {
            StringBuilder text = new StringBuilder();
            Arrays.stream(tokens).forEach(token -> text.append(texts[token]));
            return text.toString();
        }

        @Override
        public int[] render(List<Message> messages) {
            throw new UnsupportedOperationException();
        }

        @Override
        public int vocabularySize() {
            return texts.length;
        }

        @Override
        public List<Integer> endOfSequence() {
            return List.of();
        }
    }

    @Test
    void rolesWithoutMarksAndWithFramesAreRefused() {
        assertThatThrownBy(() -> new Echo.Config(0.1, 0, 0, Map.of("tool", Role.DEFAULTS)))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("echo.roles.tool.open is empty");
        assertThatThrownBy(() -> new Echo.Config(0.1, 1, 0, RESULTS))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("leave those out");
        assertThatThrownBy(() -> new Echo.Config(0.1, 0, 0, Map.of("tool", new Role("<r>", "", -1))))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("echo.roles.tool.weight must be at least 0, got -1");
    }
}
