package org.reason4j.reward.rulebased;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.reason4j.reward.rulebased.Responses.score;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.reason4j.api.plugin.ConfigException;

class ChoicesTest {

    private final MultipleChoice reward = new MultipleChoice(MultipleChoiceConfig.DEFAULTS);

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                // a box
                "\\boxed{B} | B",
                "\\boxed{b} | B",
                "\\boxed{\\text{(B)}} | B",
                "\\boxed{\\textbf{B}.} | B",
                "\\boxed{B. Paris} | B",
                "\\boxed{A} no, \\boxed{B} | B",
                "\\boxed{12}, which is B | B",
                "The answer is A, so \\boxed{B} | B",
                // an answer tag
                "A or C? <answer>B</answer> | B",
                "<answer> (b) </answer> | B",
                "<answer>B) because A is wrong</answer> | B",
                "<answer>the answer is B</answer> not A | B",
                // a statement
                "Answer: B. A good choice. | B",
                "The answer is B because A is wrong. | B",
                "the answer is (b) | B",
                "The correct option is **B**, not A. | B",
                "**Final answer:** B | B",
                "Answer B | B",
                "The answer should be option B. A is close. | B",
                "The answer is A. Wait: the answer is B. | B",
                "The answer is A since 2 < 3 | A",
                "Answer: A good choice | `none`",
                "There is an answer: a question of taste | `none`",
                // a label at the beginning of the last line that names a choice
                "B) because A is wrong | B",
                "B. Paris, as A is in Spain | B",
                "(B) Paris; C and D are far away | B",
                "[b] | B",
                "B | B",
                "**B** | B",
                "B: A and C contradict each other | B",
                "I compare A with C. // B - it is the largest | B",
                "A) Paris // B) Rome // So it must be C | C",
                "B) because A is wrong // I hope this helps. | B",
                // a capital alone in the last sentence that names a choice
                "So B it is | B",
                "A is wrong. C is wrong. B | B",
                "The answer is not A. It is B. | B",
                "B, because Delta is no choice | B",
                "I would choose B. A good choice. | B",
                "So A is right. | A",
                "A is right. | A",
                "I pick (b)... so it is that | B",
                // several, or none
                "A or B | `none`",
                "A, B, C, D | `none`",
                "Not A, so B | `none`",
                "A good question | `none`",
                "Because Delta | `none`",
                "E | `none`",
                "b because it is so | `none`",
                "<answer></answer> | `none`"
            })
    void aChoiceIsRead(String response, String choice) {
        String text = response.replace(" // ", "\n");
        assertThat(new Choices("ABCD").of(text).orElse("none")).isEqualTo(choice);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "B",
                "b",
                "(B)",
                "(b)",
                "B.",
                "B)",
                " B ",
                "[B]",
                "**B**",
                "\\boxed{B}",
                "\\text{B}",
                "B. Paris",
                "B) Paris",
                "(B) Paris",
                "B: Paris",
                "Answer: B",
                "The answer is (B)."
            })
    void theRightAnswerIsReadInTheSameWay(String answer) throws Exception {
        assertThat(score(reward, answer, "B", "Answer: (B)", "A", "A or B")).containsExactly(1, 1, 0, 0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"E", "AB", "Paris", "A good choice", "", "2"})
    void aRightAnswerThatNamesNoChoiceIsTheDatasetsFault(String answer) {
        assertThatThrownBy(() -> score(reward, answer, "B"))
                .isInstanceOf(ConfigException.class)
                .hasMessage("Field 'answer' of prompt 'p' is '" + answer
                        + "', which is none of the choices ABCD; write a letter"
                        + " such as B, (B) or B., or set multiple-choice.letters");
    }

    @Test
    void anIOfItsOwnIsThePronoun() {
        Choices nine = new Choices("ABCDEFGHI");
        assertThat(nine.of("I think C")).contains("C");
        assertThat(nine.of("(I)")).contains("I");
        assertThat(nine.of("Answer: I.")).contains("I");
    }
}
