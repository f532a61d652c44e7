package org.reason4j.core.engine.model.decoding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.reason4j.api.data.SamplingParams;
import org.reason4j.core.engine.model.LanguageModel;
import org.reason4j.core.engine.model.Precision;
import org.reason4j.core.engine.model.TinyModels;

/** A prompt's first columns are held once for all slots that begin with it. */
class SharedPrefixTest {

    private static final int STEPS = 4;

    @Test
    void aPrefixIsTheWholeBlocksOf16ColumnsOfAPromptOf128OrMore() {
        assertThat(List.of(127, 128, 143, 144, 2047).stream().map(SharedPrefix::columnsOf))
                .containsExactly(0, 128, 128, 144, 2032);
    }

    @Test
    void readersAreSortedByTheirPrefixAndRepeatedUpToWholeBlocks() {
        Optional<SharedPrefix> one = Optional.of(new SharedPrefix(128, new NDList()));
        Optional<SharedPrefix> other = Optional.of(new SharedPrefix(160, new NDList()));
        List<Optional<SharedPrefix>> slots = List.of(one, Optional.empty(), other, one);

        PrefixReaders single = PrefixReaders.of(slots, 1);
        assertThat(single.members()).containsExactly(0, 3, 2);
        assertThat(single.counts()).containsExactly(2, 1);
        assertThat(single.holders()).containsExactly(0, 3, 2);
        assertThat(single.found()).containsExactly(0, 1, 2);

        PrefixReaders blocks = PrefixReaders.of(slots, 4);
        assertThat(blocks.members()).containsExactly(0, 3, 3, 3, 2, 2, 2, 2);
        assertThat(blocks.counts()).containsExactly(4, 4);
        assertThat(blocks.holders()).containsExactly(0, 3, 2);
        assertThat(blocks.found()).containsExactly(0, 1, 4);
    }

    @Test
    void slotsAndSlicesOfAPromptHoldOnePrefixWhichIsFreedWithTheLast() {
        try (LanguageModel model =
                        LanguageModel.load(TinyModels.directory(TinyModels.LLAMA), Device.cpu(), Precision.FP32);
                DecodingSession session = new DecodingSession(model, 8, 300)) {
            session.prefill(List.of(TinyModels.tokens(150, 1)), new int[] {0, 0}, new int[] {2, 5});
            CacheSlice one = session.take(2, 0, 150);
            CacheSlice other = session.take(5, 0, 150);
            NDArray held = one.prefix().orElseThrow().tensors().get(0);
            assertThat(other.prefix()).containsSame(one.prefix().orElseThrow());
            // 150 = 144 + 6: a slice copies six columns
            assertThat(one.tensors().get(0).getShape().get(1)).isEqualTo(6);
            assertThat(held.getShape().get(1)).isEqualTo(144);
            assertThatThrownBy(() -> session.take(2, 16, 150))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage(
                            "positions 16 to 150 are a part of the 144 that slot 2 shares, expected all of them or none");

            session.put(one, 7, 0, 150);
            Chunk chunk = session.decode(STEPS, start(150, 2, 5, 7));
            assertThat(tokens(chunk, 7)).isEqualTo(tokens(chunk, 2)).isEqualTo(tokens(chunk, 5));
            assertThat(logprobs(chunk, 7)).isEqualTo(logprobs(chunk, 2)).isEqualTo(logprobs(chunk, 5));

            session.resize(new int[] {7}, 8);
            session.free(0);
            one.close();
            assertThat(held.isReleased()).isFalse();
            other.close();
            assertThat(held.isReleased()).isTrue();
        }
    }

    /** Nothing is left for the slots' own columns, and the session has none yet. */
    @Test
    void aPromptOfWholeBlocksIsReadFirst() {
        try (LanguageModel model =
                        LanguageModel.load(TinyModels.directory(TinyModels.LLAMA), Device.cpu(), Precision.FP32);
                DecodingSession alone = new DecodingSession(model, 8, 300);
                DecodingSession other = new DecodingSession(model, 8, 300)) {
            int[] prompt = TinyModels.tokens(144, 1);
            alone.prefill(List.of(prompt), new int[] {0}, new int[] {2});
            other.prefill(List.of(TinyModels.tokens(100, 2), prompt), new int[] {0, 1}, new int[] {0, 2});
            assertThat(logprobs(alone.decode(STEPS, start(144, 2)), 2))
                    .isEqualTo(logprobs(other.decode(STEPS, start(144, 2)), 2));
        }
    }

    /** Some slots go on behind so many tokens with the same token and draws; the others are idle. */
    private static ChunkStart start(int after, int... busy) {
        int[] token = new int[8];
        int[] position = new int[8];
        int[] left = new int[8];
        float[] uniforms = new float[8 * STEPS];
        int[] forced = new int[8 * STEPS];
        Arrays.fill(forced, -1);
        Arrays.fill(uniforms, 0.4f);
        for (int slot : busy) {
            token[slot] = 50;
            position[slot] = after;
            left[slot] = STEPS;
        }
        return new ChunkStart(
                token,
                position,
                left,
                forced,
                uniforms,
                Collections.nCopies(8, Optional.of(SamplingParams.of(STEPS))),
                new int[0]);
    }

    private static int[] tokens(Chunk chunk, int slot) {
        return Arrays.copyOfRange(chunk.tokens(), slot * STEPS, (slot + 1) * STEPS);
    }

    private static float[] logprobs(Chunk chunk, int slot) {
        return Arrays.copyOfRange(chunk.logprobs(), slot * STEPS, (slot + 1) * STEPS);
    }
}
