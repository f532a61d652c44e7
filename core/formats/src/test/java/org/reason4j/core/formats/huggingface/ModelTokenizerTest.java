package org.reason4j.core.formats.huggingface;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.reason4j.api.data.Message;
import org.reason4j.api.plugin.ConfigException;

class ModelTokenizerTest {

    @TempDir
    Path directory;

    private static String chat(List<Message> messages) {
        return messages.stream().map(m -> "<bos>" + m.content() + "<eos>").collect(Collectors.joining());
    }

    private static ModelTokenizer llama() {
        Path model = Fixtures.model("llama");
        return ModelTokenizer.open(model, ModelConfig.read(model), ModelTokenizerTest::chat);
    }

    @Test
    void textIsEncodedWithoutSpecialTokensAroundIt() {
        try (ModelTokenizer tokenizer = llama()) {
            assertThat(tokenizer.encode("1+1=2")).containsExactly(21, 15, 21, 33, 22);
            assertThat(tokenizer.encode("")).isEmpty();
            assertThat(tokenizer.vocabularySize()).isEqualTo(100);
            assertThat(tokenizer.endOfSequence()).containsExactly(2);
        }
    }

    /** Copies the tokenizer of the Llama fixture and gives it a post-processor, but no chat template. */
    private ModelTokenizer base(String postProcessor) throws Exception {
        ObjectMapper mapper = new ObjectMapper();
        ObjectNode json = (ObjectNode) mapper.readTree(
                Fixtures.model("llama").resolve("tokenizer.json").toFile());
        json.set("post_processor", mapper.readTree(postProcessor));
        Files.writeString(directory.resolve("tokenizer.json"), json.toString());
        return ModelTokenizer.open(directory, ModelConfig.read(Fixtures.model("llama")));
    }

    private static final String BEGINS =
            "{\"type\": \"TemplateProcessing\", \"single\": [{\"SpecialToken\": {\"id\": \"<bos>\","
                    + " \"type_id\": 0}}, {\"Sequence\": {\"id\": \"A\", \"type_id\": 0}}], \"pair\": [], \"special_tokens\":"
                    + " {\"<bos>\": {\"id\": \"<bos>\", \"ids\": [1], \"tokens\": [\"<bos>\"]}}}";

    @Test
    void aModelWithoutAChatTemplateReadsWhatItsTokenizerPutsFirst() throws Exception {
        try (ModelTokenizer tokenizer = base(BEGINS)) {
            assertThat(tokenizer.render(List.of(Message.user("1+")))).containsExactly(1, 21, 15);
            assertThat(tokenizer.begin("1+")).containsExactly(1, 21, 15);
            assertThat(tokenizer.begin("<bos>1+")).containsExactly(1, 21, 15);
            assertThat(tokenizer.encode("1+")).containsExactly(21, 15);
        }
        try (ModelTokenizer tokenizer = base("{\"type\": \"Sequence\", \"processors\": [" + BEGINS + "]}")) {
            assertThat(tokenizer.render(List.of(Message.user("1+")))).containsExactly(1, 21, 15);
        }
        try (ModelTokenizer tokenizer = base("null")) {
            assertThat(tokenizer.render(List.of(Message.user("1+")))).containsExactly(21, 15);
        }
    }

    @Test
    void specialTokensInARenderedChatAreRecognised() {
        try (ModelTokenizer tokenizer = llama()) {
            assertThat(tokenizer.render(List.of(Message.user("1"), Message.user("2"))))
                    .containsExactly(1, 21, 2, 1, 22, 2);
        }
    }

    @Test
    void specialTokensAreLeftOutOfTextWhenAsked() {
        try (ModelTokenizer tokenizer = llama()) {
            int[] tokens = {1, 21, 15, 2};
            assertThat(tokenizer.decode(tokens, true)).isEqualTo("1+");
            assertThat(tokenizer.decode(tokens, false)).isEqualTo("<bos>1+<eos>");
        }
    }

    @Test
    void longTextIsNotCutOff() {
        try (ModelTokenizer tokenizer = llama()) {
            assertThat(tokenizer.encode("a".repeat(20_000))).hasSize(20_000);
        }
    }

    @Test
    void charactersOfSeveralBytesSurvive() throws Exception {
        try (ModelTokenizer tokenizer = ByteLevelTokenizers.open(directory, messages -> "")) {
            String text = "grüße, 数学 😀<|end|>";
            int[] tokens = tokenizer.encode(text);
            int bytes = "grüße, 数学 😀".getBytes(StandardCharsets.UTF_8).length;
            assertThat(tokens).hasSize(bytes + 1).endsWith(0xf0, 0x9f, 0x98, 0x80, ByteLevelTokenizers.END);
            assertThat(tokenizer.decode(tokens, false)).isEqualTo(text);
        }
    }

