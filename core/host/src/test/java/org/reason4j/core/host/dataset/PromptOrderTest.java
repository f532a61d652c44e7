package org.reason4j.core.host.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.reason4j.api.plugin.ConfigException;

class PromptOrderTest {

    private static int[] steps(PromptOrder order, int first, int last) {
        return IntStream.rangeClosed(first, last)
                .flatMap(step -> IntStream.of(order.examplesOf(step)))
                .toArray();
    }

    @Test
    void everyEpochHasEveryExampleOnce() {
        // 5 steps of 4 cover two epochs of 10; the third step ends one and begins the next
        int[] drawn = steps(new PromptOrder(7, 10, 4, true), 1, 5);
        assertThat(IntStream.of(drawn).limit(10)).containsExactlyInAnyOrder(0, 1, 2, 3, 4, 5, 6, 7, 8, 9);
        assertThat(IntStream.of(drawn).skip(10)).containsExactlyInAnyOrder(0, 1, 2, 3, 4, 5, 6, 7, 8, 9);
    }

    @Test
    void withoutShufflingTheOrderIsThatOfTheDataset() {
        assertThat(steps(new PromptOrder(7, 3, 2, false), 1, 3)).containsExactly(0, 1, 2, 0, 1, 2);
    }

    @Test
    void epochsDifferAndSoDoSeeds() {
        PromptOrder order = new PromptOrder(7, 20, 20, true);
        assertThat(order.examplesOf(1)).isNotEqualTo(order.examplesOf(2));
        assertThat(order.examplesOf(1)).isNotEqualTo(new PromptOrder(8, 20, 20, true).examplesOf(1));
    }

    @Test
    void aStepDependsOnNothingThatHappenedBefore() {
        PromptOrder order = new PromptOrder(7, 10, 4, true);
        int[] fresh = new PromptOrder(7, 10, 4, true).examplesOf(9);
        steps(order, 1, 8);
        assertThat(order.examplesOf(9)).isEqualTo(fresh);
    }

    @Test
    void aStepLargerThanTheDatasetTakesSeveralEpochs() {
        assertThat(new PromptOrder(7, 2, 5, false).examplesOf(1)).containsExactly(0, 1, 0, 1, 0);
    }

    @Test
    void everyExampleComesFirstAboutEquallyOften() {
        // 3000 epochs of 3 examples: each should lead 1000 of them; 5 standard deviations are 5 * sqrt(667) = 129
        PromptOrder order = new PromptOrder(7, 3, 3, true);
        int[] leads = new int[3];
        IntStream.range(0, 3000).forEach(epoch -> leads[order.epoch(epoch)[0]]++);
        assertThat(IntStream.of(leads).boxed())
                .allSatisfy(count -> assertThat(count).isBetween(871, 1129));
    }

    @Test
    void anEmptyDatasetIsAProblem() {
        assertThatThrownBy(() -> new PromptOrder(7, 0, 4, true))
                .isInstanceOf(ConfigException.class)
                .hasMessage("found a dataset of 0 examples, expected at least 1");
    }
}
