package org.reason4j.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GenerateCommandTest {

    private static final int PROMPT = 8;
    private static final int END_OF_SEQUENCE = 2;

    private static CommandTester.Outcome generate(Object... options) {
        return CommandTester.run(Stream.concat(
                        Stream.of("generate", "--model", CommandTester.llama(), "--precision", "fp32"),
                        Stream.of(options))
                .toArray());
    }

    private static List<Integer> integers(JsonNode list) {
        List<Integer> ids = new ArrayList<>();
        list.forEach(id -> ids.add(id.intValue()));
        return ids;
    }

    private static String typed(List<Integer> ids) {
        return ids.stream().map(String::valueOf).collect(Collectors.joining(","));
    }

    @Test
    void theSamplingThatTheModelSuggestsIsToldWhereNoOptionSaysHow(@TempDir Path directory) throws IOException {
        Path model = directory.resolve("model");
        Files.createDirectory(model);
        try (Stream<Path> files = Files.list(CommandTester.llama())) {
            for (Path file : files.toList()) {
                Files.copy(file, model.resolve(file.getFileName().toString()));
            }
        }
        Files.writeString(
                model.resolve("generation_config.json"),
                "{\"eos_token_id\": [2, 5], \"do_sample\": true, \"temperature\": 0.6, \"top_k\": 20, \"top_p\": 1.0}");
        Object[] plain = {"generate", "--model", model, "--ids", "1,2,3", "--max-tokens", "1"};
        assertThat(CommandTester.run(plain).err())
                .isEqualToIgnoringNewLines("generation_config.json of " + model
                        + " suggests --temperature 0.6 --top-k 20; this response is drawn without. Add the options to use"
                        + " them.");
        Object[] chosen =
                Stream.concat(Stream.of(plain), Stream.of("--top-k", 20)).toArray();
        assertThat(CommandTester.run(chosen).err()).isEmpty();
    }

    /** They were written without ever taking the token that ends a sequence, which ends ours. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2})
    void greedyResponsesAreThoseOfTransformersUpToTheEndOfTheSequence(int row) throws IOException {
        JsonNode expected = new ObjectMapper()
                .readTree(CommandTester.llama().resolve("expected.json").toFile());
        List<Integer> all = integers(expected.get("greedy").get(row));
        List<Integer> continuation = all.subList(PROMPT, all.size());

        JsonNode found = generate(
                        "--ids",
                        typed(all.subList(0, PROMPT)),
                        "--greedy",
                        "--max-tokens",
                        continuation.size(),
                        "--json")
                .json();

        List<Integer> response = integers(found.get("ids"));
        int end = response.indexOf(END_OF_SEQUENCE);
        assertThat(response).hasSize(end < 0 ? continuation.size() : end + 1);
        assertThat(end < 0 ? response : response.subList(0, end))
                .isEqualTo(continuation.subList(0, end < 0 ? 24 : end));
        assertThat(found.get("finish").textValue()).isEqualTo(end < 0 ? "length" : "stop");
        assertThat(integers(found.get("prompt_ids"))).isEqualTo(all.subList(0, PROMPT));
        if (end >= 0) {
            List<Integer> otherwise = all.subList(0, PROMPT + end + 1);
            assertThat(found.get("logprobs").get(end).doubleValue())
                    .as("log-probability of the end, more than that of the token which transformers took instead")
                    .isGreaterThan(
                            scores(typed(otherwise)).get(PROMPT + end - 1).doubleValue());
        }
    }

    private static JsonNode scores(String ids) throws IOException {
        return CommandTester.run("logprobs", "--model", CommandTester.llama(), "--ids", ids, "--json")
                .json()
                .get("logprobs")
                .get(0);
    }

    @Test
    void logprobsAreThoseThatTheModelGivesTheResponse() throws IOException {
        JsonNode found = generate("--ids", "31,86,31", "--seed", "7", "--max-tokens", "6", "--json")
                .json();
        List<Integer> response = integers(found.get("ids"));
        JsonNode scores = scores("31,86,31," + typed(response));

        assertThat(found.get("logprobs")).hasSize(response.size());
        for (int i = 0; i < response.size(); i++) {
            assertThat(found.get("logprobs").get(i).doubleValue())
                    .isCloseTo(scores.get(2 + i).doubleValue(), within(1e-4));
        }
    }

    @Test
    void aPromptIsWrittenAsTheChatTemplateSays() throws IOException {
        JsonNode found =
                generate("--prompt", "hi", "--max-tokens", "2", "--json").json();
        assertThat(found.get("prompt_ids").size()).isGreaterThan("hi".length());
    }

    @Test
    void peopleReadTheTextAndEqualSeedsGiveEqualTexts() {
        var first = generate("--prompt", "hi", "--seed", "3", "--max-tokens", "12");
        var second = generate("--prompt", "hi", "--seed", "3", "--max-tokens", "12");
        var other = generate("--prompt", "hi", "--seed", "4", "--max-tokens", "12");

        assertThat(first.exitCode()).isZero();
        assertThat(first.out()).isEqualTo(second.out()).isNotEqualTo(other.out());
        assertThat(first.out().lines()).hasSize(1);
    }

    @Test
    void aStopStringEndsTheResponseAndIsNotPartOfItsText() throws IOException {
        String[] request = {"--ids", "31,86,31,87,7,23,11,38", "--greedy", "--max-tokens", "24", "--json"};
        String whole = generate((Object[]) request).json().get("text").textValue();
        String stop = whole.substring(3, 5);

        JsonNode found = generate(Stream.concat(Stream.of(request), Stream.of("--stop", stop))
                        .toArray())
                .json();

        assertThat(found.get("text").textValue()).isEqualTo(whole.substring(0, whole.indexOf(stop)));
        assertThat(found.get("finish").textValue()).isEqualTo("stop");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--greedy                        | Missing required argument",
                "--prompt hi --ids 1             | mutually exclusive",
                "--ids 1,two                     | --ids: found 'two', expected a whole number",
                "--ids 1,100                     | --ids: found 100, expected ids from 0 to 99",
                "--ids=                          | The prompt has no tokens",
                "--ids 1 --max-tokens 0          | maxTokens must be positive, got 0",
                "--ids 1 --max-tokens 1024       | --max-tokens is 1024, but after a prompt of 1 tokens",
                "--ids 1 --greedy --temperature 1 | --greedy and --temperature exclude each other",
                "--ids 1 --temperature NaN       | temperature must be in [0, 100], got NaN",
                "--ids 1 --top-p 2               | topP must be in (0, 1], got 2.0",
                "--ids 1 --stop=                 | --stop is empty",
                "--ids 1 --precision fp8         | --precision is 'fp8', expected auto, bf16, fp16 or fp32",
                "--ids 1 --device tpu            | device is 'tpu'"
            })
    void whatCannotBeGeneratedIsRefused(String options, String complaint) {
        Object[] typed = Stream.concat(Stream.of("generate", "--model", CommandTester.llama()), Stream.of((Object[])
                        options.split(" ")))
                .toArray();
        var outcome = CommandTester.run(typed);

        assertThat(outcome.exitCode()).isEqualTo(2);
        assertThat(outcome.out()).isEmpty();
        assertThat(outcome.err()).contains(complaint).doesNotContain("\tat ");
    }
}
