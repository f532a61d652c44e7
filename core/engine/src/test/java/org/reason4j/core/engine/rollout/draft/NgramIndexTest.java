package org.reason4j.core.engine.rollout.draft;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class NgramIndexTest {

    /** A sequence that grows within an array. */
    private static final class Growing implements DraftSource {

        private final int[] tokens = new int[4096];
        private int known;

        Growing(int... first) {
            append(first);
        }

        final void append(int... further) {
            System.arraycopy(further, 0, tokens, known, further.length);
            known += further.length;
        }

        @Override
        public int[] tokens() {
            return tokens;
        }

        @Override
        public int known() {
            return known;
        }
    }

    private static int[] draft(NgramIndex index, DraftSource sequence, int most) {
        int[] draft = new int[most];
        return Arrays.copyOf(draft, index.draft(sequence, draft, 0, most));
    }

    @Test
    void whatFollowedTheLastTokensOfASequenceEarlierIsItsDraft() {
        NgramIndex index = new NgramIndex();
        Growing sequence = new Growing(1, 2, 3, 4, 5, 9, 1, 2);
        index.add(sequence);

        assertThat(draft(index, sequence, 3)).containsExactly(3, 4, 5);
        sequence.append(7);
        assertThat(draft(index, sequence, 3)).isEmpty(); // 2 7 never stood before
    }

    @Test
    void theLongestNGramDecidesAndOfEqualOnesTheLastOne() {
        NgramIndex index = new NgramIndex();
        index.add(new DraftMemory.Written(new int[] {5, 1, 2, 30}));
        index.add(new DraftMemory.Written(new int[] {6, 1, 2, 40, 41}));
        Growing sequence = new Growing(5, 1, 2);
        index.add(sequence);

        assertThat(draft(index, sequence, 3)).containsExactly(30); // after 5 1 2
        Growing other = new Growing(8, 1, 2);
        assertThat(draft(index, other, 3)).containsExactly(40, 41); // after 1 2, as it stood last
    }

    @Test
    void aSequenceThatRepeatsItselfIsDraftedBeyondItsEnd() {
        NgramIndex index = new NgramIndex();
        Growing sequence = new Growing(1, 2, 3, 1, 2, 3, 1, 2);
        index.add(sequence);

        assertThat(draft(index, sequence, 7)).containsExactly(3, 1, 2, 3, 1, 2, 3);
    }

    @Test
    void sequencesThatGrowAreFoundAsFarAsTheyAreWritten() {
        NgramIndex index = new NgramIndex();
        Growing one = new Growing(1, 2);
        Growing other = new Growing(9, 1, 2);
        index.add(one);
        index.add(other);
        assertThat(draft(index, other, 4)).isEmpty(); // nothing stands after 1 2 yet

        one.append(3, 4);
        assertThat(draft(index, other, 4)).containsExactly(3, 4);
    }

    @Test
    void everyNGramOfALongSequenceIsFound() {
        int[] tokens = new int[3000];
        for (int i = 0; i < tokens.length; i++) {
            tokens[i] = i % 2 == 0 ? i / 2 : -1 - i * i % 7; // each second token stands once
        }
        NgramIndex index = new NgramIndex();
        index.add(new DraftMemory.Written(tokens));
        for (int i = 2; i < tokens.length; i++) {
            assertThat(draft(index, new Growing(tokens[i - 2], tokens[i - 1]), 1))
                    .containsExactly(tokens[i]);
        }
    }

    @Test
    void theMemoryHoldsTheLastResponsesToThePromptsAnsweredLast() {
        DraftMemory memory = new DraftMemory(10);
        memory.put("a", List.of(new Growing(1, 2, 3)));
        memory.put("b", List.of(new Growing(4, 5, 6), new Growing(7)));
        memory.put("a", List.of(new Growing(8, 9)));
        assertThat(memory.of("a").get(0).tokens()).containsExactly(8, 9);
        assertThat(memory.of("b")).hasSize(2);

        memory.put("c", List.of(new Growing(1, 2, 3, 4, 5))); // 6 tokens and 5 are more than 10: b goes
        assertThat(memory.of("b")).isEmpty();
        assertThat(memory.of("a")).hasSize(1);
        assertThat(memory.of("c")).hasSize(1);
    }
}
