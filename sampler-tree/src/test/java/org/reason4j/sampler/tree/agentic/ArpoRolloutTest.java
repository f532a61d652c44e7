package org.reason4j.sampler.tree.agentic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.reason4j.testkit.Vectors.row;
import static org.reason4j.testkit.Vectors.vector;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Optional;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.reason4j.api.data.Branch;
import org.reason4j.api.data.Finish;
import org.reason4j.api.data.Message;
import org.reason4j.api.data.Prompt;
import org.reason4j.api.data.SamplingParams;
import org.reason4j.api.data.TopTokens;
import org.reason4j.api.data.Trajectory;
import org.reason4j.api.plugin.ConfigException;
import org.reason4j.api.sampler.RolloutRequest;
import org.reason4j.api.sampler.RolloutSettings;
import org.reason4j.sampler.tree.agentic.ArpoRolloutConfig.Rule;
import org.reason4j.testkit.Characters;
import org.reason4j.testkit.RecordedMetrics;

class ArpoRolloutTest {

    private static final Prompt PROMPT = Prompt.of("p", List.of(Message.user("?")), new int[] {'?'});
    private static final SamplingParams PARAMS = SamplingParams.of(32);
    private static final int VOCABULARY = 1000;

    private final RecordedMetrics metrics = new RecordedMetrics();

    private static ArpoRolloutConfig config(int initial, int branches, Rule rule, double alpha, double beta) {
        return new ArpoRolloutConfig(initial, branches, rule, alpha, beta, 0.5, 2, 2, 7);
    }

    private ArpoPlan plan(ArpoRolloutConfig config, int size, long key) {
        return new ArpoPlan(PROMPT, config, PARAMS, size, VOCABULARY, key, ArpoRolloutTest::top, metrics);
    }

    /** Two tokens at each position: {@code u} stands for an uncertain one, half and half, any other for a certain one. */
    private static List<TopTokens> top(List<Trajectory> responses) {
        return responses.stream()
                .map(response -> {
                    float[] logprobs = new float[2 * response.length()];
                    for (int t = 0; t < response.length(); t++) {
                        boolean uncertain = response.token(t) == 'u';
                        logprobs[2 * t] = uncertain ? (float) Math.log(0.5) : 0;
                        logprobs[2 * t + 1] = uncertain ? (float) Math.log(0.5) : -100;
                    }
                    return TopTokens.of(2, new int[logprobs.length], logprobs);
                })
                .toList();
    }

    /** A response in which {@code .} is a token of a tool. */
    private static Trajectory response(RolloutRequest request, String text) {
        boolean[] learned = new boolean[text.length()];
        for (int t = request.prefix().length; t < learned.length; t++) {
            learned[t] = text.charAt(t) != '.';
        }
        Trajectory written = Trajectory.sampled(
                        PROMPT, request.sample(), text.chars().toArray(), text, Finish.STOP, 0, PARAMS)
                .withLearned(learned);
        return request.branch().map(written::withBranch).orElse(written);
    }

    private static List<Trajectory> write(List<RolloutRequest> requests, String... texts) {
        assertThat(requests).hasSize(texts.length);
        return IntStream.range(0, texts.length)
                .mapToObj(i -> response(requests.get(i), texts[i]))
                .toList();
    }

    private static List<Branch> branches(List<RolloutRequest> requests) {
        return requests.stream()
                .map(RolloutRequest::branch)
                .flatMap(Optional::stream)
                .map(branch -> new Branch(branch.parent(), branch.at()))
                .toList();
    }

    @Test
    void entropyAndProbabilityOfTheWorkedExampleAreReproduced() throws Exception {
        JsonNode vector = vector("arpo-branch");
        int vocabulary = vector.at("/inputs/vocab").asInt();
        double first = Uncertainty.entropy(logs(row(vector.at("/inputs/initial_top_probs"))), vocabulary);
        double turn = Uncertainty.entropy(logs(row(vector.at("/inputs/tool_turn_top_probs"))), vocabulary);
        double alpha = vector.at("/params/alpha").asDouble();
        double beta = vector.at("/params/beta").asDouble();
        double probability = Uncertainty.probability(alpha, beta, turn - first);
        assertThat(first).isCloseTo(vector.at("/expected/H_initial_normalised").asDouble(), within(2e-6));
        assertThat(turn).isCloseTo(vector.at("/expected/H_turn_normalised").asDouble(), within(2e-6));
        assertThat(turn - first).isCloseTo(vector.at("/expected/delta_H").asDouble(), within(2e-6));
        assertThat(probability).isCloseTo(vector.at("/expected/P_branch").asDouble(), within(2e-6));
        assertThat(probability > vector.at("/params/tau").asDouble())
                .isEqualTo(vector.at("/expected/branch_if_P_gt_tau").asBoolean());
    }

    private static double[] logs(double[] probabilities) {
        return DoubleStream.of(probabilities).map(Math::log).toArray();
    }

    @Test
    void aTurnsEntropyIsTheMeanOverItsFirstTokens() {
        // ln 2 / ln 1000 at an uncertain token, 0 at a certain one
        TopTokens top = top(List.of(response(RolloutRequest.of(PROMPT, 0, PARAMS), "uauu")))
                .get(0);
        double uncertain = Math.log(2) / Math.log(VOCABULARY);
        assertThat(Uncertainty.entropy(top, 0, 2, VOCABULARY)).isCloseTo(uncertain / 2, within(1e-6));
        assertThat(Uncertainty.entropy(top, 1, 4, VOCABULARY)).isCloseTo(uncertain * 2 / 3, within(1e-6));
        assertThat(Uncertainty.probability(0.5, 10, uncertain)).isEqualTo(1);
        assertThat(Uncertainty.probability(0.5, 10, -uncertain)).isEqualTo(0);
    }

