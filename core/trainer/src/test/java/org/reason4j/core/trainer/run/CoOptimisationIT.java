package org.reason4j.core.trainer.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.reason4j.api.plugin.ConfigException;
import org.reason4j.core.formats.file.DurableFiles;

/** Whole runs in which a second language model learns beside the policy, which it judges. */
class CoOptimisationIT {

    @TempDir
    private Path directory;

    private Path output(String name) {
        return directory.resolve(name);
    }

    /** A policy that is judged by a learner, which is asked about what the policy wrote. */
    private static TinyRun judged(String term, UnaryOperator<TinyRun> changes) {
        TinyRun judge = changes.apply(TinyRun.recipe()
                .with(
                        "curriculum",
                        "{name: policy-responses, config: {template: \"{{response}}\", reward: lowercase, threshold:"
                                + " 0.3}}")
                .with("training", "{promptsPerStep: 4, learningRate: 1e-2, miniBatches: 2}")
                .with("trackers", "[jsonl, report]"));
        String nested = judge.sections().entrySet().stream()
                .filter(section -> !section.getKey().matches("seed|device"))
                .map(section -> section.getKey() + ": " + section.getValue())
                .collect(Collectors.joining(", "));
        return TinyRun.recipe()
                .with("models", "[{key: opinion, name: learner, config: {of: judge}}]")
                .with("rewards", "[{name: opinion, config: {model: opinion}}, {name: lowercase, weight: 0.1}]")
                .with("training", "{steps: 4, promptsPerStep: 8, learningRate: 1e-2}")
                .with("learners", "[{key: judge" + term + ", recipe: {" + nested + "}}]");
    }

    private static TinyRun recipe(String kind) {
        return switch (kind) {
            case "every second step after the first" -> judged(", every: 2, start: 1", judge -> judge);
            case "after supervised stages" -> {
                String stage = "{data: {name: words}, steps: 3, batchSize: 4, learningRate: 1e-3}";
                yield judged("", judge -> judge.with("supervised", stage)).with("supervised", stage);
            }
            case "asking the policy" ->
                judged(
                        "",
                        judge -> judge.with("models", "[{key: solver, name: learner, config: {of: policy}}]")
                                .with("rewards", "[{name: opinion, config: {model: solver}}]"));
            case "written ahead" ->
                judged("", judge -> judge)
                        .with("training", "{steps: 4, promptsPerStep: 8, learningRate: 1e-2, staleness: 2}");
            default -> judged("", judge -> judge);
        };
    }

    /** A hash of every file of tensors in the last checkpoints of both models, by its place. */
    private static Map<String, Long> weights(Path run) throws IOException {
        Map<String, Long> hashes = new TreeMap<>();
        try (Stream<Path> files = Files.walk(run)) {
            for (Path file : files.filter(one -> one.toString().endsWith(".safetensors"))
                    .filter(one -> !one.toString().contains(".aside"))
                    .toList()) {
                CRC32 crc = new CRC32();
                crc.update(Files.readAllBytes(file));
                hashes.put(run.relativize(file).toString(), crc.getValue());
            }
        }
        return hashes;
    }

