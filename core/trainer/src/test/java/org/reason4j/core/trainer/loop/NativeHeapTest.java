package org.reason4j.core.trainer.loop;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class NativeHeapTest {

    @Test
    void isTrimmedWhereTheRuntimeCan() {
        NativeHeap heap = new NativeHeap(Duration.ZERO);
        assertThat(heap.trimNowAndThen()).isEqualTo(heap.canTrim());
        assertThat(heap.trimNowAndThen()).isEqualTo(heap.canTrim());
    }

    @Test
    void isNotTrimmedAgainWithinThePause() {
        assertThat(new NativeHeap(Duration.ofHours(1)).trimNowAndThen()).isFalse();
    }
}
