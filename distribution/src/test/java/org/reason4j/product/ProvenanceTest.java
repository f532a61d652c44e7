package org.reason4j.product;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.reason4j.api.ApiVersion;
import org.reason4j.api.plugin.ConfigException;
import org.reason4j.cli.CommandTester;
import org.reason4j.core.formats.file.Sha256;
import org.reason4j.core.host.config.RecipeReader;
import org.reason4j.core.host.plugin.PluginJar;
import org.reason4j.core.host.plugin.PluginLoader;
import org.reason4j.core.host.plugin.PluginRegistry;
import org.reason4j.core.host.track.Terminal;
import org.reason4j.core.trainer.Trainer;
import org.reason4j.core.trainer.components.BuiltIns;
import org.reason4j.core.trainer.run.Resumption;

/** Runs know their plugins: real jars in several versions, of which one has another form of state. */
class ProvenanceTest {

    private static final String SOURCE = """
            package demo;

            import ai.djl.ndarray.NDArray;
            import java.util.List;
            import java.util.Map;
            import java.util.stream.IntStream;
            import org.reason4j.api.data.*;
            import org.reason4j.api.dataset.*;
            import org.reason4j.api.optimizer.*;
            import org.reason4j.api.plugin.*;
            import org.reason4j.api.reward.*;

            public final class Letters implements Plugin {
                public void register(Registry registry) {
                    registry.dataset("letters", new Pairs.Config(), Pairs.class);
                    registry.reward("length", new Length.Config(), Length.class);
                    registry.optimizer("reinforce", new Reinforce.Config(), Reinforce.class);
                    registry.shaper("counting", new Counting.Config(), Counting.class);
                }

                record Pairs(Config config) implements DatasetReader {
                    record Config() {}
                    public List<Example> read() {
                        return IntStream.range(0, 8)
                                .mapToObj(i -> Example.of("pair-" + i, List.of(Message.user((char) ('A' + i) + "" + i))))
                                .toList();
                    }
                }

                record Length(Config config) implements Reward {
                    record Config() {}
                    public List<Score> score(Group group) {
                        return Reward.perTrajectory(group, response -> Score.of(response.text().length() % 2));
                    }
                }

                record Reinforce(Config config) implements PolicyOptimizer {
                    record Config() {}
                    public List<Credit> credit(List<ScoredGroup> groups) {
                        return groups.stream()
                                .flatMap(group -> group.trajectories().stream())
                                .map(one -> Credit.constant(one.trajectory(), one.reward() - 0.5))
                                .toList();
                    }
                    public NDArray loss(TokenBatch batch) {
                        return batch.tokenMean(batch.logprobs().mul(batch.advantages()).neg());
                    }
                }

                static final class Counting implements RewardShaper, Stateful {
                    record Config() {}
                    private int calls;
                    Counting(Config config) {}
                    public List<ScoredGroup> shape(List<ScoredGroup> groups) {
                        calls++;
                        return groups;
                    }
                    public Map<String, Object> state() {
                        return Map.of("calls", calls);
                    }
                    public void restore(Map<String, Object> state) {
                        calls = ((Number) state.get("calls")).intValue();
                    }
                    public int stateVersion() {
                        return VERSION;
                    }
                }
            }
            """;

    private static Path first;
    private static Path patched;
    private static Path incompatible;
    private static Path other;

    @TempDir
    Path directory;

    private Path plugins;
    private Path recipe;

    @BeforeAll
    static void compile(@TempDir Path scratch) {
        first = letters(scratch, 1).version("Letters", "1.0.0").writeTo(scratch.resolve("letters-1.0.0.jar"));
        patched = letters(scratch, 1).version("Letters", "1.1.0").writeTo(scratch.resolve("letters-1.1.0.jar"));
        incompatible = letters(scratch, 2).version("Letters", "2.0.0").writeTo(scratch.resolve("letters-2.0.0.jar"));
        other = PluginJar.offering(scratch, "Constant", "constant").writeTo(scratch.resolve("constant.jar"));
    }

    private static PluginJar letters(Path scratch, int stateVersion) {
        return PluginJar.in(scratch)
                .source(SOURCE.replace("VERSION", Integer.toString(stateVersion)))
                .descriptor("letters")
                .service("demo.Letters");
    }

