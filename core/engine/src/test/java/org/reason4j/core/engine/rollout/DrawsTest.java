package org.reason4j.core.engine.rollout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class DrawsTest {

    /** The first numbers of SplitMix64 from seed 1234567, as its authors' C code prints them. */
    private static final long[] SEED_1234567 = {
        6457827717110365317L,
        3203168211198807973L,
        Long.parseUnsignedLong("9817491932198370423"),
        4593380528125082431L,
        Long.parseUnsignedLong("16408922859458223821")
    };

    @Test
    void aDrawIsTheUpper23BitsOfANumberOfSplitMix64() {
        for (int position = 0; position < 5; position++) {
            assertThat(Draws.uniform(1234567, position))
                    .isEqualTo((float) ((SEED_1234567[position] >>> 41) / (double) (1 << 23)));
        }
        // 6457827717110365317 / 2^64 = 0.350079..
        assertThat(Draws.uniform(1234567, 0)).isCloseTo(0.350079f, within(2e-6f));
    }

    @Test
    void theFirstLinkOfAKeyIsTheFirstNumberFromTheSeed() {
        // every further link is a number of SplitMix64 from (key + part - gamma)
        long gamma = 0x9E3779B97F4A7C15L;
        long key = SEED_1234567[0];
        for (long part : new long[] {3, 'a', 'b', 2}) {
            key = splitMix64(key + part - gamma);
        }
        assertThat(Draws.key(1234567, 3, "ab", 2)).isEqualTo(key);
    }

    private static long splitMix64(long seed) {
        long z = seed + 0x9E3779B97F4A7C15L;
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }

    @Test
    void drawsFillTheUnitIntervalEvenlyAndStayBelowOne() {
        long key = Draws.key(5, 1, "prompt", 0);
        System.out.println("key " + key);
        int[] tenths = new int[10];
        double sum = 0;
        for (int position = 0; position < 100_000; position++) {
            float draw = Draws.uniform(key, position);
            assertThat(draw).isGreaterThanOrEqualTo(0f).isLessThan(1f);
            tenths[(int) (10 * draw)]++;
            sum += draw;
        }
        // the mean has a deviation of 1 / sqrt(12 * 100000) = 0.0009, a tenth's count one of sqrt(100000 * 0.09) = 95
        assertThat(sum / 100_000).isCloseTo(0.5, within(0.004));
        for (int count : tenths) {
            assertThat(count).isBetween(10_000 - 400, 10_000 + 400);
        }
    }

    @Test
    void seedStepPromptAndSampleEachMakeAnotherKey() {
        Set<Long> keys = new HashSet<>();
        for (long seed = 0; seed < 8; seed++) {
            for (long step = 0; step < 8; step++) {
                for (String prompt : new String[] {"", "0", "1", "01", "10", "é", "prompt-1", "prompt-2"}) {
                    for (int sample = 0; sample < 8; sample++) {
                        keys.add(Draws.key(seed, step, prompt, sample));
                    }
                }
            }
        }
        assertThat(keys).hasSize(8 * 8 * 8 * 8);
    }
}
