package org.reason4j.product.proofs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.reason4j.api.plugin.ConfigException;
import org.reason4j.core.engine.model.LanguageModel;
import org.reason4j.core.engine.model.Precision;
import org.reason4j.core.engine.serve.ModelServer;
import org.reason4j.core.engine.serve.ServerLimits;
import org.reason4j.core.engine.serve.ServerSettings;
import org.reason4j.core.formats.huggingface.ChatFormat;
import org.reason4j.core.formats.huggingface.ModelConfig;
import org.reason4j.core.formats.huggingface.ModelTokenizer;
import org.reason4j.core.formats.huggingface.RandomWeights;

/** Whole runs of the plugin for distillation, without a reward, from teachers of every kind. */
class DistillationRunTest {

    private static final String MEASURED = "{every: 99, limit: 2, threshold: 0.5, reward: {name: lowercase}}";

    @TempDir
    static Path school;

    @TempDir
    Path directory;

    /** A teacher with one layer more than the policy, which a reward has taught to prefer small letters. */
    @BeforeAll
    static void trainTeacher() throws IOException {
        Path tiny = Path.of("../core/fixtures/tiny").toAbsolutePath();
        String config = Files.readString(tiny.resolve("config.json"))
                .replaceFirst("\"num_hidden_layers\": \\d+", "\"num_hidden_layers\": 3");
        Path file = Files.writeString(school.resolve("config.json"), config);
        ProofRun.in(school)
                .with("model", "{create: {config: " + file + ", tokenizer: " + tiny + "}, precision: fp32}")
                .with("rollout", "{groupSize: 8, maxTokens: 12, batchSize: 64}")
                .with("training", "{steps: 30, promptsPerStep: 8, learningRate: 1e-2, tokensPerMicroBatch: 512}")
                .with("checkpoints", "{every: 30}")
                .start("run");
    }

    private static Path teacher() {
        return school.resolve("run/checkpoints/step-30");
    }

    private static String path() {
        return "teachers: {big: {path: " + teacher() + "}}";
    }

    /** A recipe without rewards. */
    private ProofRun unrewarded(String optimizer, int steps) {
        return ProofRun.in(directory)
                .with("rewards", "[]")
                .with("evaluation", MEASURED)
                .with("optimizer", optimizer)
                .with(
                        "training",
                        "{steps: " + steps + ", promptsPerStep: 8, learningRate: 2e-2, tokensPerMicroBatch: 64}");
    }

    private static double mean(List<Double> numbers) {
        return numbers.stream().mapToDouble(Double::doubleValue).average().orElseThrow();
    }

    /** Enough tokens in a step for a gradient that is more than noise. */
    private ProofRun sampling(String optimizer) {
        return unrewarded(optimizer, 24)
                .with("rollout", "{groupSize: 8, maxTokens: 12, batchSize: 64}")
                .with("training", "{steps: 24, promptsPerStep: 8, learningRate: 5e-3, tokensPerMicroBatch: 512}");
    }

