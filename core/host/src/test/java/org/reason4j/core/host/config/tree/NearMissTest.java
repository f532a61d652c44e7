package org.reason4j.core.host.config.tree;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class NearMissTest {

    @Test
    void swappedInsertedAndReplacedLettersAreOneSlipEach() {
        assertThat(NearMiss.distance("grop", "grpo")).isEqualTo(1);
        assertThat(NearMiss.distance("grppo", "grpo")).isEqualTo(1);
        assertThat(NearMiss.distance("grqo", "grpo")).isEqualTo(1);
        assertThat(NearMiss.distance("", "grpo")).isEqualTo(4);
    }
}
