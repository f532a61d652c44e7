package org.reason4j.sampler.tree.segment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.reason4j.sampler.tree.Trees.CHAIN;
import static org.reason4j.sampler.tree.Trees.PROMPT;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
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
import org.reason4j.testkit.MarkovEngine;
import org.reason4j.testkit.RecordedMetrics;

class TreePoRolloutTest {

    private static final int LONGEST = 24;

    private final RecordedMetrics metrics = new RecordedMetrics();

    private static TreePoConfig config(int segments, int segmentTokens, int initial, int branches) {
        return new TreePoConfig(segments, segmentTokens, initial, branches, 0, 8);
    }

    private List<Trajectory> leaves(TreePoConfig config, MarkovEngine engine, int groupSize) {
        TreePoRollout sampler =
                new TreePoRollout(config, RolloutSettings.of(groupSize, SamplingParams.of(LONGEST)), metrics);
        return Grown.leaves(sampler, engine, groupSize, LONGEST);
    }

    @ParameterizedTest
    @CsvSource({
        "1, 14, 3, 2, 2, 8",
        "2, 14, 4, 1, 3, 16",
        "3, 3, 5, 2, 2, 9",
        "4, 14, 2, 8, 2, 16",
        "5, 2, 8, 3, 1, 7",
        "6, 14, 1, 2, 2, 12",
        "7, 1, 9, 2, 2, 5"
    })
    void aTreeHasAsManyLeavesAsTheGroupAndLearnsEveryTokenOnce(
            long seed, int segments, int segmentTokens, int initial, int branches, int groupSize) {
        TreePoConfig config = config(segments, segmentTokens, initial, branches);
        MarkovEngine engine = new MarkovEngine(seed, CHAIN);
        List<Trajectory> leaves = leaves(config, engine, groupSize);

        Grown.requireTree(leaves, groupSize, config.longest(LONGEST), "seed " + seed);
        Map<Branch, Long> forks = leaves.stream()
                .flatMap(leaf -> leaf.branch().stream())
                .filter(branch -> branch.reason().startsWith("divergence"))
                .collect(Collectors.groupingBy(
                        branch -> new Branch(branch.parent(), branch.at()), Collectors.counting()));
        assertThat(forks.keySet()).as("seed %s", seed).allMatch(fork -> fork.at() % segmentTokens == 0);
        assertThat(leaves.stream().flatMap(leaf -> leaf.branch().stream()))
                .allMatch(branch -> branch.at() % segmentTokens == 0);
        // the response that others leave there is one of the node's branches
        assertThat(forks.values()).as("seed %s", seed).allMatch(count -> count <= branches - 1);
    }

    /** Segments draw the random numbers of one response, so that cutting it changes nothing. */
    @ParameterizedTest
    @CsvSource({"1, 3", "2, 4", "3, 1", "4, 7"})
    void aResponseThatBeganAtThePromptIsTheOneOfIndependentSampling(long seed, int segmentTokens) {
        List<Trajectory> leaves = leaves(config(99, segmentTokens, 3, 2), new MarkovEngine(seed, CHAIN), 8);
        List<Trajectory> fresh =
                leaves.stream().filter(leaf -> leaf.branch().isEmpty()).toList();
        assertThat(fresh).as("seed %s", seed).hasSizeGreaterThanOrEqualTo(3);
        for (Trajectory leaf : fresh) {
            Trajectory alone = new MarkovEngine(seed, CHAIN)
                    .generate(List.of(RolloutRequest.of(PROMPT, leaf.sample(), SamplingParams.of(LONGEST))))
                    .get(0);
            assertThat(leaf.response()).as("seed %s, %s", seed, leaf).containsExactly(alone.response());
            assertThat(leaf.stream(TokenStream.BEHAVIOUR_LOGPROBS))
                    .containsExactly(alone.stream(TokenStream.BEHAVIOUR_LOGPROBS));
            assertThat(leaf.finish()).isEqualTo(alone.finish());
            assertThat(leaf.text()).isEqualTo(alone.text());
        }
    }

