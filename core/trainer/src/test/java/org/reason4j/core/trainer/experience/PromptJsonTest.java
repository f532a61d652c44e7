package org.reason4j.core.trainer.experience;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.lang.reflect.Proxy;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.reason4j.api.data.Message;
import org.reason4j.api.data.Prompt;
import org.reason4j.api.dataset.Example;
import org.reason4j.api.model.Tokenizer;
import org.reason4j.api.plugin.PluginException;
import org.reason4j.core.formats.file.JsonValue;

class PromptJsonTest {

    /** Renders every conversation as one token. */
    private static final Tokenizer ONE_TOKEN = (Tokenizer) Proxy.newProxyInstance(
            PromptJsonTest.class.getClassLoader(), new Class<?>[] {Tokenizer.class}, (proxy, method, arguments) ->
                    new int[] {7});

    private final PromptPool pool = new PromptPool(
            List.of(Example.of("own", List.of(Message.user("2+2="))).withResponse("4")),
            ONE_TOKEN,
            Optional.of("Add."));

    @Test
    void fieldsComeBackWithTheirTypes() throws JsonProcessingException {
        Map<String, Object> fields = Map.of(
                "int",
                5,
                "long",
                5L,
                "double",
                5.0,
                "infinite",
                Double.NEGATIVE_INFINITY,
                "small",
                Double.MIN_VALUE,
                "truth",
                true,
                "text",
                "5",
                "list",
                List.of(1, 1L, 1.0, List.of("x")),
                "map",
                Map.of("long", 1, "map", Map.of("double", 2L)));
        Prompt made = Prompt.of("made", List.of(Message.user("5")), new int[] {1, 2})
                .withFields(fields)
                .withResponse("five");

        Prompt read = trip(made);
        assertThat(read.fields()).isEqualTo(fields);
        assertThat(read.id()).isEqualTo("made");
        assertThat(read.messages()).isEqualTo(made.messages());
        assertThat(read.tokens()).containsExactly(1, 2);
        assertThat(read.response()).contains("five");
    }

    @Test
    void thePoolsOwnPromptIsItsId() {
        Prompt own = pool.prompt("own").orElseThrow();
        assertThat(PromptJson.write(own, pool).toString()).isEqualTo("\"own\"");
        assertThat(own.response()).contains("4");
        assertThat(own.messages()).startsWith(new Message("system", "Add."));
    }

    @Test
    void aChangedPromptOfThePoolIsWrittenWhole() throws JsonProcessingException {
        Prompt changed = pool.prompt("own").orElseThrow().withFields(Map.of("hint", "even"));
        assertThat(trip(changed).fields()).isEqualTo(Map.of("hint", "even"));
    }

    @Test
    void aFieldOfAnotherTypeIsNamed() {
        Prompt made = Prompt.of("made", List.of(), new int[0]).withFields(Map.of("exact", BigDecimal.ONE));
        assertThatThrownBy(() -> PromptJson.write(made, pool))
                .isInstanceOf(PluginException.class)
                .hasMessageContaining("Field 'exact' of the prompt 'made' holds a java.math.BigDecimal");
    }

    private Prompt trip(Prompt prompt) throws JsonProcessingException {
        JsonNode json =
                new ObjectMapper().readTree(PromptJson.write(prompt, pool).toString());
        return PromptJson.read(new JsonValue("prompts.json", "Delete it.", "[0]", json), pool);
    }
}
