package org.reason4j.reward.structured.external;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.reason4j.api.data.Score;
import org.reason4j.testkit.subject.Samples;

class ExchangeTest {

    @Test
    void aRequestIsOneLineWithAllOfAGroup() {
        String request = Exchange.request(
                Samples.group(Samples.prompt("p-1", "2+2=").withFields(Map.of("answer", "4")), "4", "line\nbreak"));
        assertThat(request)
                .isEqualTo("{\"prompt\":\"p-1\",\"messages\":[{\"role\":\"user\",\"content\":\"2+2=\"}],"
                        + "\"fields\":{\"answer\":\"4\"},\"responses\":["
                        + "{\"text\":\"4\",\"sample\":0,\"tokens\":2,\"finish\":\"stop\"},"
                        + "{\"text\":\"line\\nbreak\",\"sample\":1,\"tokens\":11,\"finish\":\"stop\"}]}");
    }

    @Test
    void scoresAreNumbersOrOutcomes() throws IOException {
        String reply = "{\"scores\": [1, 0.25, {\"outcome\": \"value\", \"value\": -1, \"answer\": \"x\"},"
                + " {\"outcome\": \"unscorable\", \"reason\": \"two readings\"}, {\"outcome\": \"failed\"}]}";
        assertThat(Exchange.scores(reply, 5))
                .containsExactly(
                        Score.of(1),
                        Score.of(0.25),
                        Score.of(-1),
                        Score.unscorable("two readings"),
                        Score.failed("it gives no reason"));
    }

    @Test
    void anErrorFailsTheWholeGroup() throws IOException {
        assertThat(Exchange.scores("{\"error\": \"no license\"}", 2))
                .containsOnly(Score.failed("it answered with an error: no license"))
                .hasSize(2);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "hello | the reply is no JSON",
                "{\"scores\": [1]} {} | the reply is no JSON",
                "[1, 2] | no list 'scores' with 2 entries",
                "{\"scores\": [1]} | no list 'scores' with 2 entries",
                "{\"scores\": [1, 2, 3]} | no list 'scores' with 2 entries",
                "{\"scores\": 2} | no list 'scores' with 2 entries",
                "{\"scores\": [1, null]} | no number and has no outcome",
                "{\"scores\": [1, \"1\"]} | no number and has no outcome",
                "{\"scores\": [1, {\"outcome\": \"right\"}]} | no number and has no outcome",
                "{\"scores\": [1, {\"outcome\": \"value\"}]} | no finite number",
                "{\"scores\": [1, {\"outcome\": \"value\", \"value\": \"1\"}]} | no finite number",
                "{\"scores\": [1, 1e999]} | no finite number",
                "{\"scores\": [1, NaN]} | the reply is no JSON",
                "{\"scores\": [1, {\"score\": 1}]} | the unknown key 'score'",
            })
    void allElseIsNoScore(String reply, String reason) {
        assertThatThrownBy(() -> Exchange.scores(reply, 2))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(reason);
    }
}
