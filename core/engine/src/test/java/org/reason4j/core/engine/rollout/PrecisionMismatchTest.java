package org.reason4j.core.engine.rollout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ai.djl.Device;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.reason4j.api.data.SamplingParams;
import org.reason4j.api.data.Trajectory;
import org.reason4j.api.sampler.RolloutRequest;
import org.reason4j.core.engine.model.LanguageModel;
import org.reason4j.core.engine.model.Precision;
import org.reason4j.core.engine.model.TinyModels;
import org.reason4j.core.engine.model.TokenRows;
import org.reason4j.core.engine.model.kernel.KernelForm;

/**
 * The mismatch between rollouts and training passes with the same weights, by precision: mean and largest difference of the
 * log-probabilities of sampled tokens. The system property {@code reason4j.models} names a folder with model directories to
 * measure instead; {@code target/precision-mismatch.md} has the table.
 */
class PrecisionMismatchTest {

    private static final Path TABLE = Path.of("target", "precision-mismatch.md");
    private static final int SEQUENCES = 64;
    private static final int TOKENS = 64;

    static Stream<Path> models() throws IOException {
        Files.deleteIfExists(TABLE);
        String folder = System.getProperty("reason4j.models");
        if (folder == null) {
            return TinyModels.NAMES.stream().map(TinyModels::directory);
        }
        try (Stream<Path> found = Files.list(Path.of(folder))) {
            return found.filter(model -> Files.exists(model.resolve("config.json"))).sorted().toList().stream();
        }
    }

    /** Mean and largest absolute difference, in nats. */
    private record Difference(double mean, double largest) {}

    @ParameterizedTest
    @MethodSource("models")
    void itFallsWithEveryBitAndWithAnFp32Head(Path directory) throws IOException {
        assumeTrue(
                KernelForm.of(Device.cpu()) == KernelForm.CPU,
                "a CPU's plain products of fp16 are summed in one order, so that rollouts and passes do not differ");
        Map<Precision, Difference> found = new EnumMap<>(Precision.class);
        for (Precision precision : Precision.values()) {
            try (LanguageModel model = LanguageModel.load(directory, Device.cpu(), precision)) {
                found.put(precision, difference(model));
            }
        }
        report(directory, found);
        double fp32 = found.get(Precision.FP32).mean();
        double fp16 = found.get(Precision.FP16).mean();
        double bf16 = found.get(Precision.BF16).mean();

        assertThat(fp32).isLessThan(1e-5);
        assertThat(fp16).as("fp16").isGreaterThan(10 * fp32).isLessThan(bf16 / 4);
        assertThat(found.get(Precision.BF16_WITH_FP32_HEAD).mean())
                .as("bf16 with an fp32 head")
                .isLessThan(bf16);
        assertThat(found.get(Precision.FP16_WITH_FP32_HEAD).mean())
                .as("fp16 with an fp32 head")
                .isLessThan(fp16);
    }

    @Test
    void inFp32TheHeadIsTheSameToTheLastBit() {
        try (LanguageModel plain = Requests.model(TinyModels.LLAMA, Precision.FP32);
                LanguageModel head = Requests.model(TinyModels.LLAMA, Precision.FP32.withFp32Head())) {
            List<Trajectory> one = rollouts(plain);
            List<Trajectory> other = rollouts(head);
            for (int i = 0; i < one.size(); i++) {
                assertThat(Requests.logprobs(other.get(i))).isEqualTo(Requests.logprobs(one.get(i)));
            }
            assertThat(head.score(rows(one)).logprobs())
                    .isEqualTo(plain.score(rows(one)).logprobs());
        }
    }

    private static List<Trajectory> rollouts(LanguageModel model) {
        List<RolloutRequest> requests = new ArrayList<>();
        for (int i = 0; i < SEQUENCES; i++) {
            requests.add(Requests.request("p" + i, 0, SamplingParams.of(TOKENS), TinyModels.tokens(12, i)));
        }
        return Requests.generate(model, 16, requests);
    }

    private static TokenRows rows(List<Trajectory> responses) {
        TokenRows rows = new TokenRows();
        for (Trajectory one : responses) {
            boolean[] all = new boolean[one.length()];
            Arrays.fill(all, true);
            rows.add(one.prompt().tokens(), one.response(), all, 1);
        }
        return rows;
    }

    private static Difference difference(LanguageModel model) {
        List<Trajectory> responses = rollouts(model);
        float[] training = model.score(rows(responses)).logprobs();
        double sum = 0;
        double largest = 0;
        int next = 0;
        for (Trajectory one : responses) {
            for (float sampling : Requests.logprobs(one)) {
                double difference = Math.abs((double) training[next++] - sampling);
                sum += difference;
                largest = Math.max(largest, difference);
            }
        }
        return new Difference(sum / next, largest);
    }

    private static void report(Path directory, Map<Precision, Difference> found) throws IOException {
        StringBuilder lines = new StringBuilder();
        found.forEach((precision, difference) -> lines.append(String.format(
                Locale.ROOT,
                "| %s | %s | %.2e | %.2e |%n",
                directory.getFileName(),
                precision.inWords(),
                difference.mean(),
                difference.largest())));
        Files.createDirectories(TABLE.getParent());
        Files.writeString(TABLE, lines, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }
}
