package org.reason4j.product;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.reason4j.product.FaultyJudge.Way;

/**
 * Whole training runs of the assembled product whose only reward is a judge that fails in every way: the run goes on, what
 * happened is counted, and only what was judged gets a reward.
 */
@DisabledOnOs(OS.WINDOWS)
class FaultyJudgeIT {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int GROUP_SIZE = 6;

    @TempDir
    private Path scratch;

    @Test
    void aRunGoesOnWhateverTheJudgeDoes() throws Exception {
        List<Way> turns = Arrays.stream(Way.values())
                .filter(way -> way != Way.FAR_TOO_BUSY)
                .toList();
        try (FaultyJudge judge = FaultyJudge.inTurn(turns)) {
            train(judge, "{steps: 3, promptsPerStep: 4, learningRate: 1e-3}", 120);

            assertThat(turns).allSatisfy(way -> assertThat(judge.questions(way)).isNotEmpty());
            List<JsonNode> steps = lines("metrics.jsonl");
            assertThat(steps).hasSize(3);
            // late, garbled and unfinished answers are final; the others that fail are asked for once more
            int once = judge.requests(Way.HANGS, Way.GARBAGE, Way.UNFINISHED);
            int twice = judge.requests(Way.DROPS, Way.BREAKS_OFF, Way.BUSY, Way.BROKEN) / 2;
            int recovered = judge.requests(Way.RECOVERS) / 2;
            int undecided = judge.requests(Way.UNDECIDED);
            assertThat(sum(steps, "judge/calls")).isEqualTo(3 * 4 * GROUP_SIZE);
            assertThat(sum(steps, "judge/failures")).isEqualTo(once + twice);
            assertThat(sum(steps, "judge/retries")).isEqualTo(twice + recovered);
            assertThat(sum(steps, "judge/unreadable")).isEqualTo(undecided);
            assertThat(sum(steps, "reward/rubric/failed")).isEqualTo(once + twice);
            assertThat(sum(steps, "reward/rubric/unscorable")).isEqualTo(undecided);
            assertThat(sum(steps, "reward/rubric/timed_out")).isZero();
            assertThat(rewarded(1)).isEqualTo(judge.questions(Way.YES, Way.RECOVERS));
            assertThat(rewarded(0)).isEqualTo(judge.questions(Way.NO));
            assertThat(lines("completions.jsonl")).hasSize(3 * 4 * GROUP_SIZE - once - twice - undecided);
        }
    }

    @Test
    void aJudgeThatAsksForTooMuchPatienceCostsTheGroupThatItWasAskedAbout() throws Exception {
        try (FaultyJudge judge = new FaultyJudge(new FirstProblem())) {
            train(judge, "{steps: 1, promptsPerStep: 3, learningRate: 1e-3}", 10);

            assertThat(judge.questions(Way.FAR_TOO_BUSY)).isNotEmpty();
            List<JsonNode> steps = lines("metrics.jsonl");
            assertThat(sum(steps, "reward/rubric/timed_out")).isEqualTo(GROUP_SIZE);
            assertThat(sum(steps, "reward/rubric/failed")).isZero();
            assertThat(sum(steps, "reward/rubric/unscorable")).isZero();
            assertThat(rewarded(1)).isEqualTo(judge.questions(Way.YES));
            assertThat(lines("completions.jsonl")).hasSize(2 * GROUP_SIZE);
        }
    }

    /** Lets the problem that comes first wait, and judges the others. */
    private static final class FirstProblem implements Function<String, Way> {

        private String first = "";

        @Override
        public synchronized Way apply(String question) {
            String problem = question.substring(0, question.indexOf('=') + 1);
            first = first.isEmpty() ? problem : first;
            return problem.equals(first) ? Way.FAR_TOO_BUSY : Way.YES;
        }
    }

    private void train(FaultyJudge judge, String training, int deadlineSeconds) throws Exception {
        Path tiny = Path.of("../core/fixtures/tiny").toAbsolutePath().normalize();
        String server = "baseUrl: \"" + judge.baseUrl() + "\", model: tiny, timeoutSeconds: 5, retries: 1";
        Path recipe = Files.writeString(
                scratch.resolve("recipe.yaml"),
                String.join(
                        "\n",
                        "seed: 5",
                        "device: cpu",
                        "model: {create: {config: " + tiny.resolve("config.json") + ", tokenizer: " + tiny + "}}",
                        "data:",
                        "  train: {name: addition, config: {count: 50, minTerms: 2, maxTerms: 2}}",
                        "  evaluation: {name: addition, config: {count: 2, split: held-out}}",
                        "rollout: {groupSize: " + GROUP_SIZE + ", maxTokens: 12}",
                        "models: [{key: judge, name: openai, config: {" + server + ", backoffSeconds: 0.01}}]",
                        "rewards:",
                        "  - name: rubric",
                        "    deadlineSeconds: " + deadlineSeconds,
                        "    onFailure: drop-trajectory",
                        "    config: {criteria: [{text: right}], template: \"{{question}}{{response}}\"}",
                        "training: " + training,
                        "evaluation: {reward: {name: numeric-answer}, every: 0}",
                        "trackers: [{name: jsonl}, {name: completions, config: {groups: 0}}]"));
        Path log = scratch.resolve("log.txt");
        ProcessBuilder builder = new ProcessBuilder(
                        Path.of("target/reason4j/bin/reason4j").toAbsolutePath().toString(),
                        "train",
                        recipe.toString(),
                        "--output",
                        scratch.resolve("run").toString())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        Process process = builder.start();
        try {
            assertThat(process.waitFor(3, TimeUnit.MINUTES))
                    .as("ends, see %s", log)
                    .isTrue();
            assertThat(process.exitValue()).as(Files.readString(log)).isZero();
        } finally {
            process.destroyForcibly();
        }
    }

    /** Problems with the responses that got this reward, as the judge was asked about them. */
    private Set<String> rewarded(double reward) throws IOException {
        Set<String> texts = new HashSet<>();
        for (JsonNode line : lines("completions.jsonl")) {
            if (line.get("rewards").get("rubric").asDouble(-1) == reward) {
                assertThat(line.get("reward").asDouble()).isEqualTo(reward);
                texts.add(line.get("prompt").asText() + line.get("completion").asText());
            }
        }
        return texts;
    }

    private List<JsonNode> lines(String file) throws IOException {
        List<JsonNode> lines = new ArrayList<>();
        for (String line : Files.readAllLines(scratch.resolve("run").resolve(file))) {
            lines.add(JSON.readTree(line));
        }
        return lines;
    }

    private static double sum(List<JsonNode> steps, String metric) {
        return steps.stream()
                .mapToDouble(step -> {
                    assertThat(step.has(metric)).as("%s in %s", metric, step).isTrue();
                    return step.get(metric).asDouble();
                })
                .sum();
    }
}
