package org.reason4j.core.formats.template;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.abort;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.reason4j.core.formats.template.value.TemplateException;

/**
 * Renders published templates and compares with what Python's jinja2 rendered. The folder holds {@code *.jinja} files and
 * {@code cases.json}: a list of objects with {@code template}, {@code case}, {@code args}, and {@code expected} or
 * {@code error}.
 */
class ChatTemplateConformanceTest {

    private static final String FOLDER = "reason4j.chat-templates";
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-07-24T12:00:00Z"), ZoneOffset.UTC);

    record Case(
            String template,
            String name,
            Map<String, @Nullable Object> arguments,
            Optional<String> expected,
            String error) {

        @SuppressWarnings("unchecked") // the conversation is a list of objects
        String render(Path folder) throws IOException {
            Map<String, Object> others = new HashMap<>(arguments);
            List<Map<String, Object>> messages = (List<Map<String, Object>>) others.remove("messages");
            return ChatTemplate.parse(Files.readString(folder.resolve(template)), CLOCK)
                    .render(messages, others);
        }
    }

    @TestFactory
    Stream<DynamicTest> publishedTemplatesRenderAsInPython() throws IOException {
        String folder = System.getProperty(FOLDER);
        if (folder == null) {
            return Stream.of(DynamicTest.dynamicTest(
                    "no folder of templates",
                    () -> abort("Name a folder with cases.json and *.jinja files: -D" + FOLDER + "=DIR")));
        }
        return cases(Path.of(folder)).stream()
                .map(c -> DynamicTest.dynamicTest(c.template() + " " + c.name(), () -> check(c, Path.of(folder))));
    }

    private static void check(Case c, Path folder) throws IOException {
        if (c.expected().isPresent()) {
            assertThat(c.render(folder)).isEqualTo(c.expected().get());
        } else {
            assertThatThrownBy(() -> c.render(folder))
                    .isInstanceOf(TemplateException.class)
                    .hasMessage(c.error());
        }
    }

    private static List<Case> cases(Path folder) throws IOException {
        List<Map<String, @Nullable Object>> cases =
                new ObjectMapper().readValue(folder.resolve("cases.json").toFile(), new TypeReference<>() {});
        return cases.stream().map(ChatTemplateConformanceTest::read).toList();
    }

    @SuppressWarnings("unchecked") // the arguments are an object
    private static Case read(Map<String, @Nullable Object> json) {
        return new Case(
                (String) json.get("template"),
                (String) json.get("case"),
                (Map<String, @Nullable Object>) json.get("args"),
                Optional.ofNullable((String) json.get("expected")),
                String.valueOf(json.get("error")));
    }
}
