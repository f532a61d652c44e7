package org.reason4j.core.trainer.experience;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.reason4j.api.data.Group;
import org.reason4j.api.data.Score;
import org.reason4j.api.data.ScoredGroup;
import org.reason4j.api.data.Trajectory;
import org.reason4j.api.dataset.Curriculum;
import org.reason4j.api.dataset.Example;
import org.reason4j.api.dataset.PromptBatch;
import org.reason4j.api.plugin.ConfigException;
import org.reason4j.api.reward.Reward;
import org.reason4j.api.sampler.GroupFilter;
import org.reason4j.api.sampler.SamplingStep;
import org.reason4j.core.host.config.RewardTerm;
import org.reason4j.core.host.reward.ActiveReward;
import org.reason4j.core.host.reward.RewardScorer;
import org.reason4j.core.trainer.report.Experience;
import org.reason4j.core.trainer.report.StepLog;

class CollectorTest {

    private static final Function<Trajectory, Score> ONE = response -> Score.of(1);

    private final List<String> events = new ArrayList<>();
    private final List<RewardScorer> scorers = new ArrayList<>();
    private final FakeRollouts engines = new FakeRollouts();
    private final StepLog log = new StepLog(5);

    /** Responses are the number of their batch. */
    private final RolloutSource rollouts = new RolloutSource() {
        @Override
        public List<Group> groups(SamplingStep step, int batch) {
            events.add("batch " + batch + " of step " + step.number());
            return FakeRollouts.groups(step.prompts(), batch);
        }
    };

    @AfterEach
    void close() {
        scorers.forEach(RewardScorer::close);
    }

    private Collector collector(
            Prompts prompts,
            Function<Trajectory, Score> judge,
            List<GroupFilter> filters,
            boolean greedy,
            int maxBatches) {
        return collector(prompts, judge, filters, greedy, new Collector.TopUp(maxBatches, 1, false));
    }

    private Collector collector(
            Prompts prompts,
            Function<Trajectory, Score> judge,
            List<GroupFilter> filters,
            boolean greedy,
            Collector.TopUp topUp) {
        Reward reward = group -> Reward.perTrajectory(group, judge);
        RewardScorer scorer = new RewardScorer(List.of(new ActiveReward(RewardTerm.of("judge"), reward)), 1);
        scorers.add(scorer);
        PolicyStreams streams = new PolicyStreams(
                (rows, wanted) -> {
                    throw new AssertionError("no stream is wanted");
                },
                Optional.empty(),
                List.of(),
                Set.of(),
                100);
        return new Collector(prompts, engines.sampling(), rollouts, streams, scorer, filters, greedy, true, topUp);
    }

    private Collector filtering(int maxBatches, String... kept) {
        return filtering(new Collector.TopUp(maxBatches, 1, false), 2, kept);
    }

    private Collector filtering(Collector.TopUp topUp, int prompts, String... kept) {
        Set<String> ids = Set.of(kept);
        GroupFilter filter = group ->
                Optional.of(group).filter(one -> ids.contains(one.prompt().id()));
        return collector(FakeRollouts.prompts(8, prompts), ONE, List.of(filter), false, topUp);
    }

    private static List<String> ids(List<ScoredGroup> groups) {
        return groups.stream().map(group -> group.prompt().id()).toList();
    }

    @Test
    void withoutFiltersAStepTakesTheNextBatch() {
        Collector collector = collector(FakeRollouts.prompts(8, 2), ONE, List.of(), false, 5);
        assertThat(ids(collector.collect(log).kept())).containsExactly("p0", "p1");
        assertThat(ids(collector.collect(new StepLog(6)).kept())).containsExactly("p2", "p3");
        assertThat(events).containsExactly("batch 1 of step 5", "batch 2 of step 6");
        assertThat(log.get("filter/batches")).isEmpty();
    }

    @Test
    void batchesAreSampledUntilAsManyGroupsPassAsTheFirstBatchHas() {
        Experience experience = filtering(5, "p0", "p3", "p4").collect(log); // one of each batch of two
        assertThat(ids(experience.kept())).containsExactly("p0", "p3");
        assertThat(experience.sampled()).hasSize(4);
        assertThat(events).containsExactly("batch 1 of step 5", "batch 2 of step 5");
        assertThat(log.get("filter/batches")).hasValue(2);
        assertThat(log.get("filter/kept_ratio")).hasValue(0.5);
    }

    @Test
    void groupsBeyondTheNumberOfTheFirstBatchAreLeftOut() {
        Experience experience = filtering(5, "p1", "p2", "p3").collect(log);
        assertThat(ids(experience.kept())).containsExactly("p1", "p2");
        assertThat(log.get("filter/kept_ratio")).hasValue(0.75); // 3 of 4 passed
    }

    @Test
    void aStepSamplesMorePromptsThanItWantsAndLeavesOutTheSurplus() {
        // batches of six for three groups: p0, p2, p3 and p5 pass, one more than is wanted
        Experience experience = filtering(new Collector.TopUp(5, 2, true), 6, "p0", "p2", "p3", "p5")
                .collect(log);
        assertThat(ids(experience.kept())).containsExactly("p0", "p2", "p3");
        assertThat(experience.sampled()).hasSize(6);
        assertThat(log.get("filter/batches")).hasValue(1);
        assertThat(log.get("filter/surplus_groups")).hasValue(1);
        // five prompts for three groups, since 1.5 * 3 = 4.5
        assertThat(ids(filtering(new Collector.TopUp(5, 1.5, true), 5, "p0", "p1", "p2", "p3")
                        .collect(new StepLog(6))
                        .kept()))
                .containsExactly("p0", "p1", "p2");
    }

