package org.reason4j.core.engine.serve;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.reason4j.core.engine.model.TinyModels;
import org.reason4j.core.formats.huggingface.ChatFormat;
import org.reason4j.core.formats.huggingface.ModelConfig;
import org.reason4j.core.formats.huggingface.ModelTokenizer;

/** Bodies that no client means, read without a server. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RequestReaderTest {

    private ModelTokenizer tokenizer;
    private RequestReader reader;

    @BeforeAll
    void open() {
        ModelConfig config = ModelConfig.read(TinyModels.directory(TinyModels.LLAMA));
        tokenizer = ModelTokenizer.open(TinyModels.directory(TinyModels.LLAMA), config);
        reader = new RequestReader(
                () -> List.of("tiny"),
                config,
                tokenizer,
                ChatFormat.read(TinyModels.directory(TinyModels.LLAMA))::prompt,
                ServerLimits.DEFAULTS);
    }

    @AfterAll
    void close() {
        tokenizer.close();
    }

    static Stream<Arguments> hostile() {
        String prompt = "{'prompt': 'a', ";
        return Stream.of(
                Arguments.of(prompt + "'stop': '" + "x".repeat(1_000_000) + "'}", "expected at most 1000"),
                Arguments.of(prompt + "'stop': [" + "'x',".repeat(100_000) + "'x']}", "expected at most 16"),
                Arguments.of(prompt + "'stop_token_ids': [" + "1,".repeat(100_000) + "1]}", "expected at most 1000"),
                Arguments.of(prompt + "'stop_token_ids': [-1]}", "'stop_token_ids' is -1"),
                Arguments.of(prompt + "'metadata': " + "[".repeat(100_000) + "]".repeat(100_000) + "}", "depth"),
                Arguments.of(prompt + "'metadata': " + "{'a':".repeat(100) + "1" + "}".repeat(101), "depth"),
                Arguments.of(prompt + "'metadata': [" + "{},".repeat(1_000_000) + "1]}", "maximum"),
                Arguments.of(prompt + "'prompt': 'b'}", "Duplicate"),
                Arguments.of(prompt + "'temperature': NaN}", "not JSON"),
                Arguments.of(prompt + "'temperature': -Infinity}", "not JSON"),
                Arguments.of(prompt + "'temperature': 1e999}", "expected a number"),
                Arguments.of(prompt + "'top_p': -1e999}", "expected a number"),
                Arguments.of(prompt + "'temperature': 1" + "0".repeat(100_000) + "}", "length"),
                Arguments.of(prompt + "'temperature': 1e9999999999}", "number"),
                Arguments.of(prompt + "'max_tokens': 99999999999999999999999}", "expected a whole number"),
                Arguments.of(prompt + "'max_tokens': 4294967297}", "expected 1 to 4096"),
                Arguments.of(prompt + "'seed': 1e3}", "expected a whole number"),
                Arguments.of(prompt + "'n': -1}", "expected 1 to 288"),
                Arguments.of(prompt + "'n': 1000000}", "expected 1 to 288"),
                Arguments.of(prompt + "'best_of': 1000000}", "not supported"),
                Arguments.of(prompt + "'logprobs': 1000000}", "expected 0 to 128"),
                Arguments.of(prompt + "'" + "x".repeat(900) + "': 1}", "Unknown field 'xxx"),
                Arguments.of(prompt + "'" + "x".repeat(100_000) + "': 1}", "length"),
                Arguments.of(prompt + "'model': '" + "x".repeat(1_000_000) + "'}", "There is no model 'xxx"),
                Arguments.of(prompt + "'model': {}}", "expected text or a list"),
                Arguments.of("{'prompt': [" + "1,".repeat(400_000) + "1]}", "1024 positions"),
                Arguments.of("{'prompt': [" + "'a',".repeat(400_000) + "'a']}", "at most 288"),
                Arguments.of("{'prompt': [[1], 'a', {}]}", "expected text or a list"),
                Arguments.of("{'prompt': [1, 'a']}", "a token id"),
                Arguments.of("{'prompt': '" + "a ".repeat(2_000_000) + "'}", "1024 positions"),
                Arguments.of("{'prompt': '\uFEFF\u0000'}", "not JSON"),
                Arguments.of("", "not a JSON object"),
                Arguments.of("\0", "not JSON"));
    }

    @ParameterizedTest
    @MethodSource("hostile")
    void aBodyThatNoClientMeansIsRefusedWithAReason(String body, String reason) {
        byte[] bytes = body.replace('\'', '"').getBytes(UTF_8);
        ApiError refusal = catchThrowableOfType(ApiError.class, () -> reader.completion(bytes));
        assertThat(refusal).hasMessageContaining(reason);
        assertThat(refusal.status()).isIn(400, 404);
        assertThat(refusal.getMessage().length()).as("length of the message").isLessThan(600);
    }

    @Test
    void fieldsOfOtherServersAreTakenWhereTheyAskForNothing() throws Exception {
        String body =
                ("{'prompt': 'a', 'best_of': 1, 'repetition_penalty': 1.0, 'presence_penalty': 0.0, 'logit_bias': {},"
                                + " 'response_format': {'type': 'text'}, 'tools': [], 'tool_choice': 'none', 'suffix': '',"
                                + " 'min_tokens': 0, 'ignore_eos': false, 'skip_special_tokens': true, 'modalities': ['text']}")
                        .replace('\'', '"');
        assertThat(reader.completion(body.getBytes(UTF_8)).responses()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "'repetition_penalty': 1.1",
                "'response_format': {'type': 'json_object'}",
                "'tools': [{'type': 'function'}]",
                "'tool_choice': 'required'",
                "'ignore_eos': true",
                "'suffix': 'x'"
            })
    void fieldsOfOtherServersAreRefusedWhereTheyAskForSomething(String field) {
        byte[] body = ("{'prompt': 'a', " + field + "}").replace('\'', '"').getBytes(UTF_8);
        assertThatThrownBy(() -> reader.completion(body))
                .isInstanceOf(ApiError.class)
                .hasMessageContaining("not supported");
    }

    static List<String> hostileConversations() {
        return List.of(
                "[" + "{'role': 'user', 'content': ''},".repeat(2000) + "{'role': 'user', 'content': 'a'}]",
                "[{'role': 'user', 'content': '" + "a ".repeat(2_000_000) + "'}]",
                "[{'role': 'user', 'content': [" + "{'type': 'text', 'text': 'a '},".repeat(100_000)
                        + "{'type': 'text', 'text': 'a'}]}]",
                "[{'role': 'user', 'content': [{'type': 'image_url', 'image_url': {}}]}]",
                "[[]]",
                "[null]",
                "{}",
                "1");
    }

    @ParameterizedTest
    @MethodSource("hostileConversations")
    void aConversationThatNoClientMeansIsRefused(String messages) {
        byte[] body = ("{'messages': " + messages + "}").replace('\'', '"').getBytes(UTF_8);
        ApiError refusal = catchThrowableOfType(ApiError.class, () -> reader.chat(body));
        assertThat(refusal.status()).isEqualTo(400);
        assertThat(refusal.json().at("/error/param").asText()).isEqualTo("messages");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\\ud800", "a\\udc00b", "\\u0000"})
    void textThatIsNoTextIsReadOrRefused(String text) throws ApiError {
        byte[] body = ("{\"prompt\": \"" + text + "\"}").getBytes(UTF_8);
        try {
            assertThat(reader.completion(body).responses()).hasSize(1);
        } catch (ApiError e) {
            assertThat(e.status()).isEqualTo(400);
        }
        assertThat(reader.completion("{\"prompt\": \"ab\"}".getBytes(UTF_8)).responses())
                .hasSize(1);
    }

    /** Prompts around the length at which a text is read in parts have the tokens of the whole text. */
    @Test
    void aLongPromptHasTheTokensOfTheWholeText() throws ApiError {
        PromptTokens tokens = new PromptTokens(tokenizer, 10_000);
        for (int length : new int[] {39_999, 40_000, 40_001, 40_003, 80_000}) {
            String text = "<bos>".repeat(length / 5 + 1).substring(0, length);
            assertThat(tokens.of("prompt", text)).isEqualTo(tokenizer.encode(text));
        }
    }
}