    private static Map<String, JsonNode> functionsOfTheRecipe(Path run) {
        Map<String, JsonNode> metrics = new TreeMap<>();
        for (JsonNode step : TinyRun.metrics(run)) {
            step.fields().forEachRemaining(metric -> {
                if (!metric.getKey().matches("(time|throughput|memory)/.*")) {
                    metrics.put(step.path("step").asInt() + " " + metric.getKey(), metric.getValue());
                }
            });
        }
        return metrics;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "every step",
                "every second step after the first",
                "after supervised stages",
                "asking the policy",
                "written ahead"
            })
    void aRunThatStoppedAndWasResumedEndsWithTheSameModels(String kind) throws IOException {
        TinyRun recipe = recipe(kind);
        recipe.start(output("alone"));
        assertThatThrownBy(() -> recipe.with("trackers", "[{name: jsonl}, {name: bomb, config: {step: 3}}]")
                        .start(output("stopped")))
                .hasMessageContaining("the lights went out");
        recipe.resume(output("stopped"));

        Map<String, Long> weights = weights(output("alone"));
        int last = kind.startsWith("every second") ? 2 : 4;
        assertThat(weights)
                .containsKeys(
                        "checkpoints/step-4/model.safetensors",
                        "learners/judge/checkpoints/step-" + last + "/model.safetensors",
                        "learners/judge/checkpoints/step-" + last + "/trainer/optimizer.safetensors");
        assertThat(weights(output("stopped"))).isEqualTo(weights);
        for (String run : new String[] {"", "learners/judge"}) {
            assertThat(functionsOfTheRecipe(output("stopped").resolve(run)))
                    .isEqualTo(functionsOfTheRecipe(output("alone").resolve(run)));
        }
    }

    @Test
    void aCheckpointOfTheLearnerAloneIsSetAside() throws IOException {
        TinyRun recipe = recipe("every step").with("checkpoints", "{every: 1, keepLast: 9}");
        recipe.start(output("alone"));
        assertThatThrownBy(() -> recipe.with("trackers", "[{name: jsonl}, {name: bomb, config: {step: 3}}]")
                        .start(output("stopped")))
                .hasMessageContaining("the lights went out");
        DurableFiles.deleteTree(output("stopped").resolve("checkpoints/step-2")); // as if the lights went out before it
        recipe.resume(output("stopped"));

        assertThat(output("stopped").resolve("learners/judge/checkpoints/step-2.aside"))
                .isDirectory();
        assertThat(weights(output("stopped"))).isEqualTo(weights(output("alone")));
    }

    @Test
    void aRunThatStoppedBeforeItsFirstCheckpointBeginsBothAnew() throws IOException {
        TinyRun recipe = recipe("after supervised stages");
        recipe.start(output("alone"));
        assertThatThrownBy(() -> recipe.with("trackers", "[{name: jsonl}, {name: bomb, config: {step: 1}}]")
                        .start(output("stopped")))
                .hasMessageContaining("the lights went out");
        recipe.resume(output("stopped"));
        assertThat(weights(output("stopped"))).isEqualTo(weights(output("alone")));
    }

    @Test
    void aLearnerThatNeverHasItsTurnStaysAsItIs() throws IOException {
        TinyRun recipe = judged(", start: 100", judge -> judge);
        recipe.start(output("run"));
        assertThat(output("run/learners/judge/metrics.jsonl")).doesNotExist();
        assertThat(output("run/learners/judge/summary.json")).exists();
        assertThat(weights(output("run")).keySet()).noneMatch(file -> file.startsWith("learners/judge/checkpoints"));
        assertThat(TinyRun.metrics(output("run")))
                .hasSize(4)
                .allSatisfy(step -> assertThat(step.has("learner_judge/reward")).isFalse());
    }

    @Test
    void checkpointsOfTheLearnerGoWithThoseOfThePolicy() throws IOException {
        recipe("every second step after the first")
                .with("checkpoints", "{every: 2, keepLast: 1, keepBest: false}")
                .start(output("run"));
        assertThat(output("run").resolve("checkpoints")).isDirectoryContaining("glob:**step-4");
        try (Stream<Path> kept = Files.list(output("run").resolve("learners/judge/checkpoints"))) {
            // of steps 2 and 4 of the policy, the older of which was there when the last was written
            assertThat(kept.map(path -> path.getFileName().toString())).containsExactlyInAnyOrder("step-1", "step-2");
        }
    }

    @Test
    void theLearnerIsTaughtByWhatThePolicyWroteAndEachHasItsOwnFiles() throws IOException {
        ByteArrayOutputStream console = new ByteArrayOutputStream();
        recipe("every step")
                .with("trackers", "[{name: console}, {name: jsonl}, {name: report}]")
                .run(output("run"), Resumption.NONE, new PrintStream(console, true, StandardCharsets.UTF_8));

        assertThat(TinyRun.metrics(output("run"))).hasSize(4).allSatisfy(step -> {
            assertThat(step.path("learner_judge/reward").isNumber()).isTrue();
            assertThat(step.path("learner_judge/loss").isNumber()).isTrue();
            assertThat(step.path("time/learners").asDouble()).isPositive();
            assertThat(step.path("reward/opinion/failed").asInt(-1)).isZero();
        });
        assertThat(TinyRun.metrics(output("run/learners/judge"))).hasSize(4).allSatisfy(step -> {
            double asked = step.path("policy_responses/right").asDouble()
                    + step.path("policy_responses/wrong").asDouble();
            assertThat(asked).isPositive();
            assertThat(asked + step.path("policy_responses/other").asDouble()).isEqualTo(4);
        });
        assertThat(TinyRun.weights(output("run/learners/judge"))).isNotEqualTo(TinyRun.weights(output("run")));
        assertThat(output("run/learners/judge/report.html")).exists();
        assertThat(Files.readString(output("run/report.html")))
                .contains("<a href=\"learners/judge/report.html\">judge</a>");
        assertThat(console.toString(StandardCharsets.UTF_8)).containsPattern("(?m)^judge: held-out accuracy");
    }

    @Test
    void twoLearnersLearnBesideOnePolicyAndNoneChangesTheOther() throws IOException {
        TinyRun one = recipe("every step");
        String first = one.sections().get("learners").replaceFirst("]$", "");
        TinyRun two = one.with("learners", first + ", " + first.substring(1).replace("key: judge", "key: other") + "]");
        one.start(output("one"));
        two.start(output("two"));
        Map<String, Long> both = weights(output("two"));
        both.keySet().removeIf(file -> file.startsWith("learners/other"));
        assertThat(both).isEqualTo(weights(output("one")));
        assertThat(TinyRun.weights(output("two/learners/other")))
                .isNotEqualTo(TinyRun.weights(output("two/learners/judge"))); // another seed
    }

    @Test
    void aModelThatIsNoLearnerIsRefusedBeforeAnythingIsWritten() {
        TinyRun recipe = recipe("every step").with("models", "[{key: opinion, name: learner, config: {of: jugde}}]");
        assertThatThrownBy(() -> recipe.start(output("run")))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining(
                        "No model that learns in this run has the key 'jugde'; those that do are" + " [judge, policy]");
        assertThat(output("run")).doesNotExist();
    }

    @Test
    void whatTheLearnerLacksIsToldBeforeTheRunBegins() {
        TinyRun recipe = recipe("every step")
                .with("rewards", "[{name: opinion, config: {model: opinion}}, {name: lowercase, key: letters}]");
        assertThatThrownBy(() -> recipe.start(output("run")))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining(
                        "policy-responses.reward is 'lowercase', but the policy's rewards are" + " [letters, opinion]");
    }
}
