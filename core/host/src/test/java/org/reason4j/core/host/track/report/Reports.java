package org.reason4j.core.host.track.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.reason4j.core.host.track.Comparison;
import org.reason4j.core.host.track.HeldOutScores;
import org.reason4j.core.host.track.RunFacts;
import org.reason4j.core.host.track.StepMetrics;

/** A report as a run of 240 steps would make it. */
final class Reports {

    static final int STEPS = 240;

    private Reports() {}

    static Report example() {
        Map<String, String> details = new LinkedHashMap<>();
        details.put("Policy optimizer", "grpo, 8 responses to each of 16 prompts");
        details.put("Learning rate", "1e-4, constant after 10 steps");
        RunFacts facts = new RunFacts("arithmetic-grpo", 42, "3.4 M parameters, bf16", "2 cores, 8 GB", details);
        RunState state = new RunState(
                facts,
                STEPS,
                List.of("2026-03-01T09:30:00Z", "2026-03-01T11:00:00Z"),
                "2026-03-01T11:21:24Z",
                1_284,
                HeldOutScores.sampled(38, 256, 74, Map.of(1, 0.141, 8, 0.412), Map.of(8, 0.219)),
                HeldOutScores.sampled(187, 256, 118, Map.of(1, 0.702, 8, 0.883), Map.of(8, 0.785)),
                comparisons());
        return new Report(
                state,
                supervised(),
                metrics(),
                List.of(
                        new AlarmEntry(40, "length-drift", "Responses are 2.1 times as long as at first."),
                        new AlarmEntry(
                                3,
                                "coach",
                                "truncated: 95.0% of the responses ended at the length limit of 96 tokens.")),
                groups(),
                List.of(),
                "seed: 42\ntraining:\n  steps: 240\n");
    }

    private static List<StepMetrics> supervised() {
        List<StepMetrics> steps = new ArrayList<>();
        for (int step = 1; step <= 60; step++) {
            steps.add(new StepMetrics(
                    step,
                    Map.of(
                            "supervised/loss", 3 * Math.exp(-step / 20.0) + 0.3,
                            "supervised/grad_norm", 1 + 4.0 / step,
                            "supervised/learning_rate", 1e-5)));
        }
        return steps;
    }

    static List<StepMetrics> metrics() {
        List<StepMetrics> steps = new ArrayList<>();
        for (int step = 1; step <= STEPS; step++) {
            double t = step / (double) STEPS;
            double wave = Math.sin(step * 12.9898) * 0.5 + Math.sin(step * 4.1414) * 0.5; // looks like noise
            double learned = 1 / (1 + Math.exp(-8 * (t - 0.35)));
            Map<String, Double> m = new LinkedHashMap<>();
            m.put("reward/mean", 0.15 + 0.6 * learned + 0.07 * wave);
            m.put("reward/math/mean", 0.1 + 0.6 * learned + 0.07 * wave);
            m.put("reward/format/mean", 0.4 + 0.58 * (1 - Math.exp(-10 * t)) + 0.02 * wave);
            if (step % 20 == 0 || step == 1) {
                m.put("eval/accuracy", 0.148 + 0.58 * learned + 0.015 * wave);
            }
            m.put("completions/mean_length", 74 + 44 * t + 6 * wave);
            m.put("completions/truncated_ratio", Math.max(0, 0.12 * (1 - t) + 0.03 * wave));
            m.put("policy/entropy", 0.2 + 0.9 * Math.exp(-3 * t) + 0.03 * wave);
            m.put("regularizer/kl", 0.08 * t + 0.004 * wave * t);
            m.put("policy/kl_old", 0.0006 + 0.0002 * wave);
            m.put("policy/clip_fraction_low", 0.004 + 0.002 * wave);
            m.put("policy/clip_fraction_high", 0.009 + 0.004 * wave);
            m.put("update/grad_norm", 0.6 + 0.25 * wave + (step == 97 ? 2.4 : 0));
            m.put("update/learning_rate", 1e-4 * Math.min(1, step / 10.0));
            m.put("mismatch/logprob_diff_mean", 0.0021 + 0.0003 * wave);
            m.put("mismatch/logprob_diff_max", 0.09 + 0.03 * wave);
            m.put("throughput/tokens_per_second", 2650 + 180 * wave);
            m.put("time/rollout", 2.4 + 0.3 * wave + t);
            m.put("time/reward", 0.15 + 0.02 * wave);
            m.put("time/logprobs", 0.5 + 0.05 * wave);
            m.put("time/update", 1.6 + 0.1 * wave + 0.4 * t);
            m.put("time/step", 4.7 + 0.5 * wave + 1.4 * t);
            steps.add(new StepMetrics(step, m));
        }
        return steps;
    }

