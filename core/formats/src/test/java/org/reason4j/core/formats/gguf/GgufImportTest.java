package org.reason4j.core.formats.gguf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.reason4j.api.data.Message;
import org.reason4j.api.plugin.ConfigException;
import org.reason4j.core.formats.huggingface.ChatFormat;
import org.reason4j.core.formats.huggingface.Fixtures;
import org.reason4j.core.formats.huggingface.ModelConfig;
import org.reason4j.core.formats.huggingface.ModelTokenizer;
import org.reason4j.core.formats.huggingface.ModelWeights;
import org.reason4j.core.formats.huggingface.RandomWeights;
import org.reason4j.core.formats.safetensors.Dtype;
import org.reason4j.core.formats.safetensors.TensorSpec;

/** {@code expected.json} says who made {@code tiny.gguf} and the numbers that are expected of it. */
class GgufImportTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final JsonNode EXPECTED = expected();

    @TempDir
    Path directory;

    private static JsonNode expected() {
        try (InputStream in = Objects.requireNonNull(GgufImportTest.class.getResourceAsStream("expected.json"))) {
            return JSON.readTree(in);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private Path tiny() {
        Path file = directory.resolve("tiny.gguf");
        try (InputStream in = Objects.requireNonNull(GgufImportTest.class.getResourceAsStream("tiny.gguf"))) {
            return Files.exists(file) ? file : GgufFiles.write(file, in.readAllBytes());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static List<int[]> lists(JsonNode ids) {
        List<int[]> lists = new ArrayList<>();
        ids.forEach(list -> lists.add(JSON.convertValue(list, int[].class)));
        return lists;
    }

    private static List<int[]> encoded(ModelTokenizer tokenizer, JsonNode texts) {
        List<int[]> ids = new ArrayList<>();
        texts.forEach(text -> ids.add(tokenizer.encode(text.textValue())));
        return ids;
    }

    private static String sha256(ByteBuffer bytes) throws NoSuchAlgorithmException {
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        digest.update(bytes);
        return HexFormat.of().formatHex(digest.digest());
    }

    @Test
    void everyTensorIsThatOfTheReferenceBitForBit() throws Exception {
        Path target = directory.resolve("model");
        GgufImport.Imported imported = GgufImport.run(tiny(), target, Dtype.F32);

        assertThat(imported.formats()).containsEntry("Q5_1", 1).containsEntry("F32", 3);
        ModelConfig config = ModelConfig.read(target);
        ModelWeights weights = ModelWeights.open(target, config);
        JsonNode expected = EXPECTED.path("tensors");
        assertThat(weights.tensors()).hasSize(expected.size());
        for (TensorSpec tensor : weights.tensors()) {
            assertThat(sha256(weights.readAsFloat32(tensor.name())))
                    .as(tensor.name())
                    .isEqualTo(expected.path(tensor.name()).asText());
        }
    }

    @Test
    void settingsBecomeThoseOfTransformers() {
        Path target = directory.resolve("model");
        ModelConfig config = GgufImport.run(tiny(), target, Dtype.BF16).config();

        assertThat(config.modelType()).isEqualTo("llama");
        assertThat(config.vocabularySize()).isEqualTo(384);
        assertThat(config.heads()).isEqualTo(4);
        assertThat(config.keyValueHeads()).isEqualTo(2);
        assertThat(config.headSize()).isEqualTo(16);
        assertThat(config.normEpsilon()).isEqualTo(1e-5);
        assertThat(config.rope().theta()).isEqualTo(50_000);
        assertThat(config.tiedEmbeddings()).isTrue();
        assertThat(config.maxPositions()).isEqualTo(128);
        ModelConfig read = ModelConfig.read(target);
        assertThat(read.endOfSequence()).containsExactly(2);
        assertThat(read.beginningOfSequence()).hasValue(1);
        assertThat(read.padding()).hasValue(2);
        assertThat(ModelWeights.open(target, read).dtype("model.norm.weight")).isEqualTo(Dtype.BF16);
        assertThat(ChatFormat.read(target).prompt(List.of(Message.user("Hi"))))
                .isEqualTo("<|im_start|>user\nHi<|im_end|>\n<|im_start|>assistant\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"smollm", "gpt-2", "llama-bpe", "qwen2", "tekken"})
    void aTextIsCutAndMergedAsTheReferenceDoes(String rule) throws IOException {
        Map<String, Object> metadata =
                new LinkedHashMap<>(Gguf.open(tiny()).metadata().values());
        metadata.put(GgufTokens.RULE, rule);
        try (ModelTokenizer tokenizer = tokenizer(metadata)) {
            List<int[]> expected = lists(EXPECTED.path("ids").path(rule));
            if (rule.equals("qwen2")) { // as Qwen's own tokenizer, which the reference has without its normalizer
                assertThat(EXPECTED.path("texts").get(7).asText()).startsWith("e\u0301 \u00e9");
                assertThat(tokenizer.encode("e\u0301")).isEqualTo(tokenizer.encode("\u00e9"));
                expected.set(7, tokenizer.encode(EXPECTED.path("texts").get(7).asText()));
            }
            assertThat(encoded(tokenizer, EXPECTED.path("texts")))
                    .usingRecursiveComparison()
                    .isEqualTo(expected);
            assertThat(tokenizer.begin("x")).isEqualTo(tokenizer.encode("x")); // the file says that none is added
        }
    }

    @Test
    void scoresOfSentencePieceAreMergesInTheOrderOfTheReference() throws IOException {
        Map<String, Object> metadata = sentencePiece();
        try (ModelTokenizer tokenizer = tokenizer(metadata)) {
            JsonNode expected = EXPECTED.path("sentencePiece");
            assertThat(encoded(tokenizer, expected.path("texts")))
                    .usingRecursiveComparison()
                    .isEqualTo(lists(expected.path("ids")));
            assertThat(tokenizer.begin("")).containsExactly(1); // where a file doesn't say, <s> comes first
            for (JsonNode text : expected.path("texts")) {
                assertThat(tokenizer.decode(tokenizer.encode(text.textValue()), false))
                        .isEqualTo(text.textValue());
            }
        }
    }

    private static Map<String, Object> sentencePiece() {
        JsonNode given = EXPECTED.path("sentencePiece");
        Map<String, Object> metadata = new LinkedHashMap<>();
        metadata.put(GgufTokens.MODEL, "llama");
        metadata.put(GgufTokens.TEXTS, List.of(JSON.convertValue(given.path("tokens"), String[].class)));
        metadata.put(GgufTokens.SCORES, List.of(JSON.convertValue(given.path("scores"), Float[].class)));
        metadata.put(GgufTokens.TYPES, List.of(JSON.convertValue(given.path("types"), Long[].class)));
        metadata.put(GgufTokens.BEGINNING, 1L);
        metadata.put(GgufTokens.END, 2L);
        metadata.put(GgufTokens.UNKNOWN, 0L);
        return metadata;
    }

    private ModelTokenizer tokenizer(Map<String, Object> metadata) throws IOException {
        GgufMetadata read = new GgufMetadata("FILE", metadata);
        Files.writeString(
                directory.resolve("tokenizer.json"),
                new TokenizerJson(read).tokenizer().toString());
        return ModelTokenizer.open(directory, config("llama", 512), messages -> "");
    }

    private static ModelConfig config(String model, int vocabulary) {
        return ModelConfig.parse(
                "config.json", Fixtures.config(model).replace("\"vocab_size\": 100", "\"vocab_size\": " + vocabulary));
    }

    @ParameterizedTest
    @CsvSource({"llama, F16, 0.0005", "qwen2-tied, F16, 0.0005", "qwen3, Q8_0, 0.005"})
    void aModelThatWentOutComesBack(String model, GgufExport.Type type, float share) {
        Path tokenizer = directory.resolve("tokenizer");
        GgufImport.run(tiny(), tokenizer, Dtype.F32);
        Path first = directory.resolve("first");
        RandomWeights.write(config(model, 400), tokenizer, first, 5);
        Path file = directory.resolve("out.gguf");
        GgufExport.run(first, file, type);
        Path second = directory.resolve("second");
        GgufImport.run(file, second, Dtype.F32);

        ModelConfig before = ModelConfig.read(first);
        ModelConfig after = ModelConfig.read(second);
        assertThat(after.tensors()).isEqualTo(before.tensors());
        assertThat(after.rope()).isEqualTo(before.rope());
        assertThat(after.endOfSequence()).isEqualTo(before.endOfSequence());
        assertThat(ChatFormat.read(second).prompt(List.of(Message.user("Hi"))))
                .isEqualTo(ChatFormat.read(first).prompt(List.of(Message.user("Hi"))));
        ModelWeights old = ModelWeights.open(first, before);
        ModelWeights back = ModelWeights.open(second, after);
        for (TensorSpec tensor : before.tensors()) {
            float[] expected = Fixtures.array(old.readAsFloat32(tensor.name()));
            float[] found = Fixtures.array(back.readAsFloat32(tensor.name()));
            float largest = 0;
            for (float number : expected) {
                largest = Math.max(largest, Math.abs(number));
            }
            for (int i = 0; i < expected.length; i++) { // a half has 11 bits, 8 bits have 127 steps to the largest
                assertThat(Math.abs(found[i] - expected[i])).as(tensor.name()).isLessThanOrEqualTo(share * largest);
            }
        }
        try (ModelTokenizer one = ModelTokenizer.open(first, before);
                ModelTokenizer two = ModelTokenizer.open(second, after)) {
            JsonNode texts = EXPECTED.path("texts");
            assertThat(encoded(two, texts)).usingRecursiveComparison().isEqualTo(encoded(one, texts));
        }
    }

    @Test
    void aSentencePieceTokenizerThatWentOutComesBack() throws IOException {
        try (ModelTokenizer first = tokenizer(sentencePiece())) {
            Map<String, Object> metadata = new LinkedHashMap<>();
            new GgufTokenizer(directory, config("llama", 512)).addTo(metadata);
            Map<String, Object> read = new LinkedHashMap<>(
                    Gguf.open(GgufFiles.write(directory.resolve("t.gguf"), GgufFiles.bytes(metadata)))
                            .metadata()
                            .values());
            try (ModelTokenizer second = tokenizer(read)) {
                JsonNode texts = EXPECTED.path("sentencePiece").path("texts");
                assertThat(encoded(second, texts)).usingRecursiveComparison().isEqualTo(encoded(first, texts));
                assertThat(second.begin("")).containsExactly(1);
            }
        }
    }

    @Test
    void rowsOfAHeadGoFromNeighboursToHalvesAndBack() {
        // llama.cpp's converter: reshape(heads, 2, size / 2).swapaxes(1, 2); of a head of 6 rows 0 1 2 | 3 4 5
        ByteBuffer halves = Fixtures.floats(0, 1, 2, 3, 4, 5);
        ByteBuffer neighbours = HeadOrder.toNeighbours(halves, 6);
        assertThat(Fixtures.array(neighbours)).containsExactly(0, 3, 1, 4, 2, 5);
        assertThat(Fixtures.array(HeadOrder.toHalves(neighbours, 6))).containsExactly(0, 1, 2, 3, 4, 5);
    }

    @Test
    void theScalingOfLlamaThreeIsFoundInItsTable() throws IOException {
        Path tokenizer = directory.resolve("tokenizer");
        GgufImport.run(tiny(), tokenizer, Dtype.F32);
        String json = JSON.readTree(config("llama", 400).json().toString())
                .toString()
                .replace(
                        "\"rope_parameters\":{\"rope_theta\":10000.0,\"rope_type\":\"default\"}",
                        "\"rope_theta\":500000.0,"
                                + "\"rope_scaling\":{\"rope_type\":\"llama3\",\"factor\":32.0,\"low_freq_factor\":1.0,"
                                + "\"high_freq_factor\":4.0,\"original_max_position_embeddings\":8192}");
        Path first = directory.resolve("first");
        ModelConfig config = ModelConfig.parse("config.json", json);
        RandomWeights.write(config, tokenizer, first, 5);
        GgufExport.run(first, directory.resolve("out.gguf"), GgufExport.Type.F16);

        ModelConfig back = GgufImport.run(directory.resolve("out.gguf"), directory.resolve("second"), Dtype.F32)
                .config();
        assertThat(config.json().toString()).contains("llama3");
        assertThat(back.inverseFrequencies()).isEqualTo(config.inverseFrequencies());
    }

    private void refused(Map<String, Object> changes, String... parts) {
        Map<String, Object> metadata = new LinkedHashMap<>(GgufFiles.metadata());
        metadata.put("llama.embedding_length", 4);
        metadata.put("llama.block_count", 1);
        metadata.put("llama.feed_forward_length", 8);
        metadata.put("llama.attention.head_count", 2);
        metadata.put("llama.context_length", 16);
        metadata.put("llama.attention.layer_norm_rms_epsilon", 1e-5f);
        metadata.putAll(changes);
        Path file = GgufFiles.write(
                directory.resolve("odd.gguf"), GgufFiles.bytes(metadata, new TensorSpec("token_embd.weight", 3, 4)));
        Path target = directory.resolve("odd");
        assertThatThrownBy(() -> GgufImport.run(file, target, Dtype.F32))
                .isInstanceOf(ConfigException.class)
                .satisfies(e -> assertThat(e.getMessage()).contains(parts));
        assertThat(target).doesNotExist();
    }

    @Test
    void whatIsNotSupportedIsRefusedByName() {
        refused(Map.of("general.architecture", "gemma3"), "'gemma3' is not supported", "llama, qwen2, qwen3");
        refused(Map.of("llama.expert_count", 8), "a model of 8 experts is not supported");
        refused(Map.of("llama.logit_scale", 0.5f), "'llama.logit_scale' is set");
        refused(Map.of("llama.rope.dimension_count", 1), "1 of the 2 dimensions of a head are rotated");
        refused(Map.of("llama.attention.sliding_window", 8), "a sliding window of 8 over 16 positions");
        refused(Map.of(), "The tensors of", "don't fit its metadata", "'blk.0.attn_norm.weight'");
    }

    @Test
    void tokenizersThatAreNotSupportedAreRefusedByName() {
        Map<String, Object> metadata =
                new LinkedHashMap<>(Gguf.open(tiny()).metadata().values());
        metadata.put(GgufTokens.RULE, "chatglm-bpe");
        assertThatThrownBy(() -> tokenizer(metadata))
                .hasMessageContaining("'chatglm-bpe'")
                .hasMessageContaining("qwen2");
        metadata.put(GgufTokens.MODEL, "t5");
        assertThatThrownBy(() -> tokenizer(metadata)).hasMessageContaining("'t5' is not supported; expected gpt2");
        assertThatThrownBy(
                        () -> GgufExport.run(Fixtures.model("llama"), directory.resolve("x.gguf"), GgufExport.Type.F16))
                .hasMessageContaining("'WordLevel', which can't be written as GGUF; expected BPE");
    }

    @Test
    void aFileIsNotReplaced() throws IOException {
        Path file = Files.writeString(directory.resolve("there.gguf"), "x");
        assertThatThrownBy(() -> GgufExport.run(Fixtures.model("llama"), file, GgufExport.Type.F16))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("exists already");
    }
}
