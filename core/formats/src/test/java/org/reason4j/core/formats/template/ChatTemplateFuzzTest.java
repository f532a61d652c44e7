package org.reason4j.core.formats.template;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.reason4j.api.plugin.ConfigException;
import org.reason4j.testkit.MutatedInputs;

public class ChatTemplateFuzzTest {

    private static final List<Map<String, Object>> MESSAGES = List.of(
            Map.of("role", "system", "content", "Think."),
            Map.of("role", "user", "content", "1+1="),
            Map.of("role", "assistant", "content", "<think>\n2\n</think>\n2"),
            Map.of("role", "user", "content", "2+2="));

    /** Renders a conversation with a template. */
    public static void fuzzerTestOneInput(byte[] input) {
        try {
            ChatTemplate.parse(new String(input, StandardCharsets.UTF_8))
                    .render(MESSAGES, Map.of("add_generation_prompt", true, "bos_token", "<s>"));
        } catch (ConfigException e) {
            return;
        }
    }

    @Test
    void anyTextGivesAConversationOrAMessage() {
        MutatedInputs.of(ChatTemplateFuzzTest.class).check(1500, ChatTemplateFuzzTest::fuzzerTestOneInput);
    }
}