    @Test
    void aTokenOfAPartOfACharacterHasItsOwnBytes() throws Exception {
        try (ModelTokenizer tokenizer = ByteLevelTokenizers.open(directory, messages -> "")) {
            int[] tokens = tokenizer.encode("é <|end|>");
            assertThat(tokenizer.decode(new int[] {tokens[0]}, false)).isEqualTo("\ufffd");
            assertThat(tokens).hasSize(4);
            assertThat(tokenizer.bytes(tokens[0])).containsExactly(0xc3);
            assertThat(tokenizer.bytes(tokens[1])).containsExactly(0xa9);
            assertThat(tokenizer.bytes(tokens[2])).containsExactly(' ');
            assertThat(tokenizer.bytes(tokens[3]))
                    .asString(StandardCharsets.UTF_8)
                    .isEqualTo("<|end|>");
        }
    }

    /** SentencePiece's way: characters it does not know are bytes, and a space is a character of its own. */
    @Test
    void aVocabularyOfCharactersFallsBackToBytes() throws Exception {
        Files.writeString(directory.resolve("tokenizer.json"), """
                {"version": "1.0", "normalizer": {"type": "Replace", "pattern": {"String": " "}, "content": "\u2581"},
                 "added_tokens": [{"id": 4, "content": "\u2581\u2581", "special": false, "normalized": false,
                   "single_word": false, "lstrip": false, "rstrip": false}],
                 "pre_tokenizer": null, "post_processor": null,
                 "decoder": {"type": "Sequence", "decoders": [
                   {"type": "Replace", "pattern": {"String": "\u2581"}, "content": " "}, {"type": "ByteFallback"},
                   {"type": "Fuse"}, {"type": "Strip", "content": " ", "start": 1, "stop": 0}]},
                 "model": {"type": "BPE", "unk_token": "<unk>", "byte_fallback": true, "merges": [],
                   "vocab": {"<unk>": 0, "<0xC3>": 1, "<0xA9>": 2, "\u2581no": 3, "\u2581\u2581": 4}}}""");
        try (ModelTokenizer tokenizer =
                ModelTokenizer.open(directory, ModelConfig.read(Fixtures.model("llama")), messages -> "")) {
            assertThat(tokenizer.encode("é")).containsExactly(1, 2);
            assertThat(tokenizer.bytes(1)).containsExactly(0xc3);
            assertThat(tokenizer.bytes(2)).containsExactly(0xa9);
            assertThat(tokenizer.decode(new int[] {3}, false)).isEqualTo("no"); // as the first token of a text
            assertThat(tokenizer.bytes(3)).asString(StandardCharsets.UTF_8).isEqualTo(" no");
            // Gemma adds runs of spaces to its vocabulary.
            assertThat(tokenizer.bytes(4)).asString(StandardCharsets.UTF_8).isEqualTo("  ");
        }
    }

    @Test
    void manyThreadsMayUseIt() {
        try (ModelTokenizer tokenizer = llama()) {
            boolean same = IntStream.range(0, 2_000)
                    .parallel()
                    .allMatch(i -> tokenizer
                            .decode(tokenizer.encode("number " + i), true)
                            .equals("number " + i));
            assertThat(same).isTrue();
        }
    }

    @Test
    void idsBeyondTheModelsVocabularyAreRefused() {
        ModelConfig small = ModelConfig.parse(
                "small/config.json", Fixtures.config("llama").replace("\"vocab_size\": 100", "\"vocab_size\": 90"));
        Path file = Fixtures.model("llama").resolve("tokenizer.json");

        assertThatThrownBy(() -> ModelTokenizer.open(Fixtures.model("llama"), small, ModelTokenizerTest::chat))
                .isInstanceOf(ConfigException.class)
                .hasMessage(file + " has ids up to 99, but small/config.json has vocab_size 90, which ends at 89. "
                        + "The files don't belong together.");
    }

    @Test
    void aMissingOrUselessFileIsNamed() throws Exception {
        ModelConfig config = ModelConfig.read(Fixtures.model("llama"));
        Path file = directory.resolve("tokenizer.json");
        assertThatThrownBy(() -> ModelTokenizer.open(directory, config, ModelTokenizerTest::chat))
                .isInstanceOf(ConfigException.class)
                .hasMessage("No file " + file
                        + ". Save the tokenizer with a recent transformers version, which writes it.");
        Files.writeString(file, "{}");
        assertThatThrownBy(() -> ModelTokenizer.open(directory, config, ModelTokenizerTest::chat))
                .isInstanceOf(ConfigException.class)
                .hasMessage(file + " has no tokens in 'model.vocab' or 'added_tokens'");
        Files.writeString(file, "{\"model\": {\"type\": \"Invented\", \"vocab\": {\"a\": 0}}}");
        assertThatThrownBy(() -> ModelTokenizer.open(directory, config, ModelTokenizerTest::chat))
                .isInstanceOf(ConfigException.class)
                .hasMessageStartingWith(file + " can't be used as a tokenizer: ");
    }
}
