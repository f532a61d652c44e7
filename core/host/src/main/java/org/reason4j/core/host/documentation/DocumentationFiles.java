package org.reason4j.core.host.documentation;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URL;
import java.net.URLConnection;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.reason4j.api.plugin.PluginException;
import org.reason4j.core.host.config.binding.Choices;
import org.reason4j.core.host.config.tree.SettingNames;

/**
 * The files {@value #FILE} that the annotation processor {@code reason4j-plugin-processor} put into jars; each is looked up by
 * the class loader of the class that is asked about. Keeps what it read; not for several threads.
 */
public final class DocumentationFiles {

    private static final String FILE = "META-INF/reason4j/settings.json";
    private static final int FORMAT = 1;
    private static final ObjectMapper JACKSON = new ObjectMapper();

    private final Map<ClassLoader, Map<String, Documentation>> read = new HashMap<>();

    /**
     * Returns what is known about a class.
     *
     * @throws PluginException if the file in its jar is none of the processor's
     */
    public Documentation of(Class<?> type) {
        return Optional.ofNullable(type.getClassLoader())
                .map(loader -> of(loader, type.getName()))
                .orElse(Documentation.NONE);
    }

    /** Returns what is known about a class that this loader finds. */
    public Documentation of(ClassLoader loader, String type) {
        return read.computeIfAbsent(loader, DocumentationFiles::files).getOrDefault(type, Documentation.NONE);
    }

    /** Returns what may stand in a setting of this class where that is one of a few names, each with its description. */
    Map<String, String> choices(Class<?> type) {
        Map<String, String> choices = new LinkedHashMap<>();
        if (type.isEnum()) {
            Map<String, Documentation> constants = of(type).constants();
            for (Object constant : type.getEnumConstants()) {
                choices.put(
                        SettingNames.kebabCase((Enum<?>) constant),
                        constants
                                .getOrDefault(((Enum<?>) constant).name(), Documentation.NONE)
                                .text());
            }
        }
        if (Choices.isChoice(type)) {
            Choices.of(type)
                    .forEach((name, choice) -> choices.put(name, of(choice).opening()));
        }
        return choices;
    }

    private static Map<String, Documentation> files(ClassLoader loader) {
        Map<String, Documentation> types = new HashMap<>();
        try {
            for (URL file : Collections.list(loader.getResources(FILE))) {
                types.putAll(file(file));
            }
        } catch (IOException e) {
            throw new UncheckedIOException("The documentation of settings, " + FILE + ", can't be read", e);
        }
        return types;
    }

    private static Map<String, Documentation> file(URL file) throws IOException {
        URLConnection connection = file.openConnection();
        connection.setUseCaches(false); // an open jar in the cache would outlive its plugin
        try (InputStream in = connection.getInputStream()) {
            JsonNode root = JACKSON.readTree(in);
            if (root.path("format").asInt() != FORMAT) {
                throw new PluginException(file + " has the format " + root.path("format") + ", expected " + FORMAT
                        + ". Build the plugin with the reason4j-plugin-processor of this version.");
            }
            Map<String, Documentation> types = new HashMap<>();
            root.path("types").properties().forEach(type -> types.put(type.getKey(), documentation(type.getValue())));
            return types;
        } catch (JsonProcessingException e) {
            throw new PluginException(
                    file + " is not JSON: " + e.getOriginalMessage() + ". Build the plugin again.", e);
        }
    }

    private static Documentation documentation(JsonNode node) {
        List<Documentation.Link> links = new ArrayList<>();
        node.path("links")
                .forEach(link -> links.add(new Documentation.Link(
                        link.path("title").asText(), link.path("address").asText())));
        Map<String, Documentation.Setting> settings = new LinkedHashMap<>();
        node.path("settings")
                .forEach(setting -> settings.put(
                        setting.path("name").asText(),
                        new Documentation.Setting(
                                setting.path("text").asText(),
                                Optional.ofNullable(setting.get("range")).map(JsonNode::asText))));
        Map<String, Documentation> constants = new LinkedHashMap<>();
        node.path("constants")
                .forEach(constant -> constants.put(constant.path("name").asText(), documentation(constant)));
        return new Documentation(node.path("text").asText(), links, settings, constants);
    }
}
