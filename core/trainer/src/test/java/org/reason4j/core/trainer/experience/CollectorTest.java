package org.reason4j.core.trainer.experience;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.reason4j.api.data.Score;
import org.reason4j.api.data.ScoredGroup;
import org.reason4j.api.reward.Reward;
import org.reason4j.api.sampler.GroupFilter;
import org.reason4j.core.host.config.RewardTerm;
import org.reason4j.core.host.reward.ActiveReward;
import org.reason4j.core.host.reward.RewardScorer;
import org.reason4j.core.trainer.report.Experience;
import org.reason4j.core.trainer.report.StepLog;

class CollectorTest {

    /** The response's only token, so 0 and 1 in a group of two, plus 10 for the prompts p2 and p3. */
    private static final Reward TOKEN = group -> Reward.perTrajectory(
            group,
            one -> Score.of(one.response()[0] + (Set.of("p2", "p3").contains(one.prompt().id()) ? 10 : 0)));

    @TempDir
    private Path trainer;

    private final OnPaper policy = new OnPaper();
    private final RewardScorer scorer = new RewardScorer(List.of(new ActiveReward(RewardTerm.of("token"), TOKEN)), 2);
    private final StepLog log = new StepLog(7);

    @AfterEach
    void close() {
        scorer.close();
    }

    private Collector collector(boolean greedy, int maxBatches, GroupFilter... filters) {
        PolicyStreams none = new PolicyStreams(
                (rows, wanted) -> {
                    throw new AssertionError("no stream is wanted");
                },
                Optional.empty(),
                List.of(),
                Set.of(),
                100);
        return new Collector(
                OnPaper.prompts(4),
                policy.sampling(),
                new RolloutsNow(OnPaper.PAIRS),
                none,
                scorer,
                List.of(filters),
                greedy,
                maxBatches);
    }

    private static GroupFilter only(String... prompts) {
        return group ->
                Optional.of(group).filter(one -> Set.of(prompts).contains(one.prompt().id()));
    }

    private static List<String> kept(Experience experience) {
        return experience.kept().stream().map(group -> group.prompt().id()).toList();
    }

    @Test
    void withoutFiltersAStepIsOneBatch() {
        Experience experience = collector(false, 10).collect(log);
        assertThat(kept(experience)).containsExactly("p0", "p1");
        assertThat(experience.kept().get(0).rewards()).containsExactly(0, 1);
        assertThat(policy.batches).containsExactly(1);
        assertThat(log.get("filter/batches")).isEmpty();
    }

    @Test
    void batchesFollowUntilEnoughGroupsPass() {
        Experience experience = collector(false, 10, only("p2", "p3")).collect(log);
        assertThat(kept(experience)).containsExactly("p2", "p3");
        assertThat(experience.sampled()).hasSize(4);
        assertThat(log.get("filter/batches")).hasValue(2);
        assertThat(log.get("filter/kept_ratio")).hasValue(0.5); // 2 of 4 groups
    }

    @Test
    void groupsBeyondTheStepAreCut() {
        // p1 of the first batch, then p2 and p3 of the second, where two groups were wanted
        assertThat(kept(collector(false, 10, only("p1", "p2", "p3")).collect(log)))
                .containsExactly("p1", "p2");
    }

    @Test
    void aStepEndsAfterTheMostBatches() {
        Experience experience = collector(false, 3, only()).collect(log);
        assertThat(experience.kept()).isEmpty();
        assertThat(policy.batches).containsExactly(1, 2, 3);
    }

    @Test
    void filtersApplyInTheirOrder() {
        GroupFilter halved = group -> Optional.of(group.map(one -> one.withOutcome(one.outcome() / 2)));
        GroupFilter small = group -> Optional.of(group).filter(one -> one.rewards()[1] < 1);
        assertThat(kept(collector(false, 1, halved, small).collect(log))).containsExactly("p0", "p1"); // 1 / 2 < 1
        assertThat(kept(collector(false, 1, small, halved).collect(log))).isEmpty(); // 1 is not below 1
    }

    @Test
    void metricsOfBatchesAreMeans() {
        Experience experience = collector(false, 2, only()).collect(log);
        // batch 1 has rewards 0 1 0 1, batch 2 has 10 11 10 11
        assertThat(experience.metrics().get("reward/mean")).isCloseTo((0.5 + 10.5) / 2, within(1e-12));
    }

    @Test
    void everyGroupGetsItsGreedyResponse() {
        ScoredGroup group = collector(true, 1).collect(log).kept().get(0);
        // the greedy response has the number after the group's last
        assertThat(group.greedy().orElseThrow().trajectory().response()).containsExactly(2);
        assertThat(group.greedy().orElseThrow().trajectory().temperature()).isEqualTo(1);
        assertThat(group.greedy().orElseThrow().reward()).isEqualTo(2);
        assertThat(group.rewards()).containsExactly(0, 1);
    }

    @Test
    void theMeanOfGreedyRewardsIsAMetric() {
        assertThat(collector(true, 1).collect(log).metrics()).containsEntry("reward/greedy/mean", 2.0);
    }

    @Test
    void aRestoredCollectorGoesOnWithTheNextBatch() {
        Collector before = collector(false, 1);
        before.collect(log);
        before.save(trainer);
        Collector after = collector(false, 1);
        after.restore(trainer);
        assertThat(kept(after.collect(new StepLog(8)))).containsExactly("p2", "p3");
    }
}
