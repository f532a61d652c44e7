package org.reason4j.core.engine.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.reason4j.api.plugin.ConfigException;
import org.reason4j.core.formats.huggingface.ModelConfig;
import org.reason4j.core.formats.huggingface.PeftAdapter;

/**
 * Adapters that peft 0.21.2 saved on the tiny models, whose factors were drawn from a normal distribution, and the
 * log-probabilities that it computes with them (transformers 5.24.0, torch 2.15.0, fp32): {@code expected.json} beside each.
 */
class PeftAdapterTest {

    private static final String CONFIG = "adapter_config.json";

    @TempDir
    Path directory;

    private static Path resource(String name) {
        try {
            return Path.of(Objects.requireNonNull(PeftAdapterTest.class.getResource("/peft/" + name), name)
                    .toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private static double[] numbers(JsonNode list) {
        double[] numbers = new double[list.size()];
        Arrays.setAll(numbers, i -> list.get(i).asDouble());
        return numbers;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "rslora-patterns",
                "layers-regex",
                "one-layer-head",
                "saved-modules",
                "bias-all",
                "bias-lora-only",
                "lora-bias",
                "embeddings"
            })
    void theMergedModelIsTheOneOfPeft(String variant) throws IOException {
        JsonNode expected = new ObjectMapper()
                .readTree(resource(variant).resolve("expected.json").toFile());
        int[] ids = Arrays.stream(numbers(expected.get("ids")))
                .mapToInt(id -> (int) id)
                .toArray();
        Path merged = directory.resolve("merged");
        PeftAdapter.merge(TinyModels.directory(expected.get("base").asText()), resource(variant), merged);

        double[] wanted = numbers(expected.get("logprobs"));
        double[] unchanged = numbers(expected.get("base_logprobs"));
        try (LanguageModel model = LanguageModel.load(merged, Device.cpu(), Precision.FP32)) {
            boolean[] all = new boolean[ids.length];
            Arrays.fill(all, 1, ids.length, true);
            TokenRows rows = new TokenRows();
            rows.add(ids, all);
            float[] scored = model.score(rows).logprobs();
            double moved = 0;
            for (int i = 0; i < wanted.length; i++) {
                assertThat((double) scored[i]).isCloseTo(wanted[i], within(1e-4));
                moved = Math.max(moved, Math.abs(wanted[i] - unchanged[i]));
            }
            assertThat(moved).isGreaterThan(0.05); // the adapters do something
        }
    }

    @Test
    void whatCanNotBeMergedIsNamed() throws IOException {
        Path base = TinyModels.directory(TinyModels.LLAMA);
        assertThatThrownBy(() -> PeftAdapter.merge(base, resource("dora"), directory.resolve("merged")))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("'use_dora' is true, which can't be merged into weights here");
        Path tied = TinyModels.directory(TinyModels.QWEN2_TIED);
        assertThatThrownBy(() -> PeftAdapter.open(resource("one-layer-head"), ModelConfig.read(tied)))
                .hasMessageContaining("changes 'lm_head.weight', which " + tied.resolve("config.json")
                        + " does not have: its output projection is its embedding");
        assertThatThrownBy(() -> PeftAdapter.open(resource("embeddings"), ModelConfig.read(tied)))
                .hasMessageContaining("changes the embedding alone");
        assertThatThrownBy(() -> PeftAdapter.open(resource("bias-all"), ModelConfig.read(base)))
                .hasMessageContaining(
                        "self_attn.k_proj.bias', which " + base.resolve("config.json") + " does not have.");
        assertThatThrownBy(() -> PeftAdapter.open(
                        resource("rslora-patterns"), ModelConfig.read(TinyModels.directory(TinyModels.QWEN3))))
                .hasMessageContaining("don't fit the weight's");
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void settingsThatAreOffAreNoReasonToRefuse() throws IOException {
        Path copy = copy("layers-regex");
        String json = Files.readString(copy.resolve(CONFIG));
        for (String name : List.of("use_qalora", "layer_replication", "target_parameters")) {
            Files.writeString(
                    copy.resolve(CONFIG), json.replaceFirst("\"" + name + "\": [a-z]+", "\"" + name + "\": [3]"));
            assertThatThrownBy(() -> PeftAdapter.open(copy, ModelConfig.read(TinyModels.directory(TinyModels.LLAMA))))
                    .hasMessageContaining("'" + name + "' is [3]");
        }
    }

    @Test
    void aDirectoryOfAdaptersIsNoModelAndSaysHowToMakeOne() {
        Path adapters = resource("layers-regex");
        assertThatThrownBy(() -> ModelConfig.read(adapters))
                .isInstanceOf(ConfigException.class)
                .hasMessage(adapters
                        + " holds adapters of 'org/llama', expected a model. 'reason4j merge-adapter --adapter "
                        + adapters + " --output DIR' makes one of both.");
    }

    private Path copy(String name) throws IOException {
        Path target = Files.createDirectory(directory.resolve(name));
        try (Stream<Path> files = Files.list(resource(name))) {
            for (Path file : files.toList()) {
                Files.copy(file, target.resolve(file.getFileName().toString()));
            }
        }
        return target;
    }
}
