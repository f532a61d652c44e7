package org.reason4j.sampler.tree;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.reason4j.sampler.tree.Trees.CHAIN;
import static org.reason4j.sampler.tree.Trees.PROMPT;
import static org.reason4j.testkit.Vectors.row;
import static org.reason4j.testkit.Vectors.vector;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.reason4j.api.data.Branch;
import org.reason4j.api.data.Finish;
import org.reason4j.api.data.SamplingParams;
import org.reason4j.api.data.TokenStream;
import org.reason4j.api.data.Trajectory;
import org.reason4j.api.plugin.ConfigException;
import org.reason4j.api.sampler.RolloutRequest;
import org.reason4j.api.sampler.RolloutSettings;
import org.reason4j.testkit.Characters;
import org.reason4j.testkit.MarkovEngine;
import org.reason4j.testkit.RecordedMetrics;

class EpTreeTest {

    private static final SamplingParams PARAMS = SamplingParams.of(32);

    private final RecordedMetrics metrics = new RecordedMetrics();

    private static EpTreeConfig config(int trees, int forks, int rounds, int branches, String... markers) {
        return new EpTreeConfig(trees, forks, rounds, branches, 0, List.of(markers));
    }

    private TreePlan plan(EpTreeConfig config) {
        return new TreePlan(
                PROMPT, config, PARAMS, new AnswerRegion(config.answerMarkers(), new Characters()), metrics);
    }

    /** Lets a plan ask for its trunk, answers with this text and these log-probabilities, and returns what it asks next. */
    private static List<RolloutRequest> afterTrunk(TreePlan plan, String text, double... probabilities) {
        assertThat(plan.next(List.of())).hasSize(1);
        return plan.next(List.of(trunk(text, probabilities)));
    }

    private static Trajectory trunk(String text, double... probabilities) {
        boolean[] learned = new boolean[text.length()];
        Arrays.fill(learned, true);
        float[] logprobs = new float[text.length()];
        for (int t = 0; t < logprobs.length; t++) {
            logprobs[t] = (float) Math.log(probabilities[t]);
        }
        return Trajectory.sampled(PROMPT, 0, text.chars().toArray(), text, Finish.STOP, 0, SamplingParams.of(64))
                .withLearned(learned)
                .with(TokenStream.BEHAVIOUR_LOGPROBS, logprobs);
    }

    private static List<Integer> forks(List<RolloutRequest> requests) {
        return requests.stream()
                .map(request -> request.branch().orElseThrow().at())
                .toList();
    }

    @Test
    void theNumberOfLeavesIsReproduced() throws IOException {
        JsonNode cases = vector("eptree-size").at("/inputs/cases");
        double[] leaves = row(vector("eptree-size").at("/expected/leaves"));
        for (int i = 0; i < leaves.length; i++) {
            double[] size = row(cases.get(i));
            EpTreeConfig config = config((int) size[0], (int) size[1], (int) size[2], (int) size[3]);
            assertThat(config.leaves()).isEqualTo((int) leaves[i]);
            assertThat(Trees.grown(config, new MarkovEngine(1, CHAIN), 32, metrics))
                    .hasSize((int) leaves[i]);
        }
    }

    @Test
    void treesForkWhereTheWorkedExampleDoes() throws IOException {
        JsonNode vector = vector("eptree-fork-selection");
        double[] probabilities = row(vector.at("/inputs/sampled_token_prob"));
        List<RolloutRequest> requests = afterTrunk(plan(config(1, 2, 1, 2)), "abcdef", probabilities);
        double[] selected = row(vector.at("/expected/selected"));
        assertThat(forks(requests))
                .containsExactly((int) selected[0], (int) selected[0], (int) selected[1], (int) selected[1]);
        double[] surprisal = row(vector.at("/expected/surprisal"));
        assertThat(metrics.of("tree/fork_surprisal")).isCloseTo((surprisal[1] + surprisal[4]) / 2, within(1e-5));
    }

    @Test
    void nothingForksAfterAnAnswersMarker() {
        // the rarest token is the 4 after "Answer"
        double[] probabilities = {0.9, 0.5, 0.9, 0.9, 0.9, 0.9, 0.9, 0.9, 0.9, 0.01};
        assertThat(forks(afterTrunk(plan(config(1, 1, 1, 1, "answer")), "ab Answer4", probabilities)))
                .containsExactly(1);
        assertThat(forks(afterTrunk(plan(config(1, 1, 1, 1)), "ab Answer4", probabilities)))
                .containsExactly(9);
    }

    @Test
    void nothingForksFromTheLimitOn() {
        EpTreeConfig early = new EpTreeConfig(1, 1, 1, 1, 3, List.of());
        assertThat(forks(afterTrunk(plan(early), "abcdef", 0.9, 0.8, 0.7, 0.1, 0.1, 0.1)))
                .containsExactly(2);
    }

    @Test
    void aTreeWithTooFewTokensForksThereAgain() {
        List<RolloutRequest> requests = afterTrunk(plan(config(1, 3, 1, 1)), "abc", 0.9, 0.3, 0.1);
        assertThat(forks(requests)).containsExactly(2, 1, 2);
        assertThat(metrics.of("tree/repeated_forks")).isEqualTo(1);
    }

    @Test
    void aTreeWithoutTokensToForkAtBeginsAnew() {
        List<RolloutRequest> requests = afterTrunk(plan(config(1, 2, 1, 1)), "a", 0.9);
        assertThat(forks(requests)).containsExactly(0, 0);
        assertThat(requests).allMatch(request -> request.prefix().length == 0);
    }

