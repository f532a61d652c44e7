package org.reason4j.core.host.config.tree;

import static org.assertj.core.api.Assertions.assertThat;

<<<<<<< HEAD
=======
import java.util.List;
>>>>>>> b259477
import org.junit.jupiter.api.Test;

class NearMissTest {

    @Test
    void swappedInsertedAndReplacedLettersAreOneSlipEach() {
        assertThat(NearMiss.distance("grop", "grpo")).isEqualTo(1);
        assertThat(NearMiss.distance("grppo", "grpo")).isEqualTo(1);
        assertThat(NearMiss.distance("grqo", "grpo")).isEqualTo(1);
        assertThat(NearMiss.distance("", "grpo")).isEqualTo(4);
    }
<<<<<<< HEAD
=======

    @Test
    void caseDoesNotCount() {
        assertThat(NearMiss.distance("ClipHi", "clipHigh")).isEqualTo(2);
        assertThat(NearMiss.of("GRPO", List.of("ppo", "grpo"))).contains("grpo");
    }

    @Test
    void aThirdOfTheLongerNameMayDiffer() {
        // 8 letters allow 2 slips
        assertThat(NearMiss.of("clipHi", List.of("clipHigh"))).contains("clipHigh");
        assertThat(NearMiss.of("clip", List.of("clipHigh"))).isEmpty();
    }

    @Test
    void oneSlipIsAlwaysNear() {
        assertThat(NearMiss.of("j", List.of("k"))).contains("k");
    }
>>>>>>> b259477
}
