package org.reason4j.product.proofs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Temperatures that change, and log-probabilities that are those at the temperature of their row. */
class ScheduleProofTest {

    @TempDir
    Path directory;

    private Path run(String sampler, boolean mixed) {
        return ProofRun.in(directory)
                .plugin("temperature")
                .with("sampler", sampler)
                .with("schedules", "[{name: two-temperatures, config: {mixed: " + mixed + "}}]")
                .with("rewards", "[{name: lowercase}, {name: temperature, weight: 0}]")
                .start("run");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{name: group}", "{name: eptree, config: {trees: 2, forks: 1, branches: 1}}"})
    void byStepTheMismatchIsThatOfRounding(String sampler) {
        Path run = run(sampler, false);

        List<Double> temperatures = ProofRun.metric(run, "reward/temperature/mean");
        for (int i = 0; i < 4; i++) {
            assertThat(temperatures.get(i)).isCloseTo(i % 2 == 0 ? 0.5 : 1.3, within(1e-9));
        }
        assertThat(ProofRun.metric(run, "mismatch/logprob_diff_max")).allMatch(difference -> difference < 1e-4);
        List<Double> entropies = ProofRun.metric(run, "policy/entropy");
        assertThat(entropies.get(0)).isLessThan(entropies.get(1));
    }

    @Test
    void byRequestRowsOfOneBatchHaveTheirOwn() {
        Path run = run("{name: group}", true);

        // samples 0 and 2 at one temperature, 1 and 3 at the other: (0.5 + 1.3) / 2
        assertThat(ProofRun.metric(run, "reward/temperature/mean"))
                .allSatisfy(mean -> assertThat(mean).isCloseTo(0.9, within(1e-9)));
        assertThat(ProofRun.metric(run, "mismatch/logprob_diff_max")).allMatch(difference -> difference < 1e-4);
    }
}
