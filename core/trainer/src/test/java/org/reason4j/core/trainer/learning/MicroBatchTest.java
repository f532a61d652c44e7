package org.reason4j.core.trainer.learning;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.reason4j.api.data.Trajectory;

class MicroBatchTest {

    /** One response token of two is learned. */
    private static final Trajectory HALF = Trajectories.of(1, new boolean[] {false, true}, Map.of());

    private static final Trajectory THREE = Trajectories.of(1, 3);

    @Test
    void itFillsUpWithTrajectoriesByLengthPaddingIncluded() {
        // lengths 9, 3, 4, 3; three rows of 4 are 12 tokens, and with the 9 there would be 36
        List<MicroBatch> batches = MicroBatch.split(
                List.of(Trajectories.of(4, 5), Trajectories.of(1, 2), Trajectories.of(3, 1), Trajectories.of(2, 1)),
                12);
        assertThat(batches).extracting(MicroBatchTest::members).containsExactly(List.of(1, 3, 2), List.of(0));
        assertThat(batches.get(0).width()).isEqualTo(2);
        assertThat(batches.get(0).tokens()).isEqualTo(3 + 3 + 4);
    }

    @Test
    void responsesToAPromptAreTogetherWhereThatSavesTokens() {
        // a prompt of 30 or 29 tokens and twice 3 are 36 or 35 tokens; by length two rows of 32 were too many
        List<MicroBatch> batches = MicroBatch.split(
                List.of(Trajectories.of(30, 2), Trajectories.of(29, 2), Trajectories.of(30, 3), Trajectories.of(29, 3)),
                40);
        assertThat(batches).extracting(MicroBatchTest::members).containsExactly(List.of(1, 3), List.of(0, 2));
        assertThat(batches)
                .allSatisfy(batch -> assertThat(batch.rows().computedTokens()).isLessThanOrEqualTo(40));
    }

    @Test
    void aTrajectoryThatIsTooLongIsAlone() {
        List<MicroBatch> batches = MicroBatch.split(List.of(Trajectories.of(20, 5), Trajectories.of(20, 6)), 4);
        assertThat(batches).extracting(MicroBatch::size).containsExactly(1, 1);
    }

    @Test
    void aTrajectoryWithoutLearnedTokensIsInNone() {
        Trajectory nothing = Trajectories.of(1, new boolean[] {false}, Map.of());
        assertThat(MicroBatch.split(List.of(nothing), 100)).isEmpty();
        assertThat(members(MicroBatch.split(List.of(nothing, THREE), 100).get(0)))
                .containsExactly(1);
    }

    @Test
    void numbersOfScoredTokensAreSpreadOverRowsWithZerosElsewhere() {
        MicroBatch batch = MicroBatch.split(List.of(HALF, THREE), 100).get(0);
        assertThat(batch.padded(new float[] {5, 6, 7, 8})).containsExactly(0, 5, 0, 6, 7, 8);
        assertThat(batch.mask()).containsExactly(0, 1, 0, 1, 1, 1);
    }

    @Test
    void gatheringUndoesSpreading() {
        MicroBatch batch = MicroBatch.split(List.of(HALF, THREE), 100).get(0);
        float[] scored = {5, 6, 7, 8};
        assertThat(batch.scored(batch.padded(scored))).containsExactly(scored);
    }

    @Test
    void whatAStreamSaysOfTokensThatAreNotLearnedIsLeftOut() {
        MicroBatch batch = MicroBatch.split(List.of(HALF), 100).get(0);
        assertThat(batch.padded(List.of(new float[] {Float.NaN, 2}))).containsExactly(0, 2);
    }

    private static List<Integer> members(MicroBatch batch) {
        return IntStream.range(0, batch.size()).mapToObj(batch::index).toList();
    }

    @Test
    void anObservingMicroBatchScoresEveryTokenAndKeepsBothKindsApart() {
        MicroBatch batch = MicroBatch.split(List.of(HALF, THREE), Optional.empty(), 100, true)
                .get(0);
        int all = HALF.length() + THREE.length();
        float[] scored = new float[all];
        for (int m = 0; m < all; m++) {
            scored[m] = m + 1;
        }
        assertThat(batch.rows().scored()).isEqualTo(all);
        float[] learned = batch.padded(scored);
        float[] observed = batch.observed(scored);
        float[] mask = batch.mask();
        float[] sum = new float[mask.length];
        for (int i = 0; i < mask.length; i++) {
            assertThat(mask[i] > 0 ? observed[i] : learned[i]).isZero();
            sum[i] = learned[i] + observed[i];
        }
        assertThat(batch.scored(sum)).containsExactly(scored);
        assertThat(batch.learned(scored)).hasSize(HALF.learnedTokens() + THREE.learnedTokens());
    }
}
