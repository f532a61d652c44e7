package org.reason4j.core.trainer.preference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.reason4j.api.data.Group;
import org.reason4j.api.data.Message;
import org.reason4j.api.data.Origin;
import org.reason4j.api.data.Prompt;
import org.reason4j.api.data.SamplingParams;
import org.reason4j.api.data.Trajectory;
import org.reason4j.api.model.Tokenizer;
import org.reason4j.api.plugin.ConfigException;
import org.reason4j.api.sampler.RolloutEngine;
import org.reason4j.api.sampler.SamplingStep;

class GivenResponsesTest {

    private static final Message SYSTEM = new Message("system", "S");
    private static final Message QUESTION = Message.user("Q");

    /** A token for each character; messages are rendered as their first letters and texts. */
    private record Letters(List<Integer> endOfSequence) implements Tokenizer {
        @Override
        public int[] encode(String text) {
            return text.chars().toArray();
        }

        @Override
        public String decode(int[] tokens, boolean skipSpecialTokens) {
            return IntStream.of(tokens).mapToObj(Character::toString).collect(Collectors.joining());
        }

        @Override
        public int[] render(List<Message> messages) {
            return encode(messages.stream()
                    .map(message -> message.role().charAt(0) + message.content())
                    .collect(Collectors.joining()));
        }

        @Override
        public int vocabularySize() {
            return 128;
        }
    }

    private static final Tokenizer TOKENIZER = new Letters(List.of(7, 8));

    private static Prompt prompt(Map<String, ?> fields, Message... messages) {
        return Prompt.of("p", List.of(messages), TOKENIZER.render(List.of(messages)))
                .withFields(fields);
    }

    private static Map<String, String> turn(String role, String content) {
        return Map.of("role", role, "content", content);
    }

    /** A step of prompts without an engine. */
    private record Step(List<Prompt> prompts) implements SamplingStep {
        @Override
        public int number() {
            return 1;
        }

        @Override
        public int groupSize() {
            return 8;
        }

        @Override
        public SamplingParams params() {
            return SamplingParams.of(4);
        }

        @Override
        public RolloutEngine rollouts() {
            throw new AssertionError("nothing is sampled");
        }
    }

    private static List<Group> pairs(Prompt prompt) {
        return new PreferencePairsSampler(PreferencePairsSampler.Config.DEFAULTS, TOKENIZER)
                .sample(new Step(List.of(prompt)));
    }

    private static List<Group> labelled(Prompt prompt) {
        return new LabelledResponsesSampler(LabelledResponsesSampler.Config.DEFAULTS, TOKENIZER)
                .sample(new Step(List.of(prompt)));
    }

    @Test
    void aPairOfTextsIsAGroupOfTwoDemonstrations() {
        Prompt prompt = prompt(Map.of("chosen", "ab", "rejected", "c"), QUESTION);
        Group group = pairs(prompt).get(0);
        assertThat(group.prompt()).isSameAs(prompt);
        Trajectory chosen = group.trajectories().get(0);
        assertThat(chosen.response()).containsExactly('a', 'b', 7);
        assertThat(chosen.learned()).containsOnly(true);
        assertThat(chosen.text()).isEqualTo("ab");
        assertThat(chosen.origin()).isEqualTo(Origin.DEMONSTRATION);
        assertThat(chosen.prompt()).isSameAs(prompt);
        assertThat(chosen.stream(GivenResponses.LABEL)).containsExactly(1, 1, 1);
        Trajectory rejected = group.trajectories().get(1);
        assertThat(rejected.sample()).isEqualTo(1);
        assertThat(rejected.stream(GivenResponses.LABEL)).containsExactly(-1, -1);
    }

    @Test
    void aConversationMayBeginWithTheExamplesOwnMessages() {
        List<Map<String, String>> whole = List.of(turn("user", "Q"), turn("assistant", "good"));
        List<Map<String, String>> rest =
                List.of(turn("assistant", "one"), turn("user", "more"), turn("assistant", "bad"));
        Group group = pairs(prompt(Map.of("chosen", whole, "rejected", rest), SYSTEM, QUESTION))
                .get(0);
        assertThat(group.trajectories().get(0).text()).isEqualTo("good");
        assertThat(TOKENIZER.decode(group.trajectories().get(0).prompt().tokens(), false))
                .isEqualTo("sSuQ");
        assertThat(group.trajectories().get(1).text()).isEqualTo("bad");
        assertThat(TOKENIZER.decode(group.trajectories().get(1).prompt().tokens(), false))
                .isEqualTo("sSuQaoneumore");
        assertThat(group.trajectories().get(1).prompt().id()).isEqualTo("p");
    }

    @Test
    void whatIsNoPairIsNamed() {
        assertThatThrownBy(() -> pairs(prompt(Map.of("chosen", "a", "rejected", "a"), QUESTION)))
                .isInstanceOf(ConfigException.class)
                .hasMessage(
                        "Example 'p' of data.train is no pair of responses: the chosen response is the rejected one,"
                                + " word for word");
        assertThatThrownBy(() -> pairs(prompt(Map.of("chosen", "a", "rejected", 3), QUESTION)))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("found 3 in 'rejected', expected a text, or a list of messages");
        Map<String, Object> calling =
                Map.of("role", "assistant", "content", "x", "tool_calls", List.of(Map.of("id", "c")));
        assertThatThrownBy(() -> pairs(prompt(Map.of("chosen", "a", "rejected", List.of(calling)), QUESTION)))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("tool_calls")
                .hasMessageContaining("in 'rejected', expected {role, content} with texts");
        assertThatThrownBy(() -> pairs(prompt(Map.of("chosen", "a", "rejected", List.of(turn("user", "x"))), QUESTION)))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("'rejected' ends with a message of 'user', expected one of 'assistant'");
    }

    @Test
    void aLabelledResponseIsAGroupOfOne() {
        for (Object good : List.of(true, 1, "1.0")) {
            Trajectory one = labelled(prompt(Map.of("label", good), QUESTION).withResponse("ab"))
                    .get(0)
                    .trajectories()
                    .get(0);
            assertThat(one.response()).containsExactly('a', 'b', 7);
            assertThat(one.stream(GivenResponses.LABEL)).containsExactly(1, 1, 1);
        }
        for (Object bad : List.of(false, 0, -1)) {
            Trajectory one = labelled(prompt(Map.of("label", bad), QUESTION).withResponse("ab"))
                    .get(0)
                    .trajectories()
                    .get(0);
            assertThat(one.stream(GivenResponses.LABEL)).containsExactly(-1, -1, -1);
        }
    }

    @Test
    void aLabelOrAResponseThatIsNoneIsNamed() {
        assertThatThrownBy(
                        () -> labelled(prompt(Map.of("label", "good"), QUESTION).withResponse("a")))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("Example 'p' of data.train has the label good, expected true or 1");
        assertThatThrownBy(() -> labelled(prompt(Map.of("label", true), QUESTION)))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("Example 'p' of data.train has no response");
    }

    @Test
    void aModelWithoutAnEndIsRefused() {
        assertThatThrownBy(() -> new GivenResponses(new Letters(List.of())))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("no end-of-sequence token");
    }
}
