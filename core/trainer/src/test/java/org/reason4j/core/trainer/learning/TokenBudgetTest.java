package org.reason4j.core.trainer.learning;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
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

    /** 70 sequences of 10 tokens, at most 45 together: 44 is the largest of the sizes below 45, and 26 are left. */
    @Test
    void givesAllButTheLastBatchOneOfTheSizes() {
        int[] lengths = new int[70];
        Arrays.fill(lengths, 10);

        assertThat(TokenBudget.split(lengths, 450)).extracting(List::size).containsExactly(44, 26);
    }
}
