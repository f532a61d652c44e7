package org.reason4j.core.formats.huggingface;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.reason4j.api.plugin.ConfigException;
import org.reason4j.core.formats.file.FieldNames;
import org.reason4j.core.formats.file.JsonFile;
import org.reason4j.core.formats.file.ModelFiles;
import org.reason4j.core.formats.template.ChatTemplate;

/**
 * A model directory's chat templates and the special tokens that they may name.
 *
 * @param templates Jinja sources by name, in the order of the file; one without a name is {@code default}; empty for a model
 *     without a chat format
 * @param tokens texts of the special tokens by name, such as {@code bos_token}
 */
public record ChatTemplateSource(Map<String, String> templates, Map<String, String> tokens) {

    /** The template of a conversation without tools, and of one with them where there is no other. */
    static final String DEFAULT = "default";

    /** The template of a conversation with tools, where a model has one of its own. */
    static final String TOOLS = "tool_use";

    /** Bytes of a character in UTF-8, at most. */
    private static final long BYTES_OF_CHARACTER = 4;

    private static final String SUFFIX = ".jinja";

    private static final List<String> TOKENS =
            List.of("bos_token", "eos_token", "unk_token", "sep_token", "pad_token", "cls_token", "mask_token");

    public ChatTemplateSource {
        templates = Collections.unmodifiableMap(new LinkedHashMap<>(templates));
        tokens = Map.copyOf(tokens);
    }

    /**
     * Looks in {@code chat_template.jinja} and the directory {@code additional_chat_templates}, then in {@code
     * tokenizer_config.json}; for tokens there and in {@code special_tokens_map.json}.
     */
    public static ChatTemplateSource read(Path directory) {
        Optional<JsonFile> config = JsonFile.readIfPresent(directory.resolve("tokenizer_config.json"));
        Optional<JsonFile> map = JsonFile.readIfPresent(directory.resolve("special_tokens_map.json"));
        Map<String, String> templates = files(directory);
        if (templates.isEmpty()) {
            config.ifPresent(file -> templates.putAll(templates(file)));
        }
        Map<String, String> tokens = new HashMap<>();
        for (String name : TOKENS) {
            config.flatMap(file -> token(file, name))
                    .or(() -> map.flatMap(file -> token(file, name)))
                    .ifPresent(text -> tokens.put(name, text));
        }
        return new ChatTemplateSource(templates, tokens);
    }

    private static Map<String, String> files(Path directory) {
        Map<String, String> found = new LinkedHashMap<>();
        file(directory.resolve("chat_template.jinja")).ifPresent(text -> found.put(DEFAULT, text));
        Path additional = directory.resolve("additional_chat_templates");
        if (Files.isDirectory(additional)) {
            try (Stream<Path> listed = Files.list(additional)) {
                listed.filter(path -> path.toString().endsWith(SUFFIX)).sorted().forEach(path -> {
                    String name = path.getFileName().toString();
                    file(path).ifPresent(text -> found.put(name.substring(0, name.length() - SUFFIX.length()), text));
                });
            } catch (IOException e) {
                throw ModelFiles.cannotRead(additional, e);
            }
        }
        return found;
    }

    private static Optional<String> file(Path file) {
        try {
            if (Files.exists(file) && Files.size(file) > BYTES_OF_CHARACTER * ChatTemplate.LONGEST) {
                throw new ConfigException(file + " has " + Files.size(file)
                        + " bytes, more than a chat template of " + ChatTemplate.LONGEST
                        + " characters, the longest; is this a chat template?");
            }
            return Files.exists(file) ? Optional.of(Files.readString(file)) : Optional.empty();
        } catch (IOException e) {
            throw ModelFiles.cannotRead(file, e);
        }
    }

    private static Map<String, String> templates(JsonFile config) {
        Map<String, String> found = new LinkedHashMap<>();
        Optional<JsonNode> several = config.find("chat_template").filter(JsonNode::isArray);
        if (several.isEmpty()) {
            config.text("chat_template").ifPresent(text -> found.put(DEFAULT, text));
            return found;
        }
        for (JsonNode template : several.get()) {
            if (template.path("template").isTextual()) {
                found.put(
                        template.path("name").asText(),
                        template.path("template").textValue());
            }
        }
        if (!found.containsKey(DEFAULT)) {
            throw new ConfigException(config.source() + ": 'chat_template' has the templates "
                    + FieldNames.quoted(found.keySet()) + ", expected one named 'default'");
        }
        return found;
    }

    private static Optional<String> token(JsonFile file, String key) {
        return file.find(key).filter(JsonNode::isObject).isPresent()
                ? file.object(key).flatMap(token -> token.text("content"))
                : file.text(key);
    }
}