    @BeforeEach
    void write() throws IOException {
        plugins = Files.createDirectory(directory.resolve("plugins"));
        install(first);
        Files.copy(other, plugins.resolve("constant.jar"));
        Path tiny = Path.of("../core/fixtures/tiny").toAbsolutePath();
        recipe = Files.writeString(directory.resolve("letters.yaml"), """
                seed: 3
                device: cpu
                model: {create: {config: %s, tokenizer: %s}, precision: fp32}
                data: {train: {name: letters}, evaluation: {name: letters}}
                rollout: {groupSize: 2, maxTokens: 3}
                rewards: [{name: length}]
                shaping: [{name: counting}]
                optimizer: {name: letters/reinforce}
                training: {steps: 2, promptsPerStep: 2}
                evaluation: {every: 99, limit: 1, threshold: 0.5}
                checkpoints: {every: 1}
                trackers: [{name: jsonl}]
                """.formatted(tiny.resolve("config.json"), tiny));
    }

    /** Puts a version of the plugin into the directory, in the place of the one there. */
    private void install(Path jar) throws IOException {
        Files.write(plugins.resolve("letters.jar"), Files.readAllBytes(jar));
    }

    private String run(Resumption resumption, String... overrides) {
        ByteArrayOutputStream shown = new ByteArrayOutputStream();
        PrintStream out = new PrintStream(shown, true, StandardCharsets.UTF_8);
        try (PluginRegistry registry = new PluginLoader(ProvenanceTest.class.getClassLoader(), List.of(new BuiltIns()))
                        .load(List.of(plugins));
                Trainer trainer = Trainer.builder()
                        .recipe(RecipeReader.read(recipe, Map.of(), List.of(overrides), registry))
                        .plugins(registry)
                        .output(directory.resolve("run"))
                        .resume(resumption)
                        .console(out, Terminal.PLAIN)
                        .open()) {
            trainer.train();
        }
        return shown.toString(StandardCharsets.UTF_8);
    }

    @Test
    void aCheckpointAndTheRunNameThePluginsOfTheRecipeAndNoOthers() throws IOException {
        run(Resumption.NONE);
        JsonNode state = json("run/checkpoints/step-2/trainer/state.json");
        JsonNode named = state.path("provenance").path("plugins");
        assertThat(named.findValuesAsText("id")).containsExactly("letters");
        assertThat(named.get(0).path("version").asText()).isEqualTo("1.0.0");
        assertThat(named.get(0).path("sha256").asText()).isEqualTo(Sha256.of(first));
        assertThat(state.path("states").toString())
                .isEqualTo("{\"shaping[0]\":{\"plugin\":\"letters\",\"version\":1}}");
        assertThat(json("run/recipe.lock.json").path("plugins")).isEqualTo(named);
    }

    @Test
    void aRunThatIsResumedWithOtherPluginsSaysSo() throws IOException {
        run(Resumption.NONE);
        assertThat(run(Resumption.from(1))).doesNotContain("Not as in the checkpoint");
        install(patched);
        assertThat(run(Resumption.from(1)).lines())
                .contains("Not as in the checkpoint step-1, plugin letters: then 1.0.0 (SHA-256 "
                        + Sha256.of(first).substring(0, 12) + "…), now 1.1.0 (SHA-256 "
                        + Sha256.of(patched).substring(0, 12) + "…).");
        assertThat(json("run/checkpoints/step-2/trainer/state.json").findValuesAsText("version"))
                .contains("1.1.0");
    }

    @Test
    void aStateOfAnotherVersionEndsTheResumptionAndChangesNothing() throws IOException {
        run(Resumption.NONE);
        JsonNode lock = json("run/recipe.lock.json");
        install(incompatible);
        assertThatThrownBy(() -> run(Resumption.from(1)))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("step-1 holds states that what is installed now can't go on from")
                .hasMessageContaining("shaping[0]: state version 1 of letters 1.0.0, but shaper 'counting'")
                .hasMessageContaining("version 2.0.0) reads version 2")
                .hasMessageContaining("'reason4j plugins install GROUP:ARTIFACT:1.0.0'");
        assertThat(json("run/recipe.lock.json")).isEqualTo(lock);
        assertThat(directory.resolve("run/checkpoints/step-2")).isDirectory();
        install(first);
        assertThat(run(Resumption.from(1))).doesNotContain("Not as in the checkpoint");
    }

