package org.reason4j.core.engine.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import ai.djl.Device;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.reason4j.api.data.Prompt;
import org.reason4j.core.engine.model.LanguageModel;
import org.reason4j.core.engine.model.Precision;
import org.reason4j.core.engine.model.RowScores;
import org.reason4j.core.engine.model.ScoringOptions;
import org.reason4j.core.engine.model.TinyModels;
import org.reason4j.core.engine.model.TokenRows;
import org.reason4j.core.formats.huggingface.ChatFormat;
import org.reason4j.core.formats.huggingface.ModelTokenizer;

/** Log-probabilities of prompts that clients send as token ids. */
@Timeout(120)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PromptScoringTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private LanguageModel model;
    private ModelTokenizer tokenizer;
    private ModelServer server;

    @BeforeAll
    void start() {
        model = model();
        tokenizer = ModelTokenizer.open(TinyModels.directory(TinyModels.LLAMA), model.config());
        ServerLimits usual = ServerLimits.DEFAULTS;
        ServerLimits limits = new ServerLimits(
                4,
                4,
                800,
                usual.promptCache(),
                usual.connections(),
                usual.bodyBytes(),
                usual.client(),
                Duration.ofSeconds(100));
        server = new ModelServer(
                "tiny",
                model,
                tokenizer,
                ChatFormat.read(TinyModels.directory(TinyModels.LLAMA))::prompt,
                ServerSettings.local(limits));
    }

    private static LanguageModel model() {
        return LanguageModel.load(TinyModels.directory(TinyModels.LLAMA), Device.cpu(), Precision.FP32);
    }

    @AfterAll
    void stop() {
        server.close();
        tokenizer.close();
        model.close();
    }

    private CompletableFuture<HttpResponse<String>> send(String body) {
        URI uri = URI.create("http://127.0.0.1:" + server.address().getPort() + "/v1/completions");
        return client.sendAsync(
                HttpRequest.newBuilder(uri)
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(body.replace('\'', '"')))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private JsonNode post(String body) throws Exception {
        HttpResponse<String> response = send(body).get(60, TimeUnit.SECONDS);
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        return JSON.readTree(response.body());
    }

    private static RowScores scores(int[] tokens, double temperature, int top) {
        boolean[] scored = new boolean[tokens.length];
        Arrays.fill(scored, 1, scored.length, true);
        TokenRows rows = new TokenRows();
        rows.add(tokens, scored, temperature);
        try (LanguageModel own = model()) {
            return own.score(rows, new ScoringOptions(false, top));
        }
    }

    @Test
    void tokensGoInAndTheirLogProbabilitiesComeOutWithThoseOfTheLikeliestById() throws Exception {
        int[] tokens = {31, 86, 7, 7, 50};
        RowScores expected = scores(tokens, 1, 3);
        JsonNode found = post("{'prompt': [31, 86, 7, 7, 50], 'max_tokens': 0, 'echo': true, 'logprobs': 3,"
                + " 'return_tokens_as_token_ids': true, 'temperature': 1}");
        assertThat(found.at("/object").asText()).isEqualTo("text_completion");
        assertThat(found.at("/usage/prompt_tokens").asInt()).isEqualTo(5);
        assertThat(found.at("/usage/completion_tokens").asInt()).isZero();
        assertThat(found.at("/choices/0/finish_reason").asText()).isEqualTo("length");
        assertThat(found.at("/choices/0/text").asText()).isEqualTo(tokenizer.decode(tokens, false));
        JsonNode lists = found.at("/choices/0/logprobs");
        assertThat(lists.at("/token_logprobs/0").isNull()).isTrue(); // nothing comes before the first token
        assertThat(lists.at("/top_logprobs/0").isNull()).isTrue();
        for (int t = 0; t < tokens.length; t++) {
            assertThat(lists.at("/tokens/" + t).asText()).isEqualTo("token_id:" + tokens[t]);
        }
        for (int t = 1; t < tokens.length; t++) {
            assertThat(lists.at("/token_logprobs/" + t).floatValue())
                    .isCloseTo(expected.logprobs()[t - 1], within(1e-6f));
            JsonNode top = lists.at("/top_logprobs/" + t);
            assertThat(top).hasSize(3);
            for (int j = 0; j < 3; j++) {
                int at = (t - 1) * 3 + j;
                assertThat(top.get("token_id:" + expected.topIds()[at]).floatValue())
                        .isCloseTo(expected.top()[at], within(1e-6f));
            }
        }
    }

    @Test
    void textsNameTheTokensUnlessIdsAreAskedFor() throws Exception {
        JsonNode lists = post("{'prompt': 'ab', 'max_tokens': 0, 'echo': true, 'logprobs': 0}")
                .at("/choices/0/logprobs");
        int[] tokens = tokenizer.encode("ab");
        assertThat(lists.get("tokens")).hasSize(tokens.length);
        assertThat(lists.at("/tokens/0").asText()).isEqualTo(tokenizer.decode(new int[] {tokens[0]}, false));
        assertThat(lists.get("top_logprobs").isNull()).isTrue();
    }

    @Test
    void aTemperatureDividesTheLogits() throws Exception {
        JsonNode found =
                post("{'prompt': [31, 86, 7], 'max_tokens': 0, 'echo': true, 'logprobs': 0, 'temperature': 0.5}");
        RowScores expected = scores(new int[] {31, 86, 7}, 0.5, 0);
        assertThat(found.at("/choices/0/logprobs/token_logprobs/2").floatValue())
                .isCloseTo(expected.logprobs()[1], within(1e-6f));
    }

    @Test
    void severalPromptsAreScoredEachAsIfAlone() throws Exception {
        JsonNode both = post("{'prompt': [[31, 86, 7], [9]], 'max_tokens': 0, 'echo': true, 'logprobs': 1}");
        assertThat(both.get("choices")).hasSize(2);
        assertThat(both.at("/choices/1/logprobs/token_logprobs")).hasSize(1);
        assertThat(both.at("/choices/1/logprobs/token_logprobs/0").isNull()).isTrue();
        assertThat(both.at("/choices/0"))
                .isEqualTo(post("{'prompt': [31, 86, 7], 'max_tokens': 0, 'echo': true, 'logprobs': 1}")
                        .at("/choices/0"));
    }

    @Test
    void aPromptAsLongAsTheModelReadsIsScoredAndALongerOneIsNot() throws Exception {
        int positions = model.config().maxPositions();
        String ids = String.join(",", Collections.nCopies(positions, "7"));
        assertThat(post("{'prompt': [" + ids + "], 'max_tokens': 0, 'echo': true, 'logprobs': 0}")
                        .at("/choices/0/logprobs/token_logprobs"))
                .hasSize(positions);
        HttpResponse<String> refused = send("{'prompt': [" + ids + ",7], 'max_tokens': 0, 'echo': true, 'logprobs': 0}")
                .get(60, TimeUnit.SECONDS);
        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(refused.body()).contains("positions for both");
    }

    @Test
    void whatIsBeingWrittenIsTheSameWhileOthersAreScored() throws Exception {
        String writing = "{'prompt': 'ab', 'max_tokens': 200, 'seed': 3, 'temperature': 1}";
        String alone = post(writing).at("/choices/0/text").asText();
        CompletableFuture<HttpResponse<String>> underWay = send(writing);
        List<CompletableFuture<HttpResponse<String>>> scored = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            scored.add(send("{'prompt': [31, 86, 7], 'max_tokens': 0, 'echo': true, 'logprobs': 2}"));
        }
        for (CompletableFuture<HttpResponse<String>> one : scored) {
            assertThat(one.get(60, TimeUnit.SECONDS).statusCode()).isEqualTo(200);
        }
        assertThat(JSON.readTree(underWay.get(60, TimeUnit.SECONDS).body())
                        .at("/choices/0/text")
                        .asText())
                .isEqualTo(alone);
        await().atMost(Duration.ofSeconds(60))
                .untilAsserted(() ->
                        assertThat(server.room()).isEqualTo(8)); // the last place is free when its answer has been sent
    }

    @Test
    void moreNumbersThanAnAnswerHoldsAreRefused() {
        Prompt prompt = Prompt.of("long", List.of(), new int[8193]);
        assertThatThrownBy(() -> PromptScoring.of(List.of(prompt), 1, 128, true))
                .isInstanceOf(ApiError.class)
                .hasMessageContaining("1048704 log-probabilities")
                .hasMessageContaining("Lower 'logprobs'");
    }
}
