package org.reason4j.reward.dense.step;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.reason4j.api.data.SamplingParams;
import org.reason4j.api.data.Trajectory;
import org.reason4j.api.sampler.RolloutRequest;

class VineTest {

    private static List<RolloutRequest> from(String... beginnings) {
        return Stream.of(beginnings)
                .map(text -> {
                    Trajectory known = Groups.written(0, text);
                    return RolloutRequest.branch(known, known.length(), 1, SamplingParams.of(5));
                })
                .toList();
    }

    @Test
    void itHoldsEachTokenOfTheBeginningsOnce() {
        assertThat(new Vine(from("")).maxTokens()).isZero();
        assertThat(new Vine(from("", "ab", "ab", "abcd")).maxTokens()).isEqualTo(4);
        // a b c d, then e f after a b, then x y: 4 + 2 + 2
        assertThat(new Vine(from("abef", "xy", "ab", "abcd", "x")).maxTokens()).isEqualTo(8);
    }

    @Test
    void allIsWrittenInOneRoundAndNothingIsKept() {
        List<RolloutRequest> requests = from("", "ab");
        Vine vine = new Vine(requests);
        assertThat(requests).noneMatch(vine::keeps);
        assertThat(vine.next(List.of())).isEqualTo(requests);
        assertThat(vine.next(List.of(Groups.written(1, "$"), Groups.written(2, "ab$"))))
                .isEmpty();
    }
}