    /** With threshold 0.5 = alpha, a turn branches where it is less certain than the first. */
    @Test
    void uncertainTurnsBranchSecondTurnsBeforeThirdOnes() {
        ArpoPlan plan = plan(config(2, 1, Rule.THRESHOLD, 0.5, 0.2), 6, 1);
        List<RolloutRequest> first = plan.next(List.of());
        assertThat(first).hasSize(2).allMatch(request -> request.branch().isEmpty() && plan.keeps(request));
        // response 0: turns at 0, 4 (certain), 7 (uncertain); response 1: at 0, 3 (uncertain), 6 (uncertain)
        List<RolloutRequest> second = plan.next(write(first, "aa..aa.uu", "a..uu.uu"));
        assertThat(branches(second)).containsExactly(new Branch(1, 3));
        assertThat(second.get(0).branch().orElseThrow().reason()).startsWith("tool turn 1: entropy +0.100, P 0.52");
        assertThat(second.get(0).params().maxTokens()).isEqualTo(32 - 3);
        // the branch's own third turn, at 7, comes after those of responses 0 and 1
        List<RolloutRequest> third = plan.next(write(second, "a..aa..ua"));
        assertThat(branches(third)).containsExactly(new Branch(0, 7), new Branch(1, 6), new Branch(2, 7));
        assertThat(third).noneMatch(plan::keeps);
        assertThat(plan.next(write(third, "aa..aa.a", "a..uu.a", "a..aa..a"))).isEmpty();
        assertThat(metrics.of("arpo/branches")).isEqualTo(4);
    }

    @Test
    void theRestOfTheGroupBeginsAtThePromptWhereNoTurnBranches() {
        ArpoPlan plan = plan(config(2, 1, Rule.THRESHOLD, 0.5, 0.2), 5, 1);
        List<RolloutRequest> rest = plan.next(write(plan.next(List.of()), "uu..aa", "aaaa"));
        assertThat(rest).hasSize(3).allMatch(request -> request.branch().isEmpty() && !plan.keeps(request));
        assertThat(rest.stream().map(RolloutRequest::sample)).containsExactly(2, 3, 4);
        assertThat(plan.next(write(rest, "a", "a..uu", "a"))).isEmpty();
        assertThat(metrics.of("arpo/branches")).isEqualTo(0);
    }

    @Test
    void nothingBranchesOnceTheGroupIsComplete() {
        ArpoPlan plan = plan(config(1, 3, Rule.THRESHOLD, 0.5, 0.2), 3, 1);
        List<RolloutRequest> branches = plan.next(write(plan.next(List.of()), "a..uu.uu"));
        assertThat(branches(branches)).containsExactly(new Branch(0, 3), new Branch(0, 3));
        assertThat(plan.next(write(branches, "a..uu.uu", "a..uu.uu"))).isEmpty();
    }

    @Test
    void aResponseWhoseEnvironmentFailedDoesNotBranch() {
        ArpoPlan plan = plan(config(1, 1, Rule.THRESHOLD, 0.5, 0.2), 2, 1);
        Trajectory failed = write(plan.next(List.of()), "a..uu").get(0).withFailure("crash");
        assertThat(plan.next(List.of(failed)))
                .singleElement()
                .matches(request -> request.branch().isEmpty());
    }

    /** At alpha 0.3 and beta 0, 3 of 10 turns branch: of 2000 independent ones 600, give or take 5 deviations of 20.5. */
    @Test
    void drawsBranchWithTheirProbabilityAndAreTheSameAgain() {
        int branched = 0;
        for (int i = 0; i < 2000; i++) {
            boolean[] seen = new boolean[2];
            for (int again = 0; again < 2; again++) {
                ArpoPlan plan = plan(config(1, 1, Rule.DRAW, 0.3, 0), 2, i);
                seen[again] = !branches(plan.next(write(plan.next(List.of()), "a..uu")))
                        .isEmpty();
            }
            assertThat(seen[0]).isEqualTo(seen[1]);
            branched += seen[0] ? 1 : 0;
        }
        assertThat(branched).isBetween(600 - 103, 600 + 103);
    }

    @Test
    void aBranchIsComparedWithTheFirstTurnOfTheResponseThatItLeft() {
        ArpoPlan plan = plan(config(1, 1, Rule.THRESHOLD, 0.5, 0.2), 4, 1);
        List<RolloutRequest> branch = plan.next(write(plan.next(List.of()), "au..uu"));
        assertThat(branches(branch)).containsExactly(new Branch(0, 4));
        // its own turn, half uncertain, is as uncertain as the trunk's first one: no branch
        assertThat(branches(plan.next(write(branch, "au..aa.ua")))).isEmpty();
    }

    @Test
    void moreInitialResponsesThanTheGroupHasAreRefused() {
        assertThatThrownBy(() -> new ArpoRollout(
                        config(9, 1, Rule.DRAW, 0.5, 0.2),
                        ref -> {
                            throw new AssertionError("not asked");
                        },
                        new Characters(),
                        RolloutSettings.of(8, PARAMS),
                        metrics))
                .isInstanceOf(ConfigException.class)
                .hasMessageStartingWith(
                        "arpo-rollout.initial is 9, but rollout.groupSize, all responses to a prompt, is 8.");
    }
}
