package org.reason4j.reward.rulebased.format;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FormatThinkAnswerTest {

    @ParameterizedTest
    @CsvSource({
        "<think>x</think><answer>4</answer>, true",
        "<think>x</think> <answer>4</answer> , true",
        "<think>x</think><answer>4</answer>.., false",
        "<think>x</think>so<answer>4</answer>, false",
        "<think>x</think><answer>4</answer><answer>5</answer>, false",
        "<think>x<answer>4</think></answer>, false",
        "x</think><answer>4</answer>, false",
        "'<think>\nx\n</think>\n<answer>\n4\n</answer>\n', true",
        "'  <think>x</think>\n\n<answer>4</answer>', true"
    })
    void withoutNewlinesEachTagStillOccursOnceAndInOrder(String response, boolean wellFormed) {
        assertThat(new FormatThinkAnswer(FormatThinkAnswerConfig.DEFAULTS).isWellFormed(response))
                .isEqualTo(wellFormed);
    }

    @Test
    void overlappingLineBreaksDoNotCountTwice() {
        FormatThinkAnswer reward = new FormatThinkAnswer(new FormatThinkAnswerConfig(true));
        assertThat(reward.isWellFormed("<think>\n\n</think>\n<answer>\n\n</answer>\n"))
                .isTrue();
        assertThat(reward.isWellFormed("<think>\n</think>\n<answer>\n</answer>"))
                .isFalse();
    }
}
