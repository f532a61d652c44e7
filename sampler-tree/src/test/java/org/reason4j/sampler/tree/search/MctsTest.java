package org.reason4j.sampler.tree.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.reason4j.sampler.tree.search.World.PROMPT;
import static org.reason4j.sampler.tree.search.World.measure;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.reason4j.api.data.Branch;
import org.reason4j.api.data.Credit;
import org.reason4j.api.data.Finish;
import org.reason4j.api.data.Group;
import org.reason4j.api.data.LossAggregation;
import org.reason4j.api.data.Message;
import org.reason4j.api.data.ModelRef;
import org.reason4j.api.data.SamplingParams;
import org.reason4j.api.data.ScoredGroup;
import org.reason4j.api.data.ScoredTrajectory;
import org.reason4j.api.data.TokenStream;
import org.reason4j.api.data.Trajectory;
import org.reason4j.api.model.ScoringModel;
import org.reason4j.api.model.ScoringModels;
import org.reason4j.api.model.TokenScores;
import org.reason4j.api.plugin.ConfigException;
import org.reason4j.api.reward.Measure;
import org.reason4j.api.sampler.RolloutSettings;
import org.reason4j.sampler.tree.TreeEdge;
import org.reason4j.sampler.tree.TreeEdgeConfig;
import org.reason4j.sampler.tree.TreeRl;
import org.reason4j.sampler.tree.TreeRlConfig;
import org.reason4j.testkit.Characters;
import org.reason4j.testkit.MarkovEngine;
import org.reason4j.testkit.RecordedMetrics;

class MctsTest {

    private static final SamplingParams PARAMS = SamplingParams.of(8);

    /** Two doors, then two more; behind b and y is the prize. */
    private static final Map<String, List<String>> DOORS = Map.of(
            "", List.of("a", "b"),
            "a", List.of("x$", "x", "y"),
            "b", List.of("y$", "x", "y"),
            "ax", List.of("$"),
            "ay", List.of("$"),
            "bx", List.of("$"),
            "by", List.of("$"));

    private static final Measure PRIZE = measure(MctsTest::prize);

    /** Letters and digits in no order, and an end after one in ten. */
    private static final Map<Character, Map<Character, Double>> CHAIN = Map.of(
            '?', Map.of('a', 0.5, 'b', 0.5),
            'a', Map.of('a', 0.3, 'b', 0.6, '$', 0.1),
            'b', Map.of('a', 0.5, 'b', 0.4, '$', 0.1));

    private final RecordedMetrics metrics = new RecordedMetrics();

    /** ReST-MCTS*'s score with segments of one token, two branches, two segments deep; one node at a time. */
    private static MctsConfig doors(double endGate) {
        return config(Uct.RestMcts.DEFAULTS, Values.Continuations.DEFAULTS, 1, 1, 2, 2, 1, endGate);
    }

    private static MctsConfig config(
            Uct score,
            Values values,
            int rollouts,
            int segmentTokens,
            int branches,
            int depth,
            int parallel,
            double endGate) {
        return new MctsConfig(
                score,
                Backup.CHILDREN,
                values,
                rollouts,
                0.5,
                segmentTokens,
                "",
                branches,
                depth,
                parallel,
                1,
                0,
                endGate,
                2,
                0,
                1);
    }

    private static MctsConfig separated(String separator, int segmentTokens) {
        return new MctsConfig(
                Uct.RestMcts.DEFAULTS,
                Backup.CHILDREN,
                Values.Continuations.DEFAULTS,
                1,
                0,
                segmentTokens,
                separator,
                2,
                4,
                1,
                1,
                0,
                0,
                2,
                0,
                1);
    }

    private static List<String> texts(Group group) {
        return group.trajectories().stream().map(Trajectory::text).toList();
    }

    private static List<String> branches(Group group) {
        return group.trajectories().stream()
                .map(one -> one.branch()
                        .map(branch -> branch.parent() + "@" + branch.at())
                        .orElse("-"))
                .toList();
    }

