package org.reason4j.reward.unsupervised.vote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.reason4j.reward.unsupervised.Responses.response;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.reason4j.api.data.ScoredGroup;
import org.reason4j.api.data.ScoredTrajectory;

class SubsampleTest {

    private static ScoredGroup group(int... samples) {
        List<ScoredTrajectory> members = IntStream.of(samples)
                .mapToObj(sample -> ScoredTrajectory.of(response("p", sample, "x", 0), sample))
                .toList();
        return ScoredGroup.of(members.get(0).trajectory().prompt(), members);
    }

    @Test
    void theResponsesWithTheSmallestIndicesAreKeptInTheirOrder() {
        assertThat(new Subsample(new SubsampleConfig(2))
                        .filter(group(3, 0, 2, 1))
                        .orElseThrow()
                        .rewards())
                .containsExactly(0, 1);
    }

    @Test
    void aGroupThatIsSmallAlreadyIsKeptWhole() {
        assertThat(new Subsample(new SubsampleConfig(4))
                        .filter(group(3, 0, 2, 1))
                        .orElseThrow()
                        .rewards())
                .containsExactly(3, 0, 2, 1);
    }

    @Test
    void itSaysThatItSplitsGroups() {
        assertThat(new Subsample(SubsampleConfig.DEFAULTS).splitsGroups()).isTrue();
    }
}
