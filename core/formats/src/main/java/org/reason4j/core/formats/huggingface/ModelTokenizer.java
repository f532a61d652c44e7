package org.reason4j.core.formats.huggingface;

import static org.reason4j.api.plugin.ConfigException.check;

import ai.djl.engine.EngineException;
import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import ai.djl.huggingface.tokenizers.jni.LibUtils;
import ai.djl.util.Utils;
import com.fasterxml.jackson.databind.JsonNode;
import com.google.common.base.Suppliers;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import org.reason4j.api.data.Message;
import org.reason4j.api.plugin.ConfigException;
import org.reason4j.core.formats.file.JsonFile;
import org.reason4j.core.formats.file.ModelFiles;

/**
 * The tokenizer of a model directory: {@code tokenizer.json}, run by Hugging Face's own library. It recognises special tokens
 * that are written in the text, and adds none but those that it puts before a text, such as {@code <s>}, where a text begins
 * a sequence: {@link #begin}, and {@link #render} for a model without a chat template. Safe for use by many threads.
 */
public final class ModelTokenizer implements SequenceTokenizer, AutoCloseable {

    private static final Map<String, String> OPTIONS =
            Map.of("addSpecialTokens", "false", "truncation", "false", "padding", "false");

    /** Which native library DJL loads. Left to itself it downloads one for CUDA where it sees a GPU; ours does without. */
    private static final String FLAVOR = "RUST_FLAVOR";

    private final Path source;
    private final HuggingFaceTokenizer tokenizer;
    private final int vocabularySize;
    private final List<Integer> endOfSequence;
    private final Function<List<Message>, String> chatTemplate;
    private final boolean templated;
    private final int[] beginning;
    private final Supplier<TokenBytes> bytes;

    private ModelTokenizer(
            Path source,
            HuggingFaceTokenizer tokenizer,
            int vocabularySize,
            List<Integer> endOfSequence,
            Function<List<Message>, String> chatTemplate,
            boolean templated,
            int[] beginning) {
        this.source = source;
        this.tokenizer = tokenizer;
        this.vocabularySize = vocabularySize;
        this.endOfSequence = List.copyOf(endOfSequence);
        this.chatTemplate = chatTemplate;
        this.templated = templated;
        this.beginning = beginning;
        this.bytes = Suppliers.memoize(() -> TokenBytes.read(source));
    }

    /** Opens the tokenizer of a model directory, with the directory's own {@link ChatFormat}. */
    public static ModelTokenizer open(Path directory, ModelConfig config) {
        return open(directory, config, ChatFormat.read(directory));
    }

    /** Opens the tokenizer of a model directory, with this format of conversations. */
    public static ModelTokenizer open(Path directory, ModelConfig config, ChatFormat format) {
        return open(directory, config, format::prompt, format.hasTemplate());
    }

    /**
     * Opens the tokenizer of a model directory.
     *
     * @param directory holds {@code tokenizer.json}
     * @param config the model, whose vocabulary must hold every id, and which knows the ids that end a sequence
     * @param chatTemplate writes a conversation as text with all special tokens; called by many threads
     */
    public static ModelTokenizer open(
            Path directory, ModelConfig config, Function<List<Message>, String> chatTemplate) {
        return open(directory, config, chatTemplate, true);
    }

    private static ModelTokenizer open(
            Path directory, ModelConfig config, Function<List<Message>, String> chatTemplate, boolean templated) {
        Path path = directory.resolve("tokenizer.json");
        try {
            String json = Files.readString(path);
            JsonFile file = JsonFile.parse(path.toString(), json);
            int vocabularySize = vocabularySize(file);
            check(
                    vocabularySize <= config.vocabularySize(),
                    "%s has ids up to %s, but %s has vocab_size %s, which ends at %s. The files don't belong together.",
                    path,
                    vocabularySize - 1,
                    config.source(),
                    config.vocabularySize(),
                    config.vocabularySize() - 1);
            return new ModelTokenizer(
                    path,
                    load(path, json),
                    vocabularySize,
                    config.endOfSequence(),
                    chatTemplate,
                    templated,
                    SequenceBeginning.of(file.root()));
        } catch (NoSuchFileException e) {
            throw new ConfigException(
                    "No file " + path + ". Save the tokenizer with a recent transformers version, which writes it.", e);
        } catch (IOException e) {
            throw ModelFiles.cannotRead(path, e);
        }
    }

