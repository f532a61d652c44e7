package org.reason4j.reward.generative.reference;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.reason4j.api.data.Message;
import org.reason4j.api.data.Prompt;
import org.reason4j.api.model.Tokenizer;
import org.reason4j.reward.generative.reference.AnswerSlot.Filled;
import org.reason4j.testkit.Characters;
import org.reason4j.testkit.subject.Samples;

class AnswerSlotTest {

    private static final Prompt PROMPT = Samples.prompt("p", "5+7?").withFields(Map.of("answer", 12));

    /** A token for each of some texts, longest first, and for each other character. */
    private record Joined(List<String> pieces) implements Tokenizer {

        @Override
        public int[] encode(String text) {
            List<Integer> tokens = new ArrayList<>();
            for (int at = 0; at < text.length(); ) {
                int from = at;
                int piece = pieces.stream()
                        .filter(one -> text.startsWith(one, from))
                        .findFirst()
                        .map(pieces::indexOf)
                        .orElse(-1);
                tokens.add(piece < 0 ? text.charAt(at) : 1000 + piece);
                at += piece < 0 ? 1 : pieces.get(piece).length();
            }
            return tokens.stream().mapToInt(Integer::intValue).toArray();
        }

        @Override
        public String decode(int[] tokens, boolean skipSpecialTokens) {
            StringBuilder text = new StringBuilder();
            for (int token : tokens) {
                text.append(token >= 1000 ? pieces.get(token - 1000) : String.valueOf((char) token));
            }
            return skipSpecialTokens ? text.toString().replace("$", "") : text.toString();
        }

        @Override
        public int[] render(List<Message> messages) {
            return encode(String.valueOf(messages));
        }

        @Override
        public int vocabularySize() {
            return 2000;
        }

        @Override
        public List<Integer> endOfSequence() {
            return List.of((int) '$');
        }
    }

    private static Filled fill(Tokenizer tokenizer, String text) {
        AnswerSlot slot = new AnswerSlot(AnswerConfig.DEFAULTS, tokenizer);
        return slot.of(org.reason4j.api.data.Trajectory.demonstration(PROMPT, 0, tokenizer.encode(text), text))
                .orElseThrow();
    }

    private static String text(Tokenizer tokenizer, Filled filled, int from, int to) {
        return tokenizer.decode(Arrays.copyOfRange(filled.tokens(), from, to), false);
    }

    @Test
    void theReferenceTakesThePlaceOfTheAnswer() {
        Characters tokenizer = new Characters();
        Filled filled = fill(tokenizer, "so<answer>13</answer>$");
        assertThat(text(tokenizer, filled, 0, filled.tokens().length)).isEqualTo("so<answer>12</answer>$");
        assertThat(text(tokenizer, filled, 0, filled.reasoning())).isEqualTo("so<answer");
        assertThat(text(tokenizer, filled, filled.from(), filled.end())).isEqualTo("12");
    }

    @Test
    void theReasoningKeepsItsTokensWhateverTheTokenizerWouldMakeOfThem() {
        // the policy wrote s and o, which the tokenizer joins
        Joined tokenizer = new Joined(List.of("so", ">12<", "</answer>"));
        AnswerSlot slot = new AnswerSlot(AnswerConfig.DEFAULTS, tokenizer);
        int[] written = "so<answer>13</answer>$".chars().toArray();
        Filled filled = slot.of(org.reason4j.api.data.Trajectory.demonstration(PROMPT, 0, written, ""))
                .orElseThrow();
        assertThat(Arrays.copyOf(filled.tokens(), 9))
                .containsExactly("so<answer".chars().toArray());
        // the bracket is joined with the reference: that token is scored
        assertThat(text(tokenizer, filled, filled.from(), filled.end())).isEqualTo(">12<");
    }

    @Test
    void aTagThatIsOneTokenIsWrittenAgain() {
        Joined tokenizer = new Joined(List.of("<answer>", "</answer>"));
        Filled filled = fill(tokenizer, "so<answer>13</answer>$");
        assertThat(text(tokenizer, filled, 0, filled.tokens().length)).isEqualTo("so<answer>12</answer>$");
        assertThat(filled.reasoning()).isEqualTo(2);
        assertThat(filled.tokens()).containsExactly('s', 'o', 1000, '1', '2', 1001, '$');
        assertThat(text(tokenizer, filled, filled.from(), filled.end())).isEqualTo("12");
    }

    @Test
    void theLastPlaceCounts() {
        Characters tokenizer = new Characters();
        Filled filled = fill(tokenizer, "<answer>1</answer> no <answer>2</answer>$");
        assertThat(text(tokenizer, filled, 0, filled.tokens().length))
                .isEqualTo("<answer>1</answer> no <answer>12</answer>$");
    }

    @Test
    void withoutReasoningTheTagComesFirst() {
        Characters tokenizer = new Characters();
        Filled filled = new AnswerSlot(AnswerConfig.DEFAULTS, tokenizer).alone(PROMPT);
        assertThat(text(tokenizer, filled, 0, filled.tokens().length)).isEqualTo("<answer>12</answer>$");
        assertThat(text(tokenizer, filled, filled.from(), filled.end())).isEqualTo("12");
    }

    @Test
    void aResponseWithoutAPlaceHasNone() {
        assertThat(new AnswerSlot(AnswerConfig.DEFAULTS, new Characters()).of(Samples.response(PROMPT, 0, "twelve")))
                .isEmpty();
    }
}