    private static void assertFalls(Path run, String metric) {
        List<Double> divergences = ProofRun.metric(run, metric);
        int third = divergences.size() / 3;
        assertThat(mean(divergences.subList(divergences.size() - third, divergences.size())))
                .as("%s of %s", metric, divergences)
                .isLessThan(0.7 * mean(divergences.subList(0, third)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "k2                                       ",
                "{name: forward-kl, k: 16}                ",
                "{name: jsd, k: 16, weight: 1}            ",
                "{name: jsd, k: 4, weight: 1}, support: STUDENT",
                "ref-kl                                   "
            })
    void theDivergenceFromALargerTeacherFallsWithoutAReward(String loss) {
        Path run = sampling("{name: opd, config: {" + path() + ", loss: " + loss + "}}")
                .start("run");
        assertFalls(run, "opd/reverse_kl");
        assertThat(ProofRun.metric(run, "opd/active_share")).containsOnly(1.0);
        assertThat(ProofRun.steps(run).get(0).fieldNames())
                .toIterable()
                .noneMatch(name -> name.startsWith("reward/")
                        && !name.equals("reward/dropped_trajectories")
                        && !name.equals("reward/dropped_groups"));
    }

    @Test
    void anOptimizersLossMayBeLentToATeacherAlone() {
        Path run = sampling("grpo")
                .with("credit", "[{name: opd, config: {" + path() + "}}]")
                .start("run");
        assertFalls(run, "opd/reverse_kl");
    }

    @Test
    void aServerTeachesWhatItsDirectoryTeaches() throws IOException {
        Path byDirectory = unrewarded("{name: opd, config: {" + path() + ", loss: {name: forward-kl, k: 8}}}", 3)
                .start("directory");
        try (LanguageModel model = LanguageModel.load(teacher(), Device.cpu(), Precision.FP32);
                ModelTokenizer tokenizer = ModelTokenizer.open(teacher(), model.config());
                ModelServer server = new ModelServer(
                        "big",
                        model,
                        tokenizer,
                        ChatFormat.read(teacher())::prompt,
                        ServerSettings.local(ServerLimits.DEFAULTS))) {
            String address = "http://127.0.0.1:" + server.address().getPort() + "/v1";
            Path byServer = unrewarded(
                            "{name: opd, config: {teachers: {big: {baseUrl: '" + address
                                    + "', model: big}}, loss: {name: forward-kl, k: 8}}}",
                            3)
                    .start("server");
            for (String metric : List.of("opd/reverse_kl", "opd/teacher_mass", "opd/loss")) {
                List<Double> expected = ProofRun.metric(byDirectory, metric);
                List<Double> found = ProofRun.metric(byServer, metric);
                for (int step = 0; step < 3; step++) {
                    assertThat(found.get(step)).as(metric).isCloseTo(expected.get(step), within(2e-4));
                }
            }
            assertThat(ProofRun.metric(byServer, "opd/requests")).containsOnly(32.0);
        }
    }

    @Test
    void aRunThatIsInterruptedGoesOnAsOneThatIsNot() {
        ProofRun recipe = unrewarded("{name: opd, config: {" + path() + ", loss: {name: forward-kl, k: 8}}}", 4)
                .with("checkpoints", "{every: 2}");
        Path whole = recipe.start("whole");
        Path resumed = recipe.stopAndResume("resumed", 3);
        ProofRun.assertSame(whole, resumed, 4);
    }

    @ParameterizedTest
    @CsvSource({"policy, 0", "reference, 0.5"})
    void selfDistillationGoesOnAsOneThatIsNotInterruptedToo(String weights, double alpha) {
        ProofRun recipe = ProofRun.in(directory)
                .with(
                        "optimizer",
                        "{name: sdpo, config: {context: {threshold: 0.1, template: '{prompt}{solution}',"
                                + " solutionTemplate: ' {solution} ', weights: " + weights + "}}}")
                .with("regularizers", alpha == 0 ? "[]" : "[{name: ref-ema, config: {alpha: " + alpha + ", every: 1}}]")
                .with("training", "{steps: 4, promptsPerStep: 8, learningRate: 1e-2}");
        Path whole = recipe.start("whole");
        assertThat(ProofRun.metric(whole, "sdpo/active_share")).anyMatch(share -> share > 0);
        ProofRun.assertSame(whole, recipe.stopAndResume("resumed", 3), 4);
    }

    @Test
    void withoutRewardsAndWithoutATeacherThereIsNothingToLearn() {
        assertThatThrownBy(() -> unrewarded("grpo", 2).start("run"))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("rewards is an empty list, and no component of the recipe gives the policy");
        assertThatThrownBy(() -> unrewarded("{name: sdpo}", 2).start("other"))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("rewards is an empty list");
    }

    @Test
    void aTeacherWithAnotherVocabularyIsRefusedBeforeTheFirstStep() throws IOException {
        Path other = directory.resolve("other");
        Path tiny = Path.of("../core/fixtures/tiny").toAbsolutePath();
        RandomWeights.write(ModelConfig.readFile(tiny.resolve("config.json")), tiny, other, 7);
        String json = Files.readString(other.resolve("tokenizer.json"));
        Files.writeString(other.resolve("tokenizer.json"), json.replace("\"a\":", "\"\u00e4\":"));
        assertThatThrownBy(() -> unrewarded("{name: opd, config: {teachers: {big: {path: " + other + "}}}}", 2)
                        .start("run"))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("another vocabulary");
    }
}