    /**
     * Counted by hand. The root grows a (0) and b (1). With N = 1 each, b is ahead and grows bx (0) and by (1); its value is
     * 0.5 with N = 3. Now a: 0 + 0.7 sqrt(2 ln 4 / 1) = 1.17 grows, since what is below b is as deep as allowed. Then by,
     * the best that is unfinished, is finished once more, and ax, the first of the others.
     */
    @Test
    void aSearchFindsThePrizeAndGoesOnBesideIt() {
        World world = new World(DOORS);
        Group group = world.search(doors(0), 8, PARAMS, PRIZE, metrics);
        assertThat(texts(group)).containsExactly("ax", "by", "bx", "by", "ax", "ay", "by", "ax");
        assertThat(branches(group)).containsExactly("-", "-", "1@1", "1@1", "0@1", "0@1", "3@2", "4@2");
        assertThat(group.trajectories().get(2).branch().map(Branch::reason))
                .contains("UCT 1.82 (value 1.00, 1 of 2 visits)");
        assertThat(group.trajectories().get(4).branch().map(Branch::reason))
                .contains("UCT 1.17 (value 0.00, 1 of 4 visits)");
        assertThat(group.trajectories().get(6).branch().map(Branch::reason)).contains("another continuation");
        // two segments of one token and their rests of two; two and their ends; the same; and two ends
        assertThat(world.written()).isEqualTo(2 * 3 + 2 * 2 + 2 * 2 + 2);
        assertThat(metrics.of("mcts/expansions")).isEqualTo(3);
        assertThat(metrics.of("mcts/depth")).isCloseTo((2 * 1 + 6 * 2) / 8.0, within(1e-9));
        assertThat(metrics.of("mcts/value")).isCloseTo((0 * 3 + 0.5 * 3) / 6, within(1e-9));
        assertThat(metrics.of("mcts/tokens_per_leaf")).isEqualTo(16 / 8.0);
        assertThat(metrics.of("mcts/dropped_tokens")).isZero();
    }

    @Test
    void everySegmentIsLearnedOnceAndKeepsItsLogprobs() {
        Group group = new World(DOORS).search(doors(0), 8, PARAMS, PRIZE, metrics);
        assertThat(group.trajectories().get(0).learned()).containsExactly(true, true, true);
        assertThat(group.trajectories().get(2).learned()).containsExactly(false, true, true);
        assertThat(group.trajectories().get(6).learned()).containsExactly(false, false, true);
        for (Trajectory one : group.trajectories()) {
            assertThat(one.stream(TokenStream.BEHAVIOUR_LOGPROBS)).containsExactly(-1, -2, -3);
            assertThat(one.params()).contains(PARAMS);
            assertThat(one.policyVersion()).hasValue(3);
            assertThat(one.finish()).isEqualTo(Finish.STOP);
        }
    }

    @Test
    void aGoodEnoughResponseEndsTheSearchEarly() {
        World world = new World(DOORS);
        assertThat(texts(world.search(doors(0.9), 8, PARAMS, PRIZE, metrics))).containsExactly("ax", "by");
        assertThat(metrics.of("mcts/early_ends")).isEqualTo(1);
        assertThat(world.written()).isEqualTo(6);
    }

    @Test
    void aSearchThatFindsNothingGoodGoesOnToTheEnd() {
        Group group = new World(DOORS).search(doors(0.9), 8, PARAMS, measure(text -> 0.5), metrics);
        assertThat(group.size()).isEqualTo(8);
        assertThat(metrics.of("mcts/early_ends")).isZero();
    }

    /** All of the first level in one round, all of the second in another, instead of a round for each node. */
    @Test
    void severalNodesGrowInOneRound() {
        World world = new World(DOORS);
        MctsConfig parallel = config(Uct.RestMcts.DEFAULTS, Values.Continuations.DEFAULTS, 1, 1, 2, 2, 4, 0);
        Group group = world.search(parallel, 6, PARAMS, PRIZE, metrics);
        assertThat(texts(group)).containsExactly("ax", "by", "bx", "by", "ax", "ay");
        assertThat(world.rounds()).isEqualTo(2 * 2); // segments and continuations
        World oneByOne = new World(DOORS);
        oneByOne.search(doors(0), 6, PARAMS, PRIZE, metrics);
        assertThat(oneByOne.rounds()).isEqualTo(3 * 2);
    }

    @Test
    void aResponseWithoutAScoreIsInTheGroupAndInNoValue() {
        Measure unsure = measure(text -> text.equals("ax") ? Double.NaN : prize(text));
        Group group = new World(DOORS).search(doors(0), 4, PARAMS, unsure, metrics);
        assertThat(texts(group)).containsExactly("ax", "by", "bx", "by");
        assertThat(metrics.of("mcts/value")).isEqualTo(0.5);
        assertThat(metrics.of("mcts/unscored")).isEqualTo(1);
    }

    private static double prize(String text) {
        return text.equals("by") ? 1 : 0;
    }

