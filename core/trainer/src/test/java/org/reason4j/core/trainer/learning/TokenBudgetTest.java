package org.reason4j.core.trainer.learning;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.Test;

class TokenBudgetTest {

    @Test
    void fillsBatchesShortestFirst() {
        assertThat(TokenBudget.split(new int[] {5, 3, 4, 9, 2}, 12))
                .isEqualTo(List.of(List.of(4, 1, 2), List.of(0), List.of(3)));
    }

    @Test
    void leavesOutWhatIsEmptyAndPutsWhatIsTooLongAlone() {
        assertThat(TokenBudget.split(new int[] {0, 100, 2, 0, 2}, 10)).isEqualTo(List.of(List.of(2, 4), List.of(1)));
        assertThat(TokenBudget.split(new int[] {0, 0}, 10)).isEmpty();
    }

    @Test
    void keepsSequencesOfAPromptTogetherAndCountsTheirPromptOnce() {
        // 10 + 3 * 2 tokens, 10 + 2 * 2 tokens; in one batch 2 * (10 + 3 * 2)
        int[] lengths = {12, 12, 12, 12, 12};
        int[] prompts = {0, 1, 0, 1, 0};
        int[] promptTokens = {10, 10, 10, 10, 10};

        assertThat(TokenBudget.splitByPrompt(lengths, prompts, promptTokens, 31, Comparator.naturalOrder()))
                .containsExactly(List.of(0, 2, 4), List.of(1, 3));
        assertThat(TokenBudget.splitByPrompt(lengths, prompts, promptTokens, 32, Comparator.naturalOrder()))
                .containsExactly(List.of(0, 2, 4, 1, 3));
        assertThat(TokenBudget.splitByPrompt(lengths, prompts, promptTokens, 15, Comparator.naturalOrder()))
                .containsExactly(List.of(0, 2), List.of(4), List.of(1, 3));
    }

    /** 70 sequences of 10 tokens, at most 45 together: 44 is the largest of the sizes below 45, and 26 are left. */
    @Test
    void givesAllButTheLastBatchOneOfTheSizes() {
        int[] lengths = new int[70];
        Arrays.fill(lengths, 10);

        assertThat(TokenBudget.split(lengths, 450)).extracting(List::size).containsExactly(44, 26);
    }
}
