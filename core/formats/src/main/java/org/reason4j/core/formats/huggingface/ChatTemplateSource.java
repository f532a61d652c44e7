package org.reason4j.core.formats.huggingface;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.reason4j.api.plugin.ConfigException;
import org.reason4j.core.formats.file.FieldNames;
import org.reason4j.core.formats.file.JsonFile;
import org.reason4j.core.formats.file.ModelFiles;
import org.reason4j.core.formats.template.ChatTemplate;

/**
 * A model directory's chat template and the tokens that it may name.
 *
 * @param template Jinja source; absent for a model without a chat format
 * @param beginningOfSequence text of the token that starts a sequence
 * @param endOfSequence text of the token that ends a sequence
 */
public record ChatTemplateSource(
        Optional<String> template, Optional<String> beginningOfSequence, Optional<String> endOfSequence) {

    /** Bytes of a character in UTF-8, at most. */
    private static final long BYTES_OF_CHARACTER = 4;

    /** Looks in {@code chat_template.jinja}, {@code tokenizer_config.json}, {@code special_tokens_map.json}, in this order. */
    public static ChatTemplateSource read(Path directory) {
        Optional<JsonFile> config = JsonFile.readIfPresent(directory.resolve("tokenizer_config.json"));
        Optional<JsonFile> map = JsonFile.readIfPresent(directory.resolve("special_tokens_map.json"));
        return new ChatTemplateSource(
                file(directory.resolve("chat_template.jinja")).or(() -> config.flatMap(ChatTemplateSource::template)),
                token("bos_token", config, map),
                token("eos_token", config, map));
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

    private static Optional<String> template(JsonFile config) {
        Optional<JsonNode> found = config.find("chat_template");
        return found.filter(JsonNode::isArray).isPresent()
                ? found.map(templates -> defaultOf(config, templates))
                : config.text("chat_template");
    }

    private static String defaultOf(JsonFile config, JsonNode templates) {
        List<String> names = new ArrayList<>();
        for (JsonNode template : templates) {
            names.add(template.path("name").asText());
            if (template.path("name").asText().equals("default")
                    && template.path("template").isTextual()) {
                return template.path("template").textValue();
            }
        }
        throw new ConfigException(config.source() + ": 'chat_template' has the templates " + FieldNames.quoted(names)
                + ", expected one named 'default'");
    }

    private static Optional<String> token(String key, Optional<JsonFile> config, Optional<JsonFile> map) {
        return config.flatMap(file -> token(file, key)).or(() -> map.flatMap(file -> token(file, key)));
    }

    private static Optional<String> token(JsonFile file, String key) {
        return file.find(key).filter(JsonNode::isObject).isPresent()
                ? file.object(key).flatMap(token -> token.text("content"))
                : file.text(key);
    }
}
