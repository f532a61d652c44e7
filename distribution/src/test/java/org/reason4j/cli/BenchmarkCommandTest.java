package org.reason4j.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.reason4j.cli.CommandTester.Outcome;

class BenchmarkCommandTest {

    private static Outcome suite(Object... further) {
        Object[] all = new Object[further.length + 4];
        System.arraycopy(new Object[] {"benchmark", "--suite", "--device", "cpu"}, 0, all, 0, 4);
        System.arraycopy(further, 0, all, 4, further.length);
        return CommandTester.run(all);
    }

    @Test
    void theSuiteHasLongMixedSharedAndFilteredRows() {
        Outcome outcome = suite("--list");

        assertThat(outcome.exitCode()).isZero();
        assertThat(outcome.out().lines())
                .contains(
                        "rollout:small:64x26+2048",
                        "rollout:small:1x2048/63x26+64",
                        "rollout:small:1x2048x64+64",
                        "rollout:qwen2.5-0.5b:32x64+24:top-p=0.95",
                        "train:small:4x64+1024",
                        "train:qwen2.5-0.5b:4x64+192:lora=16");
    }

    @Test
    void aPatternSelectsRows() {
        assertThat(suite("--list", "--rows", "train:hidden-*").out().lines())
                .containsExactly(
                        "train:hidden-512:16x26+64", "train:hidden-512:4x64+960", "train:hidden-1024:16x26+64");
    }

    @Test
    void theTableHasALineForEachRow() {
        Outcome outcome =
                suite("--precision", "fp32", "--turns", "2", "--rows", "rollout:tiny:2x3+4,train:tiny:2x3+4:lora=2");

        assertThat(outcome.err()).isEmpty();
        assertThat(outcome.exitCode()).isZero();
        List<String> lines = outcome.out().lines().toList();
        assertThat(lines.get(0)).contains("fp32 on cpu", "medians of 2 repetitions");
        assertThat(lines.get(2)).startsWith("row ").contains("bare products");
        assertThat(lines.get(3)).matches("rollout:tiny:2x3\\+4 .*\\d+ %");
        assertThat(lines.get(4)).matches("train:tiny:2x3\\+4:lora=2 .*\\d+ % +\\d+\\.\\d\\d");
        assertThat(lines).hasSize(5);
    }

    @Test
    void theWorkOfARolloutIsCounted() throws IOException {
        JsonNode row =
                only(suite("--precision", "fp32", "--turns", "2", "--json", "--rows", "rollout:tiny:1x3x2/2x5+4"));

        // 2 responses to one prompt of 3 tokens, and one to each of 2 prompts of 5: 4 sequences with 4 tokens each
        assertThat(row.get("sequences").intValue()).isEqualTo(4);
        assertThat(row.get("tokens").intValue()).isEqualTo(16);
        // A layer has 4 * 32 * 32 + 3 * 32 * 96 = 13312 weights, the head 100 * 32 = 3200. The prompts are read once:
        // 2 * (2 * 13312 * (3 + 2 * 5 + 16) + 3200 * 16) = 1646592
        assertThat(row.get("gigaflop").doubleValue()).isCloseTo(1646592e-9, within(1e-12));
        assertThat(row.get("turns")).hasSize(2).allSatisfy(turn -> {
            assertThat(turn.get("seconds").doubleValue()).isPositive();
            assertThat(turn.get("bare_gigaflop_per_second").doubleValue()).isPositive();
            assertThat(turn.has("update_seconds")).isFalse();
        });
    }

    @Test
    void trainingCountsWholeSequencesAndTimesTheUpdate() throws IOException {
        JsonNode row = only(suite("--precision", "fp32", "--turns", "1", "--json", "--rows", "train:tiny:2x3+4"));

        assertThat(row.get("tokens").intValue()).isEqualTo(2 * (3 + 4));
        // three times the forward pass: 6 * (2 * 13312 * 14 + 3200 * 8) = 2390016
        assertThat(row.get("gigaflop").doubleValue()).isCloseTo(2390016e-9, within(1e-12));
        assertThat(row.get("turns").get(0).get("update_seconds").doubleValue()).isPositive();
    }

    @Test
    void itTakesTurnsWithAnotherProgram() throws IOException {
        InputStream before = System.in;
        Outcome outcome;
        try {
            System.setIn(new ByteArrayInputStream("go\ngo\ngo\n".getBytes(UTF_8)));
            outcome = suite(
                    "--precision",
                    "fp32",
                    "--turns",
                    "1",
                    "--in-turns",
                    "--rows",
                    "rollout:tiny:2x3+4,train:tiny:2x3+4");
        } finally {
            System.setIn(before);
        }

        assertThat(outcome.exitCode()).isZero();
        List<String> lines = outcome.out().lines().toList();
        assertThat(lines).hasSize(3); // two turns of the first row, one of the second; then the lines end
        ObjectMapper json = new ObjectMapper();
        assertThat(json.readTree(lines.get(0)).get("counts").booleanValue()).isFalse();
        assertThat(json.readTree(lines.get(1)).get("counts").booleanValue()).isTrue();
        assertThat(json.readTree(lines.get(2)).get("row").textValue()).isEqualTo("train:tiny:2x3+4");
        assertThat(json.readTree(lines.get(2)).get("counts").booleanValue()).isFalse();
    }

    @Test
    void whatIsNoRowIsRefused() {
        for (String row : List.of(
                "rollout:tiny:2x3", "train:tiny:0x3+4", "train:tiny:2x3+4:top-p=0.9", "rollout:tiny:2x3+4:lora=2")) {
            Outcome outcome = suite("--rows", row);
            assertThat(outcome.exitCode()).as(row).isEqualTo(2);
            assertThat(outcome.err()).contains("'" + row + "'", "KIND:SHAPE:PROMPTS+RESPONSE");
        }
        assertThat(suite("--rows", "rollout:*:7x*").err()).contains("fits no row of the suite");
        assertThat(suite("--rows", "rollout:huge:2x3+4").err()).contains("'huge'", "qwen2.5-0.5b");
        assertThat(suite("--rows", "rollout:tiny:2x4000+97").err()).contains("4097 tokens", "4096");
    }

    @Test
    void optionsOfOneModeAreRefusedInTheOther() {
        assertThat(suite("--prompts", "3").err()).contains("--prompts is for whole steps");
        assertThat(CommandTester.run("benchmark", "--json").err()).contains("--json needs --suite");
        assertThat(suite("--turns", "0").err()).contains("--turns is 0");
        assertThat(suite("--precision", "fp32,bf16").err()).contains("--precision names several");
    }

    @Test
    void stepsOfATinyModelAreTimedBesideTheBareProducts() {
        Outcome outcome = CommandTester.run(
                "benchmark",
                "--shape",
                "tiny",
                "--precision",
                "fp32",
                "--device",
                "cpu",
                "--prompts",
                "2",
                "--group",
                "2",
                "--prompt-tokens",
                "3",
                "--new-tokens",
                "4",
                "--slots",
                "4",
                "--micro-batch",
                "64",
                "--steps",
                "3");

        assertThat(outcome.err()).isEmpty();
        assertThat(outcome.exitCode()).isZero();
        assertThat(outcome.out()).contains("bare products", "full step", "outside native calls");
    }

    private static JsonNode only(Outcome outcome) throws IOException {
        assertThat(outcome.err()).isEmpty();
        assertThat(outcome.exitCode()).isZero();
        JsonNode rows = outcome.json().get("rows");
        assertThat(rows).hasSize(1);
        return rows.get(0);
    }
}
