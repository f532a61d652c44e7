package org.reason4j.product.proofs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.reason4j.api.plugin.ConfigException;
import org.reason4j.api.plugin.PluginException;

/** Plugins that break their contracts: the message says which component of which jar it was. */
class BreachesProofTest {

    @TempDir
    Path directory;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "data         | {train: {name: null-examples}, evaluation: {name: letters}} | dataset   | null-examples | null",
                "curriculum   | {name: null-choice}    | curriculum    | null-choice  | null",
                "curriculum   | {name: empty-choice}   | curriculum    | empty-choice | no example",
                "schedules    | [{name: null-params}]  | schedule      | null-params  | null",
                "schedules    | [{name: longer}]       | schedule      | longer       | 17",
                "sampler      | {name: null-groups}    | sampler       | null-groups  | null",
                "rewards      | [{name: linkage}]      | reward        | linkage      | org.example.Gone",
                "rewards      | [{name: null-scores}]  | reward        | null-scores  | null",
                "rewards      | [{name: short-scores}] | reward        | short-scores | 1",
                "filters      | [{name: null-filter}]  | filter        | null-filter  | null",
                "shaping      | [{name: short-groups}] | shaper        | short-groups | 3",
                "optimizer    | {name: null-credit}    | optimizer     | null-credit  | null",
                "optimizer    | {name: matrix-loss}    | optimizer     | matrix-loss  | scalar",
                "credit       | [{name: throws}]       | credit shaper | throws       | out of chalk",
            })
    void aComponentThatBreaksItsContractStopsTheRun(
            String section, String yaml, String kind, String name, String found) {
        ProofRun recipe = ProofRun.in(directory)
                .plugin("faulty")
                .with("evaluation", "{every: 99, limit: 2, threshold: 0.5, reward: {name: lowercase}}")
                .with(section, yaml);

        Throwable failure = catchThrowable(() -> recipe.start("run"));

        assertThat(failure)
                .isNotNull()
                .hasMessageContaining(kind)
                .hasMessageContaining("'" + name + "'")
                .hasMessageContaining("faulty-1.2.0.jar")
                .hasMessageContaining("version 1.2.0")
                .hasMessageContaining(found);
    }

    @Test
    void anErrorOfLinkingIsNeverAScore() {
        ProofRun recipe = ProofRun.in(directory)
                .plugin("faulty")
                .with("rewards", "[{name: lowercase}, {name: linkage, onFailure: drop-trajectory}]");

        assertThatThrownBy(() -> recipe.start("run"))
                .isInstanceOf(PluginException.class)
                .hasRootCauseInstanceOf(NoClassDefFoundError.class);
    }

    @Test
    void aBackendIsNotForSomethingElse() {
        assertThatThrownBy(() ->
                        ProofRun.in(directory).with("backend", "{name: group}").start("run"))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("backend");
    }
}