    @Test
    void aResponseThatBreaksDownStaysInTheGroupWithItsCause() {
        World world = new World(Map.of(
                "",
                List.of("a", "b"),
                "a",
                List.of("!"),
                "b",
                List.of("y$", "x", "y"),
                "bx",
                List.of("$"),
                "by",
                List.of("$")));
        Group group = world.search(doors(0), 4, PARAMS, PRIZE, metrics);
        assertThat(group.trajectories().get(0).finish()).isEqualTo(Finish.FAILED);
        assertThat(group.trajectories().get(0).failure()).contains("broke down");
        assertThat(texts(group).subList(1, 4)).containsExactly("by", "bx", "by");
    }

    /** Steps are lines; the last line has no newline, and a line may be longer than a segment. */
    @Test
    void segmentsEndAtASeparator() {
        World world = new World(Map.of(
                "", List.of("go\nleft\n", "stay$"),
                "go\n", List.of("left\nhome$", "back\n", "left\n"),
                "go\nback\n", List.of("lost$"),
                "go\nleft\n", List.of("home$")));
        Group group = world.search(
                separated("\n", 10), 4, SamplingParams.of(40), measure(text -> text.endsWith("home") ? 1 : 0), metrics);
        assertThat(texts(group)).containsExactly("stay", "go\nleft\nhome", "go\nback\nlost", "go\nleft\nhome");
        assertThat(branches(group)).containsExactly("-", "-", "1@3", "1@3");
        assertThat(group.trajectories())
                .allSatisfy(one -> assertThat(one.params()).contains(SamplingParams.of(40)));
    }

    @Test
    void aStopStringOfTheRecipeEndsAResponseAndNotASegment() {
        SamplingParams stopping = SamplingParams.of(40).withStop(List.of("."));
        World world = new World(Map.of("", List.of("a;", "b."), "a;", List.of("c.")));
        Group group = world.search(separated(";", 10), 2, stopping, measure(text -> 0), metrics);
        assertThat(group.trajectories().get(0).response()).containsExactly('b', '.');
        assertThat(group.trajectories().get(1).response()).containsExactly('a', ';', 'c', '.');
    }

    /**
     * Rewards 0, 1, 0, 1; b is above the last three. TreeRL: values less the mean of the others are -2/3 and 2/3, that of b is 2/9,
     * and its reward 2 * 2/9 / sqrt(3). Edges: b adds 2/3 - 1/2.
     */
    @Test
    void treesOfASearchAreCreditedLikeAnyOther() {
        Group group = new World(DOORS).search(doors(0), 4, PARAMS, PRIZE, metrics);
        assertThat(branches(group)).containsExactly("-", "-", "1@1", "1@1");
        ScoredGroup scored = ScoredGroup.of(
                PROMPT,
                group.trajectories().stream()
                        .map(one -> ScoredTrajectory.of(one, prize(one.text())))
                        .toList());
        LossAggregation mean = LossAggregation.TOKEN_MEAN;
        List<Credit> byNodes = new TreeRl(new TreeRlConfig(false, 0.2, 0.2, mean), metrics).credit(List.of(scored));
        float shared = (float) (4 / 9.0 / Math.sqrt(3));
        assertCredit(byNodes.get(0), -4 / 3f, -4 / 3f, -4 / 3f);
        assertCredit(byNodes.get(1), shared, 10 / 9f, 10 / 9f);
        assertCredit(byNodes.get(2), 0, -14 / 9f, -14 / 9f);
        assertCredit(byNodes.get(3), 0, 10 / 9f, 10 / 9f);
        List<Credit> byEdges = new TreeEdge(TreeEdgeConfig.DEFAULTS, metrics).credit(List.of(scored));
        assertCredit(byEdges.get(0), -0.5f, -0.5f, -0.5f);
        assertCredit(byEdges.get(1), 1 / 6f, 1 / 3f, 1 / 3f);
        assertCredit(byEdges.get(2), 0, -2 / 3f, -2 / 3f);
        assertCredit(byEdges.get(3), 0, 1 / 3f, 1 / 3f);
        assertThat(metrics.of("tree/incomplete_groups")).isZero();
    }

    private static void assertCredit(Credit credit, float... advantages) {
        assertThat(credit.advantages()).containsExactly(advantages, within(1e-6f));
    }

    /** A model that knows which door is right: 0.9 for b, 0.4 for the rest; it never sees the end of a response. */
    private static ScoringModels knowing(ModelRef expected) {
        return ref -> {
            assertThat(ref).isEqualTo(expected);
            return new ScoringModel() {
                @Override
                public List<TokenScores> score(List<Trajectory> trajectories, int topK) {
                    return trajectories.stream().map(MctsTest::values).toList();
                }

                @Override
                public List<OptionalDouble> scoreConversations(List<List<Message>> conversations) {
                    return conversations.stream()
                            .map(messages -> messages.get(messages.size() - 1))
                            .map(message -> OptionalDouble.of(message.content().equals("b") ? 2 : -2))
                            .toList();
                }
            };
        };
    }

