package org.reason4j.api.random;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class SplitMix64Test {

    @Test
    void theNumbersAreThoseThatItsAuthorsCodePrints() {
        // printed by https://prng.di.unimi.it/splitmix64.c with x = 1234567; also the example of
        // https://rosettacode.org/wiki/Pseudo-random_numbers/Splitmix64
        String[] numbers = {
            "6457827717110365317",
            "3203168211198807973",
            "9817491932198370423",
            "4593380528125082431",
            "16408922859458223821"
        };
        for (int i = 0; i < numbers.length; i++) {
            assertThat(Long.toUnsignedString(SplitMix64.number(1234567, i))).isEqualTo(numbers[i]);
        }
    }

    @Test
    void theNumbersAreThoseOfTheJdk() {
        for (long seed : new long[] {0, -1, 42, Long.MIN_VALUE}) {
            SplittableRandom random = new SplittableRandom(seed);
            for (int i = 0; i < 10; i++) {
                assertThat(SplitMix64.number(seed, i)).as("seed %s", seed).isEqualTo(random.nextLong());
            }
        }
    }

    @Test
    void aFractionIsTheFirstFiftyThreeBits() {
        assertThat(SplitMix64.uniform(0)).isZero();
        assertThat(SplitMix64.uniform(1L << 63)).isEqualTo(0.5);
        assertThat(SplitMix64.uniform(1L << 62)).isEqualTo(0.25);
        assertThat(SplitMix64.uniform(-1)).isEqualTo(1 - 0x1p-53);
    }

    @Test
    void fractionsAreThoseOfTheJdk() {
        SplittableRandom random = new SplittableRandom(7);
        for (int i = 0; i < 10; i++) {
            assertThat(SplitMix64.uniform(SplitMix64.number(7, i))).isEqualTo(random.nextDouble());
        }
    }

    @Test
    void anIntegerBelowABoundIsTheUnsignedRemainder() {
        assertThat(SplitMix64.below(17, 10)).isEqualTo(7);
        assertThat(SplitMix64.below(-1, 10)).isEqualTo(5); // 2^64 - 1 = 18446744073709551615
        assertThat(SplitMix64.below(SplitMix64.number(1234567, 0), 10))
                .isEqualTo(7); // the first number above ends in 7
    }

    @Test
    void aKeyIsTheFirstNumberOfEachPartInTurn() {
        long seed = new SplittableRandom(42).nextLong();
        long first = new SplittableRandom(seed + 3).nextLong();
        long second = new SplittableRandom(first + 1).nextLong();
        assertThat(SplitMix64.key(42)).isEqualTo(seed);
        assertThat(SplitMix64.key(42, 3)).isEqualTo(first);
        assertThat(SplitMix64.key(42, 3, 1)).isEqualTo(second);
    }

    @Test
    void aTextCountsByItsBytesInOrder() {
        // 'ü' is the bytes C3 BC in UTF-8: -61 and -68
        long a = new SplittableRandom(9 + 'a').nextLong();
        long both = new SplittableRandom(new SplittableRandom(a - 61).nextLong() - 68).nextLong();
        assertThat(SplitMix64.extend(9, "")).isEqualTo(9);
        assertThat(SplitMix64.extend(9, "aü")).isEqualTo(both);
        assertThat(SplitMix64.extend(9, "ab")).isNotEqualTo(SplitMix64.extend(9, "ba"));
    }

    @Test
    void placesInDifferentOrderHaveDifferentKeys() {
        Set<Long> keys = new HashSet<>();
        for (int a = 0; a < 100; a++) {
            for (int b = 0; b < 100; b++) {
                keys.add(SplitMix64.key(1, a, b));
            }
        }
        assertThat(keys).hasSize(10_000);
    }
}