    @Test
    void aStepWithTooFewGroupsEndsTheRunWhereTheRecipeSaysSo() {
        assertThatThrownBy(() ->
                        filtering(new Collector.TopUp(2, 1, true), 2, "p2").collect(log))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining(
                        "Step 5: the filters left 1 of 4 groups in 2 batches, fewer than the 2 that it wants")
                .hasMessageContaining("rollout.onShortage");
    }

    @Test
    void aStepStopsAtMaxBatchesWithWhatPassed() {
        Experience experience = filtering(3, "p2").collect(log);
        assertThat(ids(experience.kept())).containsExactly("p2");
        assertThat(experience.sampled()).hasSize(6);
        assertThat(events).hasSize(3);
        assertThat(log.get("filter/batches")).hasValue(3);
    }

    @Test
    void aGroupMustPassEveryFilterInTheirOrder() {
        GroupFilter first = group -> {
            events.add("first " + group.prompt().id());
            return Optional.of(group).filter(one -> one.prompt().id().equals("p1"));
        };
        GroupFilter second = group -> {
            events.add("second " + group.prompt().id());
            return Optional.of(group.withTrajectories(group.trajectories().subList(0, 1)));
        };
        Collector collector = collector(FakeRollouts.prompts(8, 2), ONE, List.of(first, second), false, 1);
        assertThat(collector.collect(log).kept()).singleElement().satisfies(group -> {
            assertThat(group.prompt().id()).isEqualTo("p1");
            assertThat(group.size()).isEqualTo(1);
        });
        assertThat(events).containsExactly("batch 1 of step 5", "first p0", "first p1", "second p1");
    }

    @Test
    void everyGroupGetsAScoredGreedyResponseBesideTheSampledOnes() {
        // greedy responses are asked for behind the sampled ones, so their sample index is the size of the group
        Function<Trajectory, Score> judge =
                response -> Score.of(response.sample() == FakeRollouts.GROUP_SIZE ? number(response) : 9);
        Experience experience =
                collector(FakeRollouts.prompts(8, 2), judge, List.of(), true, 1).collect(log);
        assertThat(engines.requests)
                .hasSize(2)
                .allMatch(request -> request.params().isGreedy() && request.sample() == FakeRollouts.GROUP_SIZE);
        assertThat(experience.kept())
                .extracting(group -> group.greedy().orElseThrow().reward())
                .containsExactly(0.0, 1.0);
        assertThat(experience.kept())
                .allSatisfy(group -> assertThat(group.rewards()).containsExactly(9, 9));
        assertThat(experience.metrics())
                .containsEntry("reward/greedy/mean", 0.5)
                .containsEntry("reward/mean", 9.0);
    }

    @Test
    void aGroupWhoseGreedyResponseHasNoScoreIsLeftOut() {
        Function<Trajectory, Score> judge =
                response -> response.sample() == FakeRollouts.GROUP_SIZE && number(response) == 0
                        ? Score.unscorable("no answer")
                        : Score.of(1);
        Experience experience =
                collector(FakeRollouts.prompts(8, 2), judge, List.of(), true, 1).collect(log);
        assertThat(ids(experience.kept())).containsExactly("p1");
    }

    /** The number of the response's prompt: 3 for p3. */
    private static int number(Trajectory response) {
        return Integer.parseInt(response.prompt().id().substring(1));
    }

    @Test
    void meansOfBatchesAreAveragedAndDroppedResponsesSummed() {
        // one prompt per batch: p0 scores 0, p1 scores 1, p2 scores 2; of each, the second response is dropped
        Function<Trajectory, Score> judge =
                response -> response.sample() == 1 ? Score.unscorable("no answer") : Score.of(number(response));
        GroupFilter last =
                group -> Optional.of(group).filter(one -> one.prompt().id().equals("p2"));
        Experience experience = collector(FakeRollouts.prompts(8, 1), judge, List.of(last), false, 5)
                .collect(log);
        assertThat(experience.metrics())
                .containsEntry("reward/mean", 1.0) // (0 + 1 + 2) / 3
                .containsEntry("reward/dropped_trajectories", 3.0);
    }

    @Test
    void theCurriculumIsToldAllScoredGroupsOfABatchBeforeFiltersDropSome() {
        Curriculum curriculum = new Curriculum() {
            @Override
            public List<Example> choose(PromptBatch batch) {
                events.add("choose " + batch.number());
                return batch.inOrder();
            }

            @Override
            public void scored(int step, List<ScoredGroup> groups) {
                events.add("scored " + ids(groups) + " of step " + step);
            }
        };
        GroupFilter none = group -> {
            events.add("filter " + group.prompt().id());
            return Optional.empty();
        };
        Prompts prompts = FakeRollouts.prompts(8, 2, Optional.of(curriculum));
        assertThat(collector(prompts, ONE, List.of(none), false, 2).collect(log).kept())
                .isEmpty();
        assertThat(events)
                .containsExactly(
                        "choose 1",
                        "batch 1 of step 5",
                        "scored [p0, p1] of step 5",
                        "filter p0",
                        "filter p1",
                        "choose 2",
                        "batch 2 of step 5",
                        "scored [p2, p3] of step 5",
                        "filter p2",
                        "filter p3");
    }

    @Test
    void aRestoredCollectorGoesOnWithTheNextBatch(@TempDir Path checkpoint) {
        Collector before = filtering(3); // nothing passes: batches 1 to 3
        before.collect(log);
        before.save(checkpoint);
        events.clear();
        Collector after = collector(FakeRollouts.prompts(8, 2), ONE, List.of(), false, 1);
        after.restore(checkpoint);
        assertThat(ids(after.collect(log).kept())).containsExactly("p6", "p7");
        assertThat(events).containsExactly("batch 4 of step 5");
    }
}