    /** Values stand before the token that they say nothing of: the last one is that of the whole beginning. */
    private static TokenScores values(Trajectory asked) {
        float[] values = new float[asked.length()];
        values[values.length - 1] = asked.token(0) == 'b' ? 0.9f : 0.4f;
        return TokenScores.ofValues(values);
    }

    /**
     * The model values a at 0.4 and b at 0.9; b alone is continued, finds the prize and has 0.5 * 0.9 + 0.5 * 1 = 0.95. b grows
     * next, since 0.95 + 0 of one visit beats nothing but 0.4 + 0.5.
     */
    @Test
    void aValueModelSavesContinuationsOfWhatItExpectsLittleOf() {
        MctsConfig config = config(new Uct.RestMcts(0, 0.5), new Values.ValueModel("critic"), 1, 1, 2, 2, 1, 0);
        World world = new World(DOORS);
        Group group = world.search(config, 3, PARAMS, PRIZE, knowing(ModelRef.values("critic")), metrics);
        // b has 0.95 and grows x and y, of equal value, so x is continued: 0.5 * 0.9 + 0 = 0.45; now a: 0.4 + 0.5 >
        // 0.45
        assertThat(texts(group)).containsExactly("by", "bx", "ax");
        assertThat(metrics.of("mcts/expansions")).isEqualTo(3);
        assertThat(metrics.of("mcts/dropped_tokens")).isEqualTo(2); // by and ay
        // root: a, b and y$; b: x, y and $; a: x, y and $
        assertThat(world.written()).isEqualTo(4 + 3 + 3);
        assertThat(metrics.of("mcts/tokens_per_leaf")).isCloseTo(10 / 3.0, within(1e-9));
    }

    @Test
    void aRewardModelReadsBeginningsAsConversations() {
        MctsConfig config = config(new Uct.RestMcts(0, 0.5), new Values.RewardModel("judge"), 1, 1, 2, 1, 1, 0);
        Group group = new World(DOORS).search(config, 2, PARAMS, PRIZE, knowing(ModelRef.reward("judge")), metrics);
        // sigmoid(2) = 0.88 for b; the group is then filled from b, whose value is highest
        assertThat(texts(group)).containsExactly("by", "bx");
        assertThat(metrics.of("mcts/value")).isCloseTo(0.5 / (1 + Math.exp(-2)) + 0.5, within(1e-9));
    }

    @Test
    void modelsAreDeclared() {
        MctsConfig config = config(Uct.Rstar.DEFAULTS, new Values.ValueModel("critic"), 0, 1, 2, 2, 1, 0);
        assertThat(sampler(config, PARAMS).requirements().models()).containsExactly(ModelRef.values("critic"));
        assertThat(sampler(MctsConfig.RSTAR, PARAMS).requirements().models()).isEmpty();
    }

    private Mcts sampler(MctsConfig config, SamplingParams params) {
        return new Mcts(config, new Characters(), RolloutSettings.of(4, params), PRIZE, World.NO_MODELS, metrics);
    }

    @ParameterizedTest
    @CsvSource({"1, 8, 2, 1, 2, 1", "2, 12, 3, 2, 3, 4", "3, 7, 3, 1, 16, 2", "4, 30, 2, 3, 4, 8", "5, 16, 1, 1, 3, 3"})
    void leavesShareWhatTheySayTheyShareAndLearnItOnce(
            long seed, int groupSize, int branches, int rollouts, int depth, int parallel) {
        MctsConfig config =
                config(Uct.Treerl.DEFAULTS, Values.Continuations.DEFAULTS, rollouts, 4, branches, depth, parallel, 0);
        MarkovEngine engine = new MarkovEngine(seed, CHAIN);
        SamplingParams params = SamplingParams.of(24);
        Measure measure = measure(text -> text.chars().filter(c -> c == 'a').count() / 24.0);
        Group group = World.search(engine, config, groupSize, params, measure, World.NO_MODELS, metrics);

        assertThat(group.trajectories().stream().map(Trajectory::sample))
                .containsExactlyElementsOf(IntStream.range(0, groupSize).boxed().toList());
        for (Trajectory leaf : group.trajectories()) {
            int shared = leaf.branch().map(Branch::at).orElse(0);
            assertThat(leaf.length()).isBetween(1, 24);
            for (int t = 0; t < leaf.length(); t++) {
                assertThat(leaf.isLearned(t))
                        .as("seed %s, %s of %s", seed, t, leaf)
                        .isEqualTo(t >= shared);
            }
            leaf.branch().ifPresent(branch -> {
                Trajectory parent = group.trajectories().get(branch.parent());
                assertThat(parent.sample()).isLessThan(leaf.sample());
                assertThat(Arrays.copyOf(leaf.response(), shared))
                        .containsExactly(Arrays.copyOf(parent.response(), shared));
                assertThat(Arrays.copyOf(leaf.stream(TokenStream.BEHAVIOUR_LOGPROBS), shared))
                        .containsExactly(Arrays.copyOf(parent.stream(TokenStream.BEHAVIOUR_LOGPROBS), shared));
            });
        }
        // every token that was drawn is learned exactly once: nothing is dropped, for every segment has a response
        int learned = group.trajectories().stream()
                .mapToInt(Trajectory::learnedTokens)
                .sum();
        assertThat(metrics.of("mcts/tokens_per_leaf") * groupSize).isCloseTo(learned, within(1e-6));
        assertThat(metrics.of("mcts/dropped_tokens")).isZero();
        assertThat(engine.asked().stream().map(request -> request.sample()).distinct())
                .hasSameSizeAs(engine.asked());
    }

