package org.reason4j.core.engine.model.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PassLayoutTest {

    /** Two prompts of 6 and 5 tokens, with two responses each. */
    private static final List<int[]> TWO_PROMPTS = List.of(
            new int[] {1, 2, 3, 4, 5, 6, 7},
            new int[] {1, 2, 3, 4, 5, 6, 8, 9},
            new int[] {11, 12, 13, 14, 15, 16},
            new int[] {11, 12, 13, 14, 15, 17});

    @Test
    void rowsWithAPrefixInCommonComputeItOnce() {
        PassLayout layout = PassLayout.of(TWO_PROMPTS);

        assertThat(layout.shape()).containsExactly(2, 6, 2, 2); // 2 * 6 + 4 * 2 = 20 tokens instead of 4 * 8
        assertThat(layout.tokens()).isEqualTo(20);
        assertThat(layout.lengths()).containsExactly(6, 5);
        assertThat(layout.longest()).isEqualTo(6);
        assertThat(layout.ids(TWO_PROMPTS))
                .containsExactly(1, 2, 3, 4, 5, 6, 11, 12, 13, 14, 15, 0, 7, 0, 8, 9, 16, 0, 17, 0);
    }

    @Test
    void aTokenOfAPrefixHasOnePlaceForAllOfItsRows() {
        PassLayout layout = PassLayout.of(TWO_PROMPTS);

        assertThat(layout.place(0, 5)).isEqualTo(5);
        assertThat(layout.place(1, 5)).isEqualTo(5);
        assertThat(layout.place(3, 0)).isEqualTo(6);
        assertThat(layout.place(0, 6)).isEqualTo(12);
        assertThat(layout.place(1, 7)).isEqualTo(15);
        assertThat(layout.place(3, 5)).isEqualTo(18);
    }

    @Test
    void rowsWithoutOneAreWhole() {
        PassLayout layout = PassLayout.of(List.of(new int[] {1, 2, 3}, new int[] {4, 5}));

        assertThat(layout.shape()).containsExactly(2, 3, 0, 0);
        assertThat(layout.lengths()).isEmpty();
        assertThat(layout.ids(List.of(new int[] {1, 2, 3}, new int[] {4, 5}))).containsExactly(1, 2, 3, 4, 5, 0);
        assertThat(layout.place(1, 1)).isEqualTo(4);
    }

    @Test
    void aSharedTokenOrTwoAreNotWorthIt() {
        // 3 * 10 tokens whole; 1 + 3 * 9 = 28 tokens with the first one shared
        int[] one = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10};
        int[] other = {1, 3, 3, 4, 5, 6, 7, 8, 9, 10};
        int[] third = {1, 4, 3, 4, 5, 6, 7, 8, 9, 10};

        assertThat(PassLayout.of(List.of(one, other, third)).shape()).containsExactly(3, 10, 0, 0);
    }

    @Test
    void everyRowKeepsATokenOfItsOwn() {
        int[] row = {1, 2, 3, 4};

        PassLayout layout = PassLayout.of(List.of(row, row, row));

        assertThat(layout.shape()).containsExactly(1, 3, 3, 1);
        assertThat(layout.ids(List.of(row, row, row))).containsExactly(1, 2, 3, 4, 4, 4);
    }

    /** 2 * 1 700 tokens would hold 2 300 - 512 weights for each head beyond those of short rows; 600 tokens are saved. */
    @Test
    void longResponsesAreComputedWholeIfTheirAttentionWouldTakeMoreMemory() {
        assertThat(PassLayout.of(rows(2, 600, 1_700)).shape()[2]).isZero();
    }

    /** 8 * 64 tokens hold some 2 064 - 512 weights for each head, 0.8 million; 7 * 2 000 tokens are saved. */
    @Test
    void shortResponsesToALongPromptShareIt() {
        assertThat(PassLayout.of(rows(8, 2_000, 64)).shape()[2]).isEqualTo(8);
    }

    /** Rows that begin with the same tokens and then have one of their own. */
    private static List<int[]> rows(int count, int shared, int own) {
        return IntStream.rangeClosed(1, count)
                .mapToObj(row -> {
                    int[] tokens = new int[shared + own];
                    Arrays.fill(tokens, shared, shared + own, row);
                    return tokens;
                })
                .toList();
    }
}
