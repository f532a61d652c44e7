package org.reason4j.reward.rulebased.problems;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class DrawsTest {

    @Test
    void drawsOfAProblemStayTheSame() {
        // data sets of released versions consist of these numbers
        Draws draws = new Draws(42, 3, 1);
        assertThat(LongStream.generate(() -> draws.between(0, 9)).limit(8))
                .containsExactly(9L, 4L, 7L, 4L, 1L, 8L, 0L, 0L);
        assertThat(draws.fraction()).isEqualTo(0.029490477030143514);
    }

    @Test
    void drawsAreTheSequenceThatStartsAtTheProblemsKey() {
        long index = new SplittableRandom(42).nextLong() + 3;
        long attempt = new SplittableRandom(index).nextLong() + 1;
        SplittableRandom random = new SplittableRandom(new SplittableRandom(attempt).nextLong());
        Draws draws = new Draws(42, 3, 1);
        for (int i = 0; i < 5; i++) {
            assertThat(draws.fraction()).isEqualTo(random.nextDouble());
        }
    }

    @Test
    void bothEndsOfARangeAreDrawn() {
        Draws draws = new Draws(1, 0, 0);
        assertThat(LongStream.generate(() -> draws.between(-1, 1))
                        .limit(100)
                        .distinct()
                        .sorted())
                .containsExactly(-1L, 0L, 1L);
    }

    @Test
    void aProblemStaysInItsSplit() {
        assertThat(Split.HELD_OUT.holds("50+51")).isTrue();
        assertThat(Split.TRAIN.holds("50+51")).isFalse();
        for (String key : new String[] {"47+85", "12+12", "10+13", "36+64", "99+99", "11+20", "1+2"}) {
            assertThat(Split.TRAIN.holds(key)).as(key).isTrue();
            assertThat(Split.HELD_OUT.holds(key)).as(key).isFalse();
        }
    }
}