    @Test
    void aPlansShareOfTheCacheIsEnoughForItsSegments() {
        Segments segments = new Segments(8, "", SamplingParams.of(40), new Characters());
        // 12 responses have 12 segments at most
        assertThat(plan(config(Uct.Rstar.DEFAULTS, Values.Continuations.DEFAULTS, 2, 8, 3, 4, 2, 0), segments)
                        .maxTokens())
                .isEqualTo(12 * 8);
        // a model may expect little of all but one of three
        assertThat(plan(config(Uct.Rstar.DEFAULTS, new Values.ValueModel("critic"), 1, 8, 3, 4, 2, 0), segments)
                        .maxTokens())
                .isEqualTo(12 * 3 * 8);
    }

    private SearchPlan plan(MctsConfig config, Segments segments) {
        Judge judge = new Judge(config, PRIZE, World.NO_MODELS, new Characters());
        return new SearchPlan(PROMPT, 12, config, segments, judge, new SearchMetrics(metrics));
    }

    @Test
    void rewardsBecomeValuesByTheirRange() {
        MctsConfig range = new MctsConfig(
                Uct.Rstar.DEFAULTS,
                Backup.PATH,
                Values.Continuations.DEFAULTS,
                1,
                0,
                1,
                "",
                1,
                1,
                1,
                0,
                0,
                0,
                2,
                -1,
                3);
        assertThat(range.value(-5)).isZero();
        assertThat(range.value(-1)).isZero();
        assertThat(range.value(1)).isEqualTo(0.5);
        assertThat(range.value(4)).isEqualTo(1);
    }

    @Test
    void aSeparatorThatIsPartOfAStopStringIsRefused() {
        SamplingParams stopping = PARAMS.withStop(List.of("\n\n"));
        assertThatThrownBy(() -> sampler(separated("\n", 10), stopping))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("the end of a segment could not be told from the end of a response");
        assertThat(Optional.of(sampler(separated(";", 10), stopping))).isPresent();
    }

    @Test
    void settingsOutsideTheirRangeAreRefused() {
        Uct score = Uct.Treerl.DEFAULTS;
        Values values = Values.Continuations.DEFAULTS;
        assertThatThrownBy(() -> config(score, values, 0, 1, 1, 1, 1, 0))
                .isInstanceOf(ConfigException.class)
                .hasMessageStartingWith("mcts.rollouts must be at least 1 where values come from continuations, got 0");
        assertThatThrownBy(() -> config(score, values, 1, 0, 1, 1, 1, 0))
                .hasMessage("mcts.segmentTokens must be at least 1, got 0");
        assertThatThrownBy(() -> config(score, values, 1, 1, 0, 1, 1, 0))
                .hasMessage("mcts.branches must be at least 1, got 0");
        assertThatThrownBy(() -> config(score, values, 1, 1, 1, 0, 1, 0))
                .hasMessage("mcts.depth must be at least 1, got 0");
        assertThatThrownBy(() -> config(score, values, 1, 1, 1, 1, 0, 0))
                .hasMessage("mcts.parallel must be at least 1, got 0");
        assertThatThrownBy(() -> config(score, values, 1, 1, 1, 1, 1, 1.5))
                .hasMessage("mcts.endGate must be 0 (none) or in (0, 1], got 1.5");
        assertThatThrownBy(() -> new Values.ValueModel(" "))
                .hasMessage("value-model.path must name the directory of a value model");
    }
}
