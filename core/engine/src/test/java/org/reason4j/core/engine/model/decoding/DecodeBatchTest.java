package org.reason4j.core.engine.model.decoding;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.reason4j.core.engine.model.LanguageModel;
import org.reason4j.core.engine.model.Precision;
import org.reason4j.core.engine.model.TinyModels;

/** A slot has a row in caches of about its length, and the products have rows for slots that hold something. */
class DecodeBatchTest {

    private static final int LONGEST = 1104;

    private LanguageModel model;
    private DecodeBatch batch;

    @BeforeEach
    void opens() {
        model = LanguageModel.load(TinyModels.directory(TinyModels.LLAMA), Device.cpu(), Precision.FP32);
        batch = new DecodeBatch(model, 24, LONGEST);
    }

    @AfterEach
    void closes() {
        batch.close();
        model.close();
    }

    @Test
    void lengthsGrowByAHalfAndAThirdInTurns() {
        assertThat(Stream.of(1, 128, 129, 192, 193, 257, 385, 513, 769, 1024)
                        .map(columns -> CacheRows.lengthFor(columns, LONGEST)))
                .containsExactly(128, 128, 192, 192, 256, 384, 512, 768, 1024, 1024);
        assertThat(CacheRows.lengthFor(1025, LONGEST)).isEqualTo(LONGEST);
    }

    @Test
    void aLongSlotMakesNoOtherOneLong() {
        reserve(100, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9);
        reserve(700, 10);
        assertThat(lengths()).containsExactly(128, 768);
        assertThat(places()).containsExactly(List.of(0, 1, 2, 3, 4, 5, 6, 7, 8, 9), List.of(10));

        reserve(150, 3); // the last row of its old caches fills the gap
        assertThat(lengths()).containsExactly(128, 192, 768);
        assertThat(places()).containsExactly(List.of(0, 1, 2, 9, 4, 5, 6, 7, 8), List.of(3), List.of(10));

        batch.free(10);
        batch.free(0);
        assertThat(lengths()).containsExactly(128, 192);
        assertThat(places()).containsExactly(List.of(8, 1, 2, 9, 4, 5, 6, 7), List.of(3));
    }

    @Test
    void productsShrinkWithTheSlotsThatHoldSomething() {
        assertThat(batch.rows()).isZero();
        reserve(100, IntStream.range(0, 24).toArray());
        assertThat(batch.rows()).isEqualTo(24);
        IntStream.range(0, 8).forEach(batch::free); // the first ones: rows of the others move up
        assertThat(batch.rows()).isEqualTo(16);
        IntStream.range(8, 23).forEach(batch::free);
        assertThat(batch.rows()).isEqualTo(batch.rowBlock()); // one slot, and rows that fill up
        assertThat(batch.rowBlock()).isIn(1, 2, 4, 8);
        batch.free(23);
        assertThat(batch.rows()).isZero();
    }

    @Test
    void whatASlotHoldsGoesWithIt() {
        try (NDManager scope = model.scope()) {
            int heads = model.config().keyValueHeads();
            for (int place : List.of(4, 5, 6)) {
                NDArray columns =
                        scope.full(new Shape(heads, 120, model.config().headSize()), place);
                batch.put(new NDList(Collections.nCopies(2 * model.config().layers(), columns)), place, 0, 120);
            }
            batch.free(4);
            reserve(600, 5);
            for (int place : List.of(5, 6)) {
                for (NDArray taken : batch.take(scope, place, 0, 120)) {
                    assertThat(taken.toFloatArray()).containsOnly(place);
                }
            }
        }
    }

    private void reserve(int columns, int... places) {
        batch.reserve(places, place -> columns);
    }

    private List<Integer> lengths() {
        return batch.caches().stream().map(CacheRows::columns).toList();
    }

    private List<List<Integer>> places() {
        return batch.caches().stream().map(CacheRows::places).toList();
    }
}
