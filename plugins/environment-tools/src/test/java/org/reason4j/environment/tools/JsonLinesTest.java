package org.reason4j.environment.tools;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.reason4j.api.data.Prompt;

class JsonLinesTest {

    @Test
    void aRequestIsOneLineWithAllThereIsToKnow() throws IOException {
        Map<String, Object> fields =
                Map.of("answer", "a \"b\"\n", "numbers", List.of(1, 2.5), "map", Map.of("k", true));
        Prompt prompt = Prompt.of("p-1", List.of(), new int[] {1}).withFields(fields);
        String line = JsonLines.request(new Call("calc", "6*7\n{\u00e9}"), new EpisodeKey(prompt, 3), 2);
        assertThat(line).doesNotContain("\n");
        assertThat(new ObjectMapper().readValue(line, Map.class))
                .isEqualTo(Map.of(
                        "tool",
                        "calc",
                        "input",
                        "6*7\n{\u00e9}",
                        "prompt",
                        "p-1",
                        "fields",
                        fields,
                        "sample",
                        3,
                        "turn",
                        2));
    }

    @Test
    void repliesAreRead() throws IOException {
        assertThat(JsonLines.answer("{\"output\": \"4\\n2\"}")).isEqualTo(new Answer.Output("4\n2", 0));
        assertThat(JsonLines.answer(" {\"reward\":0.5,\"output\":\"\",\"done\":false} \r"))
                .isEqualTo(new Answer.Output("", 0.5));
        assertThat(JsonLines.answer("{\"done\":true,\"reward\":-1}")).isEqualTo(new Answer.End(-1));
        assertThat(JsonLines.answer("{\"done\":true,\"output\":\"unread\"}")).isEqualTo(new Answer.End(0));
        assertThat(JsonLines.answer("{\"error\":\"no such page\"}")).isEqualTo(new Answer.Refusal("no such page"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "42 | not a JSON object",
                "'' | not a JSON object",
                "ready | Unrecognized token",
                "{\"output\":\"1\" | end-of-input",
                "{\"output\":\"1\"} {} | something follows",
                "{\"output\":1} | 'output' is not text",
                "{\"output\":null} | 'output' is not text",
                "{\"output\":\"1\",\"reward\":\"1\"} | 'reward' is not a number",
                "{\"output\":\"1\",\"reward\":1e999} | 'reward' is not finite",
                "{\"output\":\"1\",\"reward\":NaN} | Non-standard token",
                "{\"done\":1} | 'done' is not true or false",
                "{\"result\":\"1\"} | unknown key 'result'",
                "{\"error\":\"x\",\"output\":\"1\"} | beside 'error'",
                "{\"output\":\"1\",\"output\":\"2\"} | Duplicate field",
                "{} | none of output, error and done",
                "{\"done\":false} | none of output, error and done",
            })
    void anythingElseIsRefusedWithAReason(String line, String reason) {
        assertThatThrownBy(() -> JsonLines.answer(line))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(reason);
    }
}