    /**
     * Loads the native library, which a tokenizer does by itself.
     *
     * @throws IllegalStateException if there is none for this machine
     */
    public static void loadLibrary() {
        chooseLibrary();
        try {
            LibUtils.checkStatus();
        } catch (EngineException | LinkageError e) {
            throw new IllegalStateException("The native library of tokenizers can't be loaded: " + e.getMessage(), e);
        }
    }

    private static void chooseLibrary() {
        if (Utils.getEnvOrSystemProperty(FLAVOR) == null) {
            System.setProperty(FLAVOR, "cpu");
        }
    }

    private static HuggingFaceTokenizer load(Path path, String json) throws IOException {
        chooseLibrary();
        try {
            return HuggingFaceTokenizer.newInstance(
                    new ByteArrayInputStream(json.getBytes(StandardCharsets.UTF_8)), OPTIONS);
        } catch (RuntimeException e) {
            throw new ConfigException(path + " can't be used as a tokenizer: " + e.getMessage(), e);
        }
    }

    private static int vocabularySize(JsonFile file) {
        int largest = -1;
        for (JsonNode token : file.root().path("added_tokens")) {
            largest = Math.max(largest, token.path("id").asInt(-1));
        }
        JsonNode vocabulary = file.root().path("model").path("vocab");
        if (vocabulary.isArray()) { // a list of [token, score]; the id is the place
            largest = Math.max(largest, vocabulary.size() - 1);
        } else {
            for (JsonNode id : vocabulary) {
                largest = Math.max(largest, id.asInt(-1));
            }
        }
        check(largest >= 0, "%s has no tokens in 'model.vocab' or 'added_tokens'", file.source());
        return largest + 1;
    }

    /** @throws ConfigException if the text has a character for which there is no token, and none for unknown ones */
    @Override
    public int[] encode(String text) {
        try {
            return Arrays.stream(tokenizer.encode(text, false, false).getIds())
                    .mapToInt(Math::toIntExact)
                    .toArray();
        } catch (RuntimeException e) { // of no class of its own
            throw new ConfigException(
                    source + " can't write a text in tokens: " + e.getMessage() + ". Give it a token for the unknown.",
                    e);
        }
    }

    @Override
    public String decode(int[] tokens, boolean skipSpecialTokens) {
        try {
            return tokenizer.decode(Arrays.stream(tokens).asLongStream().toArray(), skipSpecialTokens);
        } catch (RuntimeException e) { // of no class of its own
            throw new ConfigException(source + " can't read tokens: " + e.getMessage() + ". Get the file again.", e);
        }
    }

    @Override
    public int[] render(List<Message> messages) {
        return rendered(chatTemplate.apply(messages));
    }

    @Override
    public int[] rendered(String conversation) {
        return templated ? encode(conversation) : begin(conversation);
    }

    @Override
    public int[] begin(String text) {
        int[] tokens = encode(text);
        if (tokens.length >= beginning.length
                && Arrays.equals(tokens, 0, beginning.length, beginning, 0, beginning.length)) {
            return tokens;
        }
        int[] all = Arrays.copyOf(beginning, beginning.length + tokens.length);
        System.arraycopy(tokens, 0, all, beginning.length, tokens.length);
        return all;
    }

    @Override
    public byte[] bytes(int token) {
        return bytes.get().of(token);
    }

    /** One more than the largest id. The model's vocabulary may be larger, for padding. */
    @Override
    public int vocabularySize() {
        return vocabularySize;
    }

    @Override
    public List<Integer> endOfSequence() {
        return endOfSequence;
    }

    /** Frees the native tokenizer; nothing else may be called after it. */
    @Override
    public void close() {
        tokenizer.close();
    }
}
