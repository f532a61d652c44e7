package org.reason4j.core.engine.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Compares log-probabilities with those of Hugging Face transformers. The system property {@code reason4j.models} names a
 * folder with further model directories; each has an {@code expected.json} with {@code ids} and
 * {@code next_token_logprobs}, one list per sequence.
 */
class LanguageModelTest {

    private static final String FOLDER = "reason4j.models";

    @TestFactory
    Stream<DynamicTest> inFp32LogprobsAreThoseOfTransformers() {
        return directories()
                .map(directory ->
                        DynamicTest.dynamicTest(directory.toString(), () -> check(directory, Precision.FP32, 1e-4f)));
    }

    @TestFactory
    Stream<DynamicTest> inBf16TheyAreNearby() {
        return directories()
                .map(directory ->
                        DynamicTest.dynamicTest(directory.toString(), () -> check(directory, Precision.BF16, 0.05f)));
    }

    @Test
    void aShorterNeighbourAndItsPaddingChangeNothing() throws IOException {
        Path directory = model("llama");
        List<int[]> ids = ids(directory);
        int[] shorter = Arrays.copyOf(ids.get(1), 5);
        try (LanguageModel model = LanguageModel.load(directory, Device.cpu(), Precision.FP32)) {
            float[] alone = model.score(rows(List.of(shorter))).logprobs();
            float[] beside = model.score(rows(List.of(ids.get(0), shorter))).logprobs();

            assertThat(Arrays.copyOfRange(beside, 47, 51)).containsExactly(alone, within(1e-5f));
        }
    }

    @Test
    void longSequencesGoThroughFusedAttentionAndScoreTheSame() throws IOException {
        Path directory = model("qwen3");
        int[] first = ids(directory).get(0);
        int[] padded = Arrays.copyOf(first, 600); // what follows a token can't change its score
        try (LanguageModel model = LanguageModel.load(directory, Device.cpu(), Precision.FP32)) {
            float[] plain = model.score(rows(List.of(first))).logprobs();
            float[] fused = model.score(rows(List.of(padded))).logprobs();

            assertThat(Arrays.copyOf(fused, plain.length)).containsExactly(plain, within(1e-4f));
        }
    }

    @Test
    void inFp32ABf16ModelScoresAsOneThatWasLoadedInFp32AndThenAsBefore() throws IOException {
        Path directory = model("qwen2-tied");
        TokenRows rows = rows(ids(directory));
        try (LanguageModel rounded = LanguageModel.load(directory, Device.cpu(), Precision.BF16);
                LanguageModel exact = LanguageModel.load(directory, Device.cpu(), Precision.FP32)) {
            float[] before = rounded.score(rows).logprobs();
            float[] inFp32 = rounded.inFp32(
                    () -> rounded.inFp32(() -> rounded.score(rows)).logprobs());

            assertThat(inFp32).isEqualTo(exact.score(rows).logprobs()).isNotEqualTo(before);
            assertThat(rounded.score(rows).logprobs()).isEqualTo(before);
        }
    }

    @Test
    void aVeryHighTemperatureMakesEveryTokenEquallyLikely() throws IOException {
        Path directory = model("qwen2-tied");
        try (LanguageModel model = LanguageModel.load(directory, Device.cpu(), Precision.FP32)) {
            RowScores scores = model.score(rows(ids(directory)).at(1e6));

            // of 100 tokens each has probability 1/100: log-probability -ln 100, entropy ln 100 = 4.60517
            float[] expected = new float[3 * 47];
            Arrays.fill(expected, 4.60517f);
            assertThat(scores.entropies()).containsExactly(expected, within(1e-3f));
            Arrays.fill(expected, -4.60517f);
            assertThat(scores.logprobs()).containsExactly(expected, within(1e-3f));
        }
    }

    private static void check(Path directory, Precision precision, float tolerance) throws IOException {
        float[] expected = floats(expected(directory).get("next_token_logprobs"));
        try (LanguageModel model = LanguageModel.load(directory, Device.cpu(), precision)) {
            assertThat(model.score(rows(ids(directory))).logprobs()).containsExactly(expected, within(tolerance));
        }
    }

    private static TokenRows rows(List<int[]> ids) {
        TokenRows rows = new TokenRows();
        for (int[] sequence : ids) {
            boolean[] scored = new boolean[sequence.length];
            Arrays.fill(scored, 1, scored.length, true);
            rows.add(sequence, scored);
        }
        return rows;
    }

    private static List<int[]> ids(Path directory) throws IOException {
        List<int[]> rows = new ArrayList<>();
        for (JsonNode row : expected(directory).get("ids")) {
            int[] ids = new int[row.size()];
            Arrays.setAll(ids, i -> row.get(i).intValue());
            rows.add(ids);
        }
        return rows;
    }

    private static float[] floats(JsonNode rows) {
        List<Float> all = new ArrayList<>();
        rows.forEach(row -> row.forEach(number -> all.add(number.floatValue())));
        float[] array = new float[all.size()];
        for (int i = 0; i < array.length; i++) {
            array[i] = all.get(i);
        }
        return array;
    }

    private static JsonNode expected(Path directory) throws IOException {
        return new ObjectMapper().readTree(directory.resolve("expected.json").toFile());
    }

    private static Stream<Path> directories() {
        Stream<Path> own = Stream.of("llama", "qwen2-tied", "qwen3").map(LanguageModelTest::model);
        String folder = System.getProperty(FOLDER);
        return folder == null ? own : Stream.concat(own, listed(Path.of(folder)));
    }

    private static Stream<Path> listed(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> Files.exists(file.resolve("expected.json"))).sorted().toList().stream();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Path model(String name) {
        try {
            return Path.of(Objects.requireNonNull(LanguageModelTest.class.getResource("/models/" + name), name)
                    .toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
