package org.reason4j.product;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A critic that starts from a reward model, which a run before it trained. */
class CriticFromRewardModelTest {

    @TempDir
    Path directory;

    private Path rewardModel() throws IOException {
        Path pairs = Files.writeString(
                directory.resolve("pairs.jsonl"),
                IntStream.range(0, 16)
                        .mapToObj(i -> "{\"prompt\": \"" + (char) ('A' + i) + "0\", \"chosen\": \""
                                + (char) ('a' + i % 5) + "b\", \"rejected\": \"" + (char) ('C' + i % 5) + "D\"}")
                        .collect(Collectors.joining("\n")));
        String data = "{name: jsonl, config: {path: " + pairs + "}}";
        return LetterRun.in(directory)
                .with("data", "{train: " + data + ", evaluation: " + data + "}")
                .with("rewards", "[]")
                .with("training", "{steps: 0}")
                .with("preference", "{steps: 8, batchSize: 8, learningRate: 1e-2}")
                .start("rewards")
                .resolve("reward-model");
    }

    private LetterRun ppo(Path critic, boolean head) {
        return LetterRun.in(directory)
                .with(
                        "optimizer",
                        "{name: ppo, config: {critic: {learningRate: 1e-3, rewardHead: " + head + ", path: " + critic
                                + "}}}");
    }

    private static double firstValue(Path run) throws IOException {
        return LetterRun.steps(run).get(0).get("critic/value_mean").asDouble();
    }

    @Test
    void itStartsWithTheLayersAndWithTheHeadWhereThatIsWanted() throws IOException {
        Path model = rewardModel();
        assertThat(firstValue(ppo(model, false).start("layers"))).isZero(); // a head of 0
        LetterRun withHead = ppo(model, true);
        Path alone = withHead.start("head");
        assertThat(Math.abs(firstValue(alone))).isGreaterThan(0.01);

        assertThatThrownBy(() -> withHead.with("trackers", "[{name: jsonl}, {name: power-failure, config: {step: 3}}]")
                        .start("stopped"))
                .hasMessageContaining("the lights went out");
        Path resumed = withHead.resume("stopped");
        assertThat(Checksums.ofTensors(resumed, 4)).isEqualTo(Checksums.ofTensors(alone, 4));

        // what a critic was saved to is one to start from
        Path critic = alone.resolve("checkpoints/step-4/trainer/models/critic");
        assertThat(Math.abs(firstValue(ppo(critic, false).start("critic")))).isGreaterThan(0.01);
    }

    @Test
    void aLanguageModelHasNoHeadToStartWith() throws IOException {
        Path policy = LetterRun.in(directory).start("policy").resolve("checkpoints/step-4");
        assertThatThrownBy(() -> ppo(policy, true).start("run"))
                .hasMessageContaining("is no reward model: it has no tensor 'score.weight'");
    }
}