    @Test
    void aLaterRoundForksAtOtherTokensOfTrunkAndBranches() {
        TreePlan plan = plan(config(1, 1, 2, 1));
        List<RolloutRequest> first = afterTrunk(plan, "abcd", 0.9, 0.1, 0.3, 0.9);
        assertThat(forks(first)).containsExactly(1);
        // the branch's first token, at 1, is as rare as can be, but masked; its next is rarer than the trunk's at 2
        Trajectory branch = Trajectory.sampled(
                        PROMPT, 1, "axyz".chars().toArray(), "axyz", Finish.STOP, 0, SamplingParams.of(64))
                .withLearned(new boolean[] {false, true, true, true})
                .with(TokenStream.BEHAVIOUR_LOGPROBS, new float[] {0, -9, -2, 0})
                .withBranch(new Branch(0, 1));
        assertThat(plan.keeps(first.get(0))).isTrue();
        List<RolloutRequest> second = plan.next(List.of(branch));
        assertThat(second).singleElement().satisfies(request -> {
            assertThat(request.branch()).contains(new Branch(1, 2));
            assertThat(request.prefix()).containsExactly('a', 'x');
            assertThat(request.params().maxTokens()).isEqualTo(30);
        });
        assertThat(plan.keeps(second.get(0))).isFalse();
        assertThat(plan.next(List.of(trunk("ax", 1, 1)))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"1, 2, 2, 2, 2", "2, 6, 2, 1, 2", "3, 1, 3, 3, 1", "4, 3, 1, 1, 4", "5, 2, 2, 3, 2"})
    void leavesShareWhatTheySayTheyShareAndLearnItOnce(long seed, int trees, int forks, int rounds, int branches) {
        EpTreeConfig config = config(trees, forks, rounds, branches);
        MarkovEngine engine = new MarkovEngine(seed, CHAIN);
        List<Trajectory> leaves = Trees.grown(config, engine, 24, metrics);

        assertThat(leaves).hasSize(config.leaves());
        assertThat(leaves.stream().map(Trajectory::sample))
                .containsExactlyElementsOf(
                        IntStream.range(0, config.leaves()).boxed().toList());
        Map<Integer, Trajectory> bySample = new HashMap<>();
        leaves.forEach(leaf -> bySample.put(leaf.sample(), leaf));
        for (Trajectory leaf : leaves) {
            int shared = leaf.branch().map(Branch::at).orElse(0);
            assertThat(leaf.length()).isBetween(1, 24);
            for (int t = 0; t < leaf.length(); t++) {
                assertThat(leaf.isLearned(t))
                        .as("seed %s, token %s of %s", seed, t, leaf)
                        .isEqualTo(t >= shared);
            }
            leaf.branch().ifPresent(branch -> {
                Trajectory parent = bySample.get(branch.parent());
                assertThat(parent.sample()).isLessThan(leaf.sample());
                assertThat(Arrays.copyOf(leaf.response(), shared))
                        .containsExactly(Arrays.copyOf(parent.response(), shared));
                assertThat(Arrays.copyOf(leaf.stream(TokenStream.BEHAVIOUR_LOGPROBS), shared))
                        .containsExactly(Arrays.copyOf(parent.stream(TokenStream.BEHAVIOUR_LOGPROBS), shared));
            });
        }
        // every token that was drawn is learned exactly once
        int drawn = leaves.stream()
                .mapToInt(leaf -> leaf.length() - leaf.branch().map(Branch::at).orElse(0))
                .sum();
        assertThat(leaves.stream().mapToInt(Trajectory::learnedTokens).sum()).isEqualTo(drawn);
    }

    /** Two trees of 1 + 2 * 2 responses after the first round; the second round's 8 branches are never continued. */
    @Test
    void aPlansShareOfTheCacheIsEnoughForTheLongestResponsesThatBranch() {
        EpTreeConfig config = config(2, 2, 2, 2);
        assertThat(plan(config).maxTokens()).isEqualTo(2 * (1 + 2 * 2) * 32);
    }

    @Test
    void aGroupSizeThatIsNotTheNumberOfLeavesIsRefused() {
        assertThatThrownBy(
                        () -> new EpTree(config(6, 2, 1, 2), new Characters(), RolloutSettings.of(8, PARAMS), metrics))
                .isInstanceOf(ConfigException.class)
                .hasMessage(
                        "eptree grows trees * (1 + forks * branches * rounds) = 6 * (1 + 2 * 2 * 1) = 30 responses to a"
                                + " prompt, but rollout.groupSize is 8. Set it to 30, or change the trees.");
    }

    @Test
    void settingsOutsideTheirRangeAreRefused() {
        assertThatThrownBy(() -> config(0, 1, 1, 1)).hasMessage("eptree.trees must be at least 1, got 0");
        assertThatThrownBy(() -> config(1, 0, 1, 1)).hasMessage("eptree.forks must be at least 1, got 0");
        assertThatThrownBy(() -> config(1, 1, 0, 1)).hasMessage("eptree.rounds must be at least 1, got 0");
        assertThatThrownBy(() -> config(1, 1, 1, 0)).hasMessage("eptree.branches must be at least 1, got 0");
        assertThatThrownBy(() -> config(1, 1, 1, 1, "")).isInstanceOf(ConfigException.class);
    }
}
