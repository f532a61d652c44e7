package org.reason4j.core.host.config.constraint;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class IntervalTest {

    @Test
    void bracketsIncludeTheirEndAndParenthesesDoNot() {
        Interval half = Interval.of("(0, 1]");
        assertThat(half.contains(0)).isFalse();
        assertThat(half.contains(1)).isTrue();
        assertThat(half.contains(1.1)).isFalse();
    }

    @Test
    void neitherNanNorInfinityIsInAnInterval() {
        assertThat(Interval.of("(-inf, inf)").contains(Double.NaN)).isFalse();
        assertThat(Interval.of("[0, inf)").contains(Double.POSITIVE_INFINITY)).isFalse();
    }

    @Test
    void anIntervalSaysWhatItAsksFor() {
        assertThat(Interval.of("[1, inf)").expectation()).isEqualTo("at least 1");
        assertThat(Interval.of("(0, inf)").expectation()).isEqualTo("a finite number greater than 0");
        assertThat(Interval.of("[0, 1)").expectation()).isEqualTo("a number in [0, 1)");
    }
}