    private JsonNode json(String path) throws IOException {
        return new ObjectMapper().readTree(directory.resolve(path).toFile());
    }

    private CommandTester.Outcome command(String... arguments) {
        List<Object> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("--plugin-dir", plugins));
        return CommandTester.run(all.toArray());
    }

    private CommandTester.Outcome train() {
        List<String> all = new ArrayList<>(List.of("train", recipe.toString(), "training.steps=1", "--locked"));
        all.addAll(List.of("--output", directory.resolve("run").toString()));
        return command(all.toArray(String[]::new));
    }

    /** Replaces the rewards of the recipe. */
    private void reward(String yaml) throws IOException {
        Files.writeString(recipe, Files.readString(recipe).replaceFirst("rewards: .*", "rewards: " + yaml));
    }

    @Test
    void aLockedRecipeRunsOnWhatIsLocked() throws IOException {
        var locked = command("plugins", "lock", recipe.toString());
        assertThat(locked.err()).isEmpty();
        assertThat(locked.exitCode()).isZero();
        assertThat(locked.out())
                .containsPattern("letters +1.0.0")
                .contains("letters.lock.json")
                .doesNotContain("constant");
        JsonNode lock = json("letters.lock.json");
        assertThat(lock.path("api").asText()).isEqualTo(ApiVersion.current());
        assertThat(lock.path("plugins").findValuesAsText("sha256")).containsExactly(Sha256.of(first));

        var run = train();
        assertThat(run.err()).isEmpty();
        assertThat(run.exitCode()).isZero();
        assertThat(directory.resolve("run/summary.json")).exists();
    }

    @Test
    void everyDifferenceFromTheLockIsToldAtOnceBeforeAnythingIsWritten() throws IOException {
        command("plugins", "lock", recipe.toString());
        install(patched);
        reward("[{name: length}, {name: constant}]");
        var run = train();
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err())
                .contains("This is not what " + directory.resolve("letters.lock.json") + " locks:")
                .contains("plugin letters: then 1.0.0 (SHA-256 ", ", now 1.1.0 (SHA-256 ")
                .contains("plugin constant: then not used, now 1.0.0 (SHA-256 ")
                .contains("Install what is locked: 'reason4j plugins install GROUP:ARTIFACT:1.0.0'.")
                .contains("Or lock what is installed with 'reason4j plugins lock RECIPE'.");
        assertThat(directory.resolve("run")).doesNotExist();
    }

    @Test
    void aChangedJarOfTheSameVersionIsADifference() throws IOException {
        command("plugins", "lock", recipe.toString());
        install(letters(directory, 1)
                .version("Letters", "1.0.0")
                .attribute("Plugin-License", "MIT")
                .writeTo(directory.resolve("changed.jar")));
        var run = train();
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("plugin letters: then 1.0.0", "the same version with other content");
    }

    @Test
    void aPluginThatIsLockedAndNotUsedIsADifference() throws IOException {
        reward("[{name: length}, {name: constant}]");
        command("plugins", "lock", recipe.toString());
        reward("[{name: length}]");
        var run = train();
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("plugin constant: then 1.0.0 (SHA-256 ", "), now not used");
    }

    @Test
    void aRecipeWithoutALockIsNotRunLocked() {
        var run = train();
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err())
                .contains("There is no lock file " + directory.resolve("letters.lock.json"))
                .contains("'reason4j plugins lock RECIPE'");
    }

    @Test
    void aLockMayLieElsewhereAndEvaluationsInsistOnItToo() throws IOException {
        Path lock = directory.resolve("locks/mine.json");
        command("plugins", "lock", recipe.toString(), "--output", lock.toString());
        Path data = Files.writeString(directory.resolve("data.jsonl"), "");
        install(patched);
        var run = command(
                "eval",
                "--model",
                CommandTester.llama().toString(),
                "--data",
                data.toString(),
                "--recipe",
                recipe.toString(),
                "--lock-file",
                lock.toString());
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("This is not what " + lock + " locks:");
    }
}