    /** A plan and the segments that it is given: letters with a surprisal of their own each. */
    private SegmentPlan plan(TreePoConfig config, int leaves) {
        int longest = config.longest(LONGEST);
        return new SegmentPlan(PROMPT, SamplingParams.of(longest), 100, new Divergence(config, leaves, metrics));
    }

    private static Trajectory written(RolloutRequest request, String more, double surprisal, Finish finish) {
        int from = request.prefix().length;
        int[] tokens = Arrays.copyOf(request.prefix(), from + more.length());
        boolean[] learned = Arrays.copyOf(request.learned(), tokens.length);
        float[] logprobs =
                Arrays.copyOf(request.find(TokenStream.BEHAVIOUR_LOGPROBS).orElse(new float[0]), tokens.length);
        for (int t = from; t < tokens.length; t++) {
            tokens[t] = more.charAt(t - from);
            learned[t] = true;
            logprobs[t] = (float) -surprisal;
        }
        Trajectory response = Trajectory.sampled(
                        PROMPT,
                        request.sample(),
                        tokens,
                        new String(tokens, 0, tokens.length),
                        finish,
                        0,
                        request.params())
                .withLearned(learned)
                .with(TokenStream.BEHAVIOUR_LOGPROBS, logprobs);
        return request.branch().map(response::withBranch).orElse(response);
    }

    private static List<String> shown(List<RolloutRequest> requests) {
        return requests.stream()
                .map(request -> request.sample() + ":"
                        + new String(request.prefix(), 0, request.prefix().length)
                        + request.branch().map(Branch::reason).map(" "::concat).orElse(""))
                .toList();
    }

    @Test
    void branchesBeginWhereTheSegmentSurprisedMostAndFallBackWhereLeastBegan() {
        SegmentPlan plan = plan(config(14, 2, 2, 2), 5);
        List<RolloutRequest> first = plan.next(List.of());
        assertThat(shown(first)).containsExactly("0:", "1:");
        // both go on; one more branch each would be four of five leaves
        List<RolloutRequest> second = plan.next(List.of(
                written(first.get(0), "ab", 0.5, Finish.LENGTH), written(first.get(1), "cd", 1.5, Finish.LENGTH)));
        assertThat(shown(second))
                .containsExactly(
                        "0:ab ",
                        "1:cd ",
                        "2:cd divergence: branch 2 of 2 after a segment of surprisal 1.50",
                        "3:ab divergence: branch 2 of 2 after a segment of surprisal 0.50");
        // three end; the fourth goes on, and the fifth leaf branches from it
        List<RolloutRequest> third = plan.next(List.of(
                written(second.get(0), "e$", 0.25, Finish.STOP),
                written(second.get(1), "$", 2, Finish.STOP),
                written(second.get(2), "f$", 1, Finish.STOP),
                written(second.get(3), "gh", 0.75, Finish.LENGTH)));
        assertThat(shown(third))
                .containsExactly("3:abgh ", "4:abgh divergence: branch 2 of 2 after a segment of surprisal 0.75");
        assertThat(plan.next(List.of(
                        written(third.get(0), "$", 1, Finish.STOP), written(third.get(1), "i$", 1, Finish.STOP))))
                .isEmpty();
        assertThat(plan.tree().leaves().stream().map(Trajectory::text))
                .containsExactly("abe$", "cd$", "cdf$", "abgh$", "abghi$");
        assertThat(plan.tree().leaves().stream().map(Trajectory::branch))
                .extracting(branch -> branch.map(fork -> fork.parent() + " at " + fork.at()))
                .containsExactly(
                        Optional.empty(),
                        Optional.empty(),
                        Optional.of("1 at 2"),
                        Optional.of("0 at 2"),
                        Optional.of("3 at 4"));
    }

