package org.reason4j.core.trainer.learning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.reason4j.api.data.Finish;
import org.reason4j.api.data.Prompt;
import org.reason4j.api.data.SamplingParams;
import org.reason4j.api.data.TokenStream;
import org.reason4j.api.data.Trajectory;

class TokenAgesTest {

    private static final Prompt PROMPT = Prompt.of("p", List.of(), new int[] {1});

    private static Trajectory response(float... versions) {
        int oldest = (int) IntStream.range(0, versions.length)
                .mapToDouble(t -> versions[t])
                .min()
                .orElseThrow();
        return Trajectory.sampled(
                        PROMPT,
                        0,
                        new int[versions.length],
                        "",
                        Finish.STOP,
                        oldest,
                        SamplingParams.of(versions.length))
                .with(TokenStream.POLICY_VERSION, versions);
    }

    /** The rows of vector {@code inflight-versions}, which version 6 trains. */
    private static final List<Trajectory> ROWS =
            List.of(response(3, 3, 4, 5), response(5, 5, 5, 5), response(1, 2, 2, 5));

    @Test
    void theAgeOfARowIsThatOfItsOldestTokenAndItsMeanIsOverTokens() {
        assertThat(ROWS).extracting(row -> TokenAges.of(List.of(row), 6).max()).containsExactly(3L, 1L, 5L);
        assertThat(ROWS)
                .extracting(row -> TokenAges.of(List.of(row), 6).mean().orElseThrow())
                .containsExactly(2.25, 1.0, 3.5);
    }

    @Test
    void allTokensOfAStepCountAlike() {
        TokenAges ages = TokenAges.of(ROWS, 5);
        assertThat(ages.max()).isEqualTo(4);
        assertThat(ages.mean().orElseThrow()).isCloseTo((5 + 0 + 10) / 12.0, within(1e-12));
        assertThat(ages.olderShare()).isCloseTo(6 / 12.0, within(1e-12));
        assertThat(ages.metrics())
                .containsOnly(
                        entry("staleness/max", 4.0),
                        entry("staleness/older_tokens", 6 / 12.0),
                        entry("staleness/age_0", 6 / 12.0),
                        entry("staleness/age_1", 1 / 12.0),
                        entry("staleness/age_2", 2 / 12.0),
                        entry("staleness/age_3", 2 / 12.0),
                        entry("staleness/age_4", 1 / 12.0)); // 5 + 10 = 1 + 2 * 2 + 2 * 3 + 4 updates in all
    }

    @Test
    void tokensThatAreNotLearnedHaveNoAge() {
        Trajectory newest = ROWS.get(2).withLearned(new boolean[] {false, false, false, true});
        assertThat(TokenAges.of(List.of(newest), 6).max()).isEqualTo(1);
    }

    @Test
    void aResponseWithoutVersionsHasThatOfItsPolicy() {
        Trajectory whole = Trajectory.sampled(PROMPT, 0, new int[3], "", Finish.STOP, 2, SamplingParams.of(3));
        assertThat(TokenAges.of(List.of(whole), 6).max()).isEqualTo(4);
    }

    @Test
    void withoutTokensThereIsNoMetric() {
        assertThat(TokenAges.of(List.of(), 6).metrics()).isEmpty();
        assertThat(TokenAges.of(List.of(), 6).mean()).isEmpty();
    }
}
