package org.reason4j.product;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.reason4j.api.plugin.ConfigException;

/** Advantages and losses that a recipe puts together, in runs of two steps, and those that can't go together. */
class PolicyGradientPartsTest {

    @TempDir
    Path directory;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "estimate",
                "reinforce",
                "gpg",
                "lite-ppo",
                "batch-normalised",
                "opo",
                "optimal-token-baseline",
                "krpo",
                "gdpo",
                "max-rl",
                "{name: pass-at-k, k: 2, above: 0.5}",
                "best-minus-second",
                "{name: difficulty-weighted, weight: logistic, above: 0.5}",
                "{name: gtpo, above: 0.5}",
                "{name: grpo-s, above: 0.5}"
            })
    void everyAdvantageTrains(String advantage) throws IOException {
        Path run = of("{advantage: " + advantage + "}").start("run");
        assertThat(LetterRun.steps(run))
                .hasSize(2)
                .allSatisfy(
                        step -> assertThat(step.path("policy/loss").isNumber()).isTrue());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{advantage: gtpo, loss: gmpo} | takes a response for one action",
                "{advantage: reinforce, loss: sequence-ratio} | takes a response for one action",
                "{advantage: {name: pass-at-k, k: 8}} | 8",
                "{advantage: {name: gdpo, weights: {absent: 2}}} | absent",
                "{loss: {name: clip, clipHigh: -1}} | clip.clipHigh must be positive",
                "{advantage: krop} | did you mean 'krpo'?"
            })
    void whatHasNoMeaningTogetherIsRefusedBeforeAModelIsLoaded(String parts, String reason) {
        LetterRun refused = of(parts);
        assertThatThrownBy(() -> refused.start("run"))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining(reason);
    }

    @Test
    void aLossWithoutARatioIsRefusedWithSeveralUpdatesPerStep() {
        LetterRun refused = of("{loss: reinforce}")
                .with("training", "{steps: 2, promptsPerStep: 4, learningRate: 1e-2, miniBatches: 2}");
        assertThatThrownBy(() -> refused.start("run"))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("training.miniBatches");
    }

    private LetterRun of(String parts) {
        return LetterRun.in(directory)
                .with("training", "{steps: 2, promptsPerStep: 4, learningRate: 1e-2}")
                .with("optimizer", "{name: policy-gradient, config: " + parts + "}");
    }
}