    @Test
    void whenAllBranchesHaveEndedNewOnesBeginWhereFewestDidAndItSurprisedMost() {
        SegmentPlan plan = plan(config(14, 1, 2, 2), 7);
        List<RolloutRequest> first = plan.next(List.of());
        List<RolloutRequest> second = plan.next(
                List.of(written(first.get(0), "a", 1, Finish.LENGTH), written(first.get(1), "$", 1, Finish.STOP)));
        assertThat(shown(second))
                .containsExactly("0:a ", "2:a divergence: branch 2 of 2 after a segment of surprisal 1.00");
        List<RolloutRequest> third = plan.next(
                List.of(written(second.get(0), "b", 1, Finish.LENGTH), written(second.get(1), "$", 1, Finish.STOP)));
        List<RolloutRequest> fourth = plan.next(
                List.of(written(third.get(0), "$", 1, Finish.STOP), written(third.get(1), "$", 3, Finish.STOP)));
        // four leaves, $, a$, ab$ and ab$, and two branches from the prompt, from a and from ab each: what followed ab
        // surprised most
        assertThat(shown(fourth))
                .containsExactly(
                        "4:ab fallback: all branches had ended; what followed here had surprisal 2.00",
                        "5:",
                        "6:a fallback: all branches had ended; what followed here had surprisal 1.00");
        assertThat(metrics.of("tree/fallbacks")).isEqualTo(3);
        List<RolloutRequest> fifth = plan.next(List.of(
                written(fourth.get(0), "$", 1, Finish.STOP),
                written(fourth.get(1), "$", 1, Finish.STOP),
                written(fourth.get(2), "$", 1, Finish.STOP)));
        assertThat(fifth).isEmpty();
        assertThat(plan.tree().leaves()).hasSize(7);
    }

    @Test
    void whereNotAllCanBranchTheMostSurprisingOneDoes() {
        SegmentPlan plan = plan(config(14, 1, 3, 2), 4);
        List<RolloutRequest> begun = plan.next(List.of());
        List<RolloutRequest> on = plan.next(List.of(
                written(begun.get(0), "a", 1, Finish.LENGTH),
                written(begun.get(1), "b", 2, Finish.LENGTH),
                written(begun.get(2), "$", 1, Finish.STOP)));
        assertThat(shown(on))
                .containsExactly("0:a ", "1:b ", "3:b divergence: branch 2 of 2 after a segment of surprisal 2.00");
    }

    @Test
    void aBranchThatRepeatsItselfIsStopped() {
        // abababab...: "ab" stands there twice after 4 tokens, three times after 6
        MarkovEngine loops =
                new MarkovEngine(1, Map.of('?', Map.of('a', 1.0), 'a', Map.of('b', 1.0), 'b', Map.of('a', 1.0)));
        TreePoConfig config = new TreePoConfig(14, 2, 2, 1, 2, 3);
        List<Trajectory> leaves = leaves(config, loops, 2);
        assertThat(leaves).hasSize(2).allSatisfy(leaf -> {
            assertThat(leaf.text()).isEqualTo("ababab");
            assertThat(leaf.finish()).isEqualTo(Finish.LENGTH);
        });
        assertThat(metrics.of("tree/stopped_branches")).isEqualTo(2);

        TreePoConfig never = new TreePoConfig(14, 2, 2, 1, 0, 3);
        assertThat(leaves(never, loops, 2)).allMatch(leaf -> leaf.length() == LONGEST);
    }

    /**
     * Two branches at each of the first {@code m} segments of 8 tokens make {@code w = 2^(m + 1)} responses of 64: 2, 4, ... w / 2
     * segments, which are {@code 8 (w - 2)} tokens, and {@code w} ends of {@code 64 - 8 m}.
     */
    @ParameterizedTest
    @CsvSource({"2, 64", "4, 60", "8, 54", "16, 47", "32, 39.5", "64, 31.75"})
    void aResponseCostsWhatTheFormulaSays(int groupSize, double tokens) {
        MarkovEngine endless = new MarkovEngine(
                1, Map.of('?', Map.of('a', 1.0), 'a', Map.of('a', 0.5, 'b', 0.5), 'b', Map.of('a', 1.0)));
        TreePoRollout sampler =
                new TreePoRollout(config(99, 8, 2, 2), RolloutSettings.of(groupSize, SamplingParams.of(64)), metrics);
        List<Trajectory> leaves = Grown.leaves(sampler, endless, groupSize, 64);
        assertThat(leaves.stream().mapToInt(Trajectory::learnedTokens).sum()).isEqualTo((int) (tokens * groupSize));
        // what is drawn is what is learned: no token is written and dropped
        int asked = endless.asked().stream()
                .mapToInt(request -> request.params().maxTokens())
                .sum();
        assertThat(asked).isEqualTo((int) (tokens * groupSize));
    }