    static List<Comparison> comparisons() {
        String loop = "<think>\nLet me try 17 * 23. I get 371, or maybe 381.\n\nWait, let me check again.\n</think>\n";
        return List.of(
                new Comparison(
                        "What is 17 · 23 + 9?",
                        "400",
                        "<think>17 * 23 = 371 and 371 + 9 = 380</think>\nThe answer is 380.",
                        false,
                        "<think>17 * 23 = 17 * 20 + 17 * 3 = 340 + 51 = 391.\n391 + 9 = 400.</think>\nThe answer is 400.",
                        true),
                new Comparison("Simplify a < b && b > a when both hold.", "", "", false, loop.repeat(60), false),
                new Comparison(
                        "A box holds 12 eggs. Anna buys 4 boxes, breaks 7 eggs and gives half of the others away,"
                                + " rounded down. How many eggs does she keep?",
                        "21",
                        "<think>12 * 4 = 48. 48 - 7 = 41. Half of 41, rounded down, is 20. 41 - 20 = 21.</think>\n21",
                        true,
                        "<think>12 * 4 = 48 eggs. 48 - 7 = 41. She gives away 20 and keeps 21.</think>\n21",
                        true));
    }

    /** Sample 1 leaves sample 0 at its token 6, and sample 2 leaves sample 1 at 12; sample 3 began by itself. */
    static List<Limb> limbs() {
        return List.of(
                new Limb(
                        0,
                        Limb.PROMPT,
                        1,
                        "",
                        0,
                        "",
                        List.of(new Limb.Piece(0, 6, 0.25, "<think>8 * 7 ="), new Limb.Piece(6, 23, 1, " 56"))),
                new Limb(
                        1,
                        0,
                        0,
                        " 56",
                        2.345,
                        "UCT 1.33: value 0.6, 3 of 5 visits",
                        List.of(new Limb.Piece(6, 12, -0.5, " 54"), new Limb.Piece(12, 20, -1, " 45"))),
                new Limb(2, 1, 0, " =", 1.5, "", List.of(new Limb.Piece(12, 16, 0, " is"))),
                new Limb(3, Limb.PROMPT, 0, "", 0, "", List.of(new Limb.Piece(0, 10, -1, "47?"))));
    }

    private static List<SampledGroup> groups() {
        String[] pieces = {
            "<think>",
            "\n",
            "8",
            " *",
            " 7",
            " =",
            " 56",
            ",",
            " and",
            " 56",
            " -",
            " 9",
            " =",
            " 47",
            ".",
            "\n",
            "</think>",
            "\n",
            "The",
            " answer",
            " is",
            " 47",
            "."
        };
        List<SampledGroup> groups = new ArrayList<>();
        for (int step = STEPS - 1; step <= STEPS; step++) {
            List<SampledGroup.Sample> samples = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                List<SampledGroup.Token> tokens = new ArrayList<>();
                for (int t = 0; t < pieces.length; t++) {
                    double advantage = step == STEPS ? (i == 1 ? -1.2 : 0.6) : (1 - i) * Math.cos(t * 0.35);
                    tokens.add(new SampledGroup.Token(pieces[t], advantage, step == STEPS || t < 17 || i > 0));
                }
                Map<String, String> rewards = new LinkedHashMap<>();
                rewards.put("format", "1");
                rewards.put("math", i == 1 ? "unscorable: no <answer> tag" : "1");
                samples.add(new SampledGroup.Sample(
                        i, tokens, i == 2 ? 900 : 23, i == 2 ? "length" : "stop", 1.1, rewards));
            }
            groups.add(new SampledGroup(step, "train-" + (1000 + step), "What is 8 · 7 − 9?", "47", samples, limbs()));
        }
        return groups;
    }
}
