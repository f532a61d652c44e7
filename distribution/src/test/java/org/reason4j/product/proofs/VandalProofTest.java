package org.reason4j.product.proofs;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Plugins that overwrite all that they can get at: what is trained is what is trained without them. */
class VandalProofTest {

    @TempDir
    Path directory;

    private ProofRun recipe(boolean wreck) {
        String vandal = "{name: vandal, config: {wreck: " + wreck + "}}";
        return ProofRun.in(directory)
                .plugin("vandal")
                .with("rewards", "[" + vandal + "]")
                .with("filters", "[" + vandal + "]")
                .with("shaping", "[" + vandal + "]")
                .with("credit", "[" + vandal + "]")
                .with("regularizers", "[" + vandal + ", " + vandal + "]")
                .with("environment", vandal)
                .with("sampler", vandal)
                .with("curriculum", vandal)
                .with("schedules", "[" + vandal + "]")
                .with("trackers", "[" + vandal + ", {name: jsonl}]");
    }

    @Test
    void theWeightsAndMetricsAreThoseOfARunWithoutVandals() {
        Path quiet = recipe(false).start("quiet");
        Path wrecked = recipe(true).start("wrecked");

        ProofRun.assertSame(quiet, wrecked, 4);
        assertThat(ProofRun.metric(quiet, "update/grad_norm")).allMatch(norm -> norm > 0);
    }
}
