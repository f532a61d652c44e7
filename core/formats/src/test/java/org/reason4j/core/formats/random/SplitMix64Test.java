package org.reason4j.core.formats.random;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class SplitMix64Test {

    @Test
    void theNumbersAreThoseThatItsAuthorsCodePrints() {
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
}
