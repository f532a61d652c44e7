package org.reason4j.core.formats.gguf;

import static org.reason4j.api.plugin.ConfigException.check;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.reason4j.api.plugin.ConfigException;
import org.reason4j.core.formats.file.JsonFile;
import org.reason4j.core.formats.huggingface.ChatTemplateSource;
import org.reason4j.core.formats.huggingface.ModelConfig;
import org.reason4j.core.formats.huggingface.ModelTokenizer;

/** From the tokenizer of a Hugging Face directory to the metadata of a GGUF file. */
final class GgufTokenizer {

    private static final Pattern BYTE = Pattern.compile("<0x[0-9A-F]{2}>");

    private final JsonFile file;
    private final JsonNode model;
    private final ModelConfig config;
    private final Path directory;

    GgufTokenizer(Path directory, ModelConfig config) {
        this.directory = directory;
        this.config = config;
        this.file = JsonFile.read(directory.resolve("tokenizer.json"));
        this.model = file.root().path("model");
        check(
                model.path("type").asText("BPE").equals("BPE")
                        && model.path("vocab").isObject(),
                "%s is a tokenizer of the kind '%s', which can't be written as GGUF; expected BPE",
                file.source(),
                model.path("type").asText());
    }

    /** Adds all that is known about the tokenizer and the chat template. */
    void addTo(Map<String, Object> metadata) {
        List<String> texts = texts();
        List<Integer> types = types(texts);
        List<String> merges = merges();
        if (model.path("byte_fallback").asBoolean()) {
            addSentencePiece(metadata, texts, merges);
        } else {
            addByteLevel(metadata, merges);
        }
        metadata.put(GgufTokens.TEXTS, texts);
        metadata.put(GgufTokens.TYPES, types);
        ChatTemplateSource chat = ChatTemplateSource.read(directory);
        addIds(metadata, texts, chat);
        addTemplates(chat, metadata);
    }

    private void addByteLevel(Map<String, Object> metadata, List<String> merges) {
        SplittingRule rule = SplittingRule.in(file.root())
                .orElseThrow(() -> new ConfigException(file.source()
                        + ": llama.cpp has no name that we know for this 'pre_tokenizer', so it can't be written as"
                        + " GGUF: "
                        + file.root().path("pre_tokenizer")));
        metadata.put(GgufTokens.MODEL, TokenizerJson.BYTE_LEVEL);
        metadata.put(GgufTokens.RULE, rule.exported());
        metadata.put(GgufTokens.MERGES, merges);
    }

    /** SentencePiece merges by scores: the earlier a merge, the higher the score of what it makes. */
    private void addSentencePiece(Map<String, Object> metadata, List<String> texts, List<String> merges) {
        Map<String, Integer> ranks = new HashMap<>();
        for (String merge : merges) {
            ranks.putIfAbsent(merge.replaceFirst(" ", ""), ranks.size());
        }
        List<Float> scores = new ArrayList<>();
        for (String text : texts) {
            scores.add(-(float) ranks.getOrDefault(text, merges.size()));
        }
        metadata.put(GgufTokens.MODEL, TokenizerJson.SENTENCE_PIECE);
        metadata.put(GgufTokens.RULE, "default");
        metadata.put(GgufTokens.SCORES, scores);
        metadata.put(
                GgufTokens.ADDS_SPACE,
                file.root().path("normalizer").toString().contains("\"Prepend\"")
                        || file.root()
                                .path("pre_tokenizer")
                                .path("type")
                                .asText()
                                .equals("Metaspace"));
    }

    private List<String> texts() {
        String[] texts = new String[config.vocabularySize()];
        model.path("vocab").properties().forEach(entry -> put(texts, entry.getValue(), entry.getKey()));
        for (JsonNode token : file.root().path("added_tokens")) {
            put(texts, token.path("id"), token.path("content").asText());
        }
        for (int id = 0; id < texts.length; id++) {
            texts[id] = texts[id] == null ? "[PAD" + id + "]" : texts[id];
        }
        return Arrays.asList(texts);
    }

    private void put(String[] texts, JsonNode id, String text) {
        check(
                id.canConvertToInt() && id.asInt() >= 0 && id.asInt() < texts.length,
                "%s: the token '%s' has the id %s, expected one from 0 to %s",
                file.source(),
                text,
                id,
                texts.length - 1);
        texts[id.asInt()] = text;
    }

    private List<Integer> types(List<String> texts) {
        boolean bytes = model.path("byte_fallback").asBoolean();
        JsonNode vocabulary = model.path("vocab");
        List<Integer> types = new ArrayList<>();
        for (String text : texts) {
            boolean byteToken = bytes && BYTE.matcher(text).matches();
            int known = byteToken ? GgufTokens.OF_BYTE : GgufTokens.OF_NORMAL;
            types.add(vocabulary.has(text) ? known : GgufTokens.OF_UNUSED);
        }
        for (JsonNode token : file.root().path("added_tokens")) {
            boolean special = token.path("special").asBoolean();
            types.set(token.path("id").asInt(), special ? GgufTokens.OF_CONTROL : GgufTokens.OF_USER);
        }
        JsonNode unknown = vocabulary.path(model.path("unk_token").asText(""));
        if (bytes && unknown.isInt()) {
            types.set(unknown.asInt(), GgufTokens.OF_UNKNOWN);
        }
        return types;
    }

    /** Merges, each as two tokens with a space between them; newer files have pairs. */
    private List<String> merges() {
        List<String> merges = new ArrayList<>();
        for (JsonNode merge : model.path("merges")) {
            merges.add(
                    merge.isArray()
                            ? merge.path(0).asText() + " " + merge.path(1).asText()
                            : merge.asText());
        }
        return merges;
    }

    private void addIds(Map<String, Object> metadata, List<String> texts, ChatTemplateSource chat) {
        config.beginningOfSequence().ifPresent(id -> metadata.put(GgufTokens.BEGINNING, id));
        List<String> keys = List.of(GgufTokens.END, GgufTokens.END_OF_TURN, GgufTokens.END_OF_MESSAGE);
        List<Integer> ends = config.endOfSequence();
        check(
                ends.size() <= keys.size(),
                "%s: %s ids end a response, and GGUF has places for %s",
                config.source(),
                ends.size(),
                keys.size());
        for (int i = 0; i < ends.size(); i++) {
            metadata.put(keys.get(i), ends.get(i));
        }
        config.padding().ifPresent(id -> metadata.put(GgufTokens.PADDING, id));
        Optional.ofNullable(chat.tokens().get("unk_token"))
                .map(texts::indexOf)
                .filter(id -> id >= 0)
                .ifPresent(id -> metadata.put(GgufTokens.UNKNOWN, id));
        try (ModelTokenizer tokenizer = ModelTokenizer.open(directory, config, messages -> "")) {
            metadata.put(GgufTokens.ADDS_BEGINNING, tokenizer.begin("").length > 0);
        }
        metadata.putIfAbsent(GgufTokens.ADDS_SPACE, false);
    }

    private static void addTemplates(ChatTemplateSource chat, Map<String, Object> metadata) {
        List<String> named = new ArrayList<>();
        chat.templates().forEach((name, text) -> {
            if (name.equals("default")) {
                metadata.put(GgufTokens.CHAT_TEMPLATE, text);
            } else {
                metadata.put(GgufTokens.CHAT_TEMPLATE + "." + name, text);
                named.add(name);
            }
        });
        if (!named.isEmpty()) {
            metadata.put("tokenizer.chat_templates", named);
        }
    }
}