    @Test
    void aLoopIsFoundWhereverItStands() {
        assertThat(Loop.in(new int[] {9, 1, 2, 3, 1, 2, 4, 1, 2}, 2, 3)).isTrue();
        assertThat(Loop.in(new int[] {9, 1, 2, 3, 1, 2, 4, 1, 5}, 2, 3)).isFalse();
        assertThat(Loop.in(new int[] {7, 7, 7, 7}, 2, 3))
                .as("occurrences overlap")
                .isTrue();
        assertThat(Loop.in(new int[] {7}, 2, 2)).isFalse();
        assertThat(Loop.in(new int[] {7, 7, 7, 7}, 0, 2)).isFalse();
    }

    @Test
    void aResponseThatMetAnotherLimitIsALeaf() {
        SegmentPlan plan = plan(config(14, 4, 1, 1), 1);
        List<RolloutRequest> first = plan.next(List.of());
        // a schedule left it three of four tokens
        assertThat(plan.next(List.of(written(first.get(0), "abc", 1, Finish.LENGTH))))
                .isEmpty();
        assertThat(plan.tree().leaves())
                .singleElement()
                .satisfies(leaf -> assertThat(leaf.text()).isEqualTo("abc"));
    }

    @Test
    void anEnvironmentIsRefused() {
        SegmentPlan plan = plan(config(14, 4, 1, 1), 1);
        Trajectory turn = written(plan.next(List.of()).get(0), "abcd", 1, Finish.LENGTH)
                .with(TokenStream.TURN_REWARDS, new float[4]);
        assertThatThrownBy(() -> plan.next(List.of(turn)))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("do not go with an environment");
    }

    @Test
    void onlySegmentsThatOthersMayFollowAreKept() {
        SegmentPlan plan = plan(config(2, 4, 1, 1), 1);
        List<RolloutRequest> first = plan.next(List.of());
        assertThat(first.get(0).params().maxTokens()).isEqualTo(4);
        assertThat(plan.keeps(first.get(0))).isTrue();
        List<RolloutRequest> second = plan.next(List.of(written(first.get(0), "abcd", 1, Finish.LENGTH)));
        assertThat(plan.keeps(second.get(0))).isFalse();
    }

    @Test
    void whatHasNoMeaningIsRefused() {
        assertThatThrownBy(() -> new TreePoRollout(
                        config(2, 24, 2, 2), RolloutSettings.of(4, SamplingParams.of(LONGEST)), metrics))
                .isInstanceOf(ConfigException.class)
                .hasMessage("treepo-rollout.segmentTokens is 24, but rollout.maxTokens is 24: no response has a second"
                        + " segment, and nothing branches. Lower segmentTokens, or raise rollout.maxTokens.");
        assertThatThrownBy(() -> config(0, 1, 1, 1)).hasMessage("treepo-rollout.segments must be at least 1, got 0");
        assertThatThrownBy(() -> config(1, 0, 1, 1))
                .hasMessage("treepo-rollout.segmentTokens must be at least 1, got 0");
        assertThatThrownBy(() -> config(1, 1, 0, 1))
                .hasMessage("treepo-rollout.initialBranches must be at least 1, got 0");
        assertThatThrownBy(() -> config(1, 1, 1, 0)).hasMessage("treepo-rollout.branches must be at least 1, got 0");
        assertThatThrownBy(() -> new TreePoConfig(1, 1, 1, 1, -1, 2))
                .hasMessage("treepo-rollout.loopTokens must be 0 (never) or positive, got -1");
        assertThatThrownBy(() -> new TreePoConfig(1, 1, 1, 1, 1, 1))
                .hasMessage("treepo-rollout.loopRepeats must be at least 2, got 1");
    }
}
