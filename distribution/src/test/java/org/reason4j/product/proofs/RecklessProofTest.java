package org.reason4j.product.proofs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Plugins that exhaust memory or stack, throw what cannot be described, or give numbers that fit nowhere. */
class RecklessProofTest {

    @TempDir
    Path directory;

    private ProofRun recipe() {
        return ProofRun.in(directory)
                .plugin("reckless")
                .with("training", "{steps: 2, promptsPerStep: 8, learningRate: 1e-2}")
                .with("evaluation", "{every: 99, limit: 2, threshold: 0.5, reward: {name: lowercase}}");
    }

    @Test
    void errorsOfARewardFollowThePolicyOfTheRecipe() {
        String policy = ", onFailure: drop-trajectory}";
        Path run = recipe().with(
                        "rewards",
                        "[{name: lowercase}, {name: exhausted" + policy + ", {name: deep" + policy + ", {name: mute"
                                + policy + "]")
                .start("run");

        for (String reward : new String[] {"exhausted", "deep", "mute"}) {
            assertThat(ProofRun.metric(run, "reward/" + reward + "/failed")).anyMatch(failed -> failed > 0);
        }
        assertThat(ProofRun.weights(run, 2)).isNotEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "rewards      | [{name: huge}]        | 'huge'      | 1.0E308  | prompt 'pair-",
                "rewards      | [{name: away, onFailure: drop-group}] | 'away' | connection refused | prompt 'pair-",
                "rewards      | [{name: stillborn}]   | 'stillborn' | can't be constructed | no comment",
                "rewards      | [{name: lowercase, weight: 1e200}, {name: lowercase, key: g, gate: true, weight: 1e200}]"
                        + " | weights: | lowercase=1.0E200 | prompt 'pair-",
                "shaping      | [{name: infinite}]    | 'infinite'  | Infinity | prompt 'pair-",
                "regularizers | [{name: no-number}]   | 'no-number' | NaN      | prompt 'pair-",
                "optimizer    | {name: overflow}      | 'overflow'  | 1.0E300  | prompt 'pair-",
            })
    void theMessageNamesThePlugin(String section, String yaml, String name, String found, String place) {
        Throwable failure = catchThrowable(() -> recipe().with(section, yaml).start("run"));

        assertThat(failure).isNotNull().hasMessageContainingAll(name, found, place);
    }
}
