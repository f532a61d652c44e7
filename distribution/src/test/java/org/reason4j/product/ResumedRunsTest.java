package org.reason4j.product;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Runs of the product's own techniques that stop after three of four steps and go on from the second. */
class ResumedRunsTest {

    private static final String TRAINING = "steps: 4, promptsPerStep: 4, learningRate: 1e-2, miniBatches: 2";

    @TempDir
    Path directory;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "prime",
                "prime ahead",
                "ppo",
                "ppo ahead",
                "whole-ppo",
                "vineppo",
                "cooper",
                "cooper ahead",
                "ref-ema",
                "ref-reset ahead",
                "lengths",
                "s-grpo",
                "reinforce",
                "scalerl",
                "scalerl ahead",
                "adarft",
                "adarft ahead",
                "e2h",
                "band",
                "band ahead",
                "speed",
                "speed ahead",
                "allocation",
                "drafts",
                "drafts ahead",
                "forcing",
                "forcing ahead",
                "treepo",
                "treepo ahead",
                "spo-tree",
                "spo-chain"
            })
    void aRunThatStoppedAndWasResumedEndsWithTheSameWeights(String kind) throws IOException {
        LetterRun recipe = recipe(kind);
        Path alone = recipe.start("alone");
        assertThatThrownBy(() -> recipe.with("trackers", "[{name: jsonl}, {name: power-failure, config: {step: 3}}]")
                        .start("stopped"))
                .hasMessageContaining("the lights went out");
        Path resumed = recipe.resume("stopped");

        Map<String, Long> weights = Checksums.ofTensors(alone, 4);
        assertThat(Checksums.ofTensors(resumed, 4)).isEqualTo(weights);
        assertThat(weights).hasSize(2 + models(kind)); // the policy's weights and moments
        assertThat(Checksums.ofTensors(resumed, 2))
                .allSatisfy((file, before) ->
                        assertThat(before).as("what %s has learned since", file).isNotEqualTo(weights.get(file)));
        assertThat(LetterRun.functionsOfTheRecipe(resumed)).isEqualTo(LetterRun.functionsOfTheRecipe(alone));
        assertThat(LetterRun.steps(resumed))
                .extracting(step -> step.path("staleness/max").asInt())
                .containsExactly(kind.endsWith("ahead") ? new Integer[] {0, 2, 2, 2} : new Integer[] {0, 0, 0, 0});
    }

    private LetterRun recipe(String kind) {
        String ahead = kind.endsWith("ahead") ? ", staleness: 2}" : "}";
        LetterRun recipe = LetterRun.in(directory).with("training", "{" + TRAINING + ahead);
        return switch (kind.split(" ")[0]) {
            case "prime" ->
                recipe.with(
                                "rewards",
                                "[{name: lowercase}, {name: prime, config: {learningRate: 1e-2, threshold: 0.3}}]")
                        .with("optimizer", "prime");
            case "cooper" ->
                recipe.with(
                        "rewards",
                        "[{name: lowercase}, {name: co-optimised-rm, config: {learningRate: 1e-2, threshold: 0.3,"
                                + " pairsPerPrompt: 2}}]");
            case "whole-ppo" ->
                recipe.with(
                        "optimizer",
                        "{name: ppo, config: {gae: {bootstrapTruncated: true}, resampling: {method: pow}, critic:"
                                + " {learningRate: 1e-2, epochs: 2, miniBatches: 3, warmupUpdates: 9, soloSteps: 2,"
                                + " soloPatience: 1}}}");
            case "ref-ema" -> recipe.with("regularizers", "[{name: kl}, {name: ref-ema, config: {every: 1}}]");
            case "ref-reset" -> recipe.with("regularizers", "[{name: kl}, {name: ref-reset, config: {every: 3}}]");
            case "s-grpo" ->
                recipe.with("sampler", "{name: s-grpo, config: {thinkingEnd: '', exit: a, answerTokens: 2}}")
                        .with("shaping", "[s-grpo]");
            case "lengths" ->
                recipe.with("curriculum", "{name: length-budget, config: {minimum: 1, maximum: 5}}")
                        .with(
                                "shaping",
                                "[{name: l1-exact, config: {alpha: 0.1}}, short-rl, {name: kimi-length, config: {warmup: 2}}]")
                        .with("credit", "[high-entropy-mask]")
                        .with("schedules", "[entropy-temperature]");
            case "adarft" ->
                recipe.with(
                                "curriculum",
                                "{name: adarft, config: {field: number, eta: 2, beta: 0.4, maximum: 8, once: true}}")
                        .with("schedules", "[{name: length-stages, config: {maxTokens: [2, 3, 5], raiseAbove: 0.1}}]");
            case "e2h" -> recipe.with("curriculum", "{name: e2h-gaussian, config: {field: number, levels: 3}}");
            case "band" ->
                recipe.with("curriculum", "{name: pass-rate-band, config: {threshold: 0.4, recheck: 2}}")
                        .with("schedules", "[{name: temperature-stages, config: {temperatures: [0.8, 1.2]}}]")
                        .with("filters", "[{name: pods, config: {size: 3}}]");
            case "speed" ->
                recipe.with("sampler", "{name: speed, config: {screening: 2, threshold: 0.4}}")
                        .with(
                                "filters",
                                "[{name: response-filter, config: {rule: {name: repetition, n: 2, share: 0.5}}}]");
            case "allocation" ->
                recipe.with("sampler", "{name: rollout-allocation, config: {screening: 2, most: 6, threshold: 0.4}}")
                        .with("filters", "[{name: gfpo, config: {size: 3}}]");
            case "drafts" -> recipe.with("rollout", "{groupSize: 4, maxTokens: 24, batchSize: 4, speculation: true}");
            case "forcing" ->
                recipe.with("rollout", "{groupSize: 4, maxTokens: 9, batchSize: 32}")
                        .with(
                                "sampler",
                                "{name: budget-forcing, config: {maxThinkingTokens: 5, continuation: z, closing: a,"
                                        + " phrase: 'a.', answerTokens: 2}}");
            case "reinforce" ->
                recipe.with(
                        "optimizer",
                        "{name: reinforce, config: {advantage: {baseline: true, decay: 0.5}, loss: clip}}");
            case "scalerl" ->
                recipe.with(
                                "model",
                                recipe.sections().get("model").replaceFirst("}$", ", precision: bf16, head: fp32}"))
                        .with("rollout", "{groupSize: 4, maxTokens: 8, batchSize: 32}")
                        .with(
                                "sampler",
                                "{name: length-interruption, config: {minThinkingTokens: 2, maxThinkingTokens: 4,"
                                        + " answerTokens: 2, phrase: 'z.', closing: '.'}}")
                        .with("curriculum", "{name: no-positive-resampling, config: {threshold: 0.7, passRate: 0.5}}")
                        .with("filters", "[dynamic-sampling]")
                        .with(
                                "optimizer",
                                "{name: policy-gradient, config: {advantage: batch-normalised,"
                                        + " loss: {name: cispo, anchor: behaviour}, aggregation: prompt-mean}}");
            case "treepo" ->
                recipe.with(
                                "sampler",
                                "{name: treepo-rollout, config: {segmentTokens: 2, loopTokens: 1, loopRepeats: 3}}")
                        .with("optimizer", "treepo-advantage");
            case "spo-tree" ->
                recipe.with("sampler", "{name: spo-tree, config: {branching: [2, 2], segmentTokens: 2}}")
                        .with("optimizer", "{name: spo-tree, config: {normalised: true}}");
            case "spo-chain" ->
                recipe.with(
                                "rewards",
                                "[{name: lowercase}, {name: spo-chain, config: {rollouts: 2, unlikelyTokens: 2}}]")
                        .with("optimizer", "spo-chain");
            case "ppo" -> recipe.with("optimizer", "{name: ppo, config: {critic: {learningRate: 1e-2, epochs: 2}}}");
            default ->
                recipe.with("rewards", "[{name: lowercase}, {name: vineppo, config: {rollouts: 2, split: '[a-m]'}}]")
                        .with("optimizer", "vineppo");
        };
    }

    /** Files of tensors that a second model adds: a critic has a head beside its weights and moments, a reference no moments. */
    private static int models(String kind) {
        return kind.contains("ppo") && !kind.startsWith("vine")
                ? 3
                : kind.startsWith("prime") || kind.startsWith("cooper") ? 2 : kind.startsWith("ref") ? 1 : 0;
    }
}
