package org.reason4j.optimizer.mixed.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.reason4j.optimizer.mixed.Responses.group;
import static org.reason4j.optimizer.mixed.Responses.replayed;
import static org.reason4j.testkit.Vectors.row;
import static org.reason4j.testkit.Vectors.vector;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.reason4j.api.data.LossAggregation;
import org.reason4j.api.data.Origin;
import org.reason4j.api.data.Prompt;
import org.reason4j.api.data.Score;
import org.reason4j.api.data.ScoredGroup;
import org.reason4j.api.data.ScoredTrajectory;
import org.reason4j.api.data.TokenStream;
import org.reason4j.api.data.Trajectory;
import org.reason4j.api.plugin.Stateful;
import org.reason4j.api.reward.RewardShaper;
import org.reason4j.api.track.RunInfo;
import org.reason4j.optimizer.mixed.Responses;
import org.reason4j.optimizer.mixed.Success;
import org.reason4j.optimizer.mixed.demonstration.Luffy;
import org.reason4j.optimizer.mixed.demonstration.LuffyConfig;
import org.reason4j.testkit.RecordedMetrics;
import org.reason4j.testkit.subject.Services;

class ReplayTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final RunInfo RUN =
            (RunInfo) Services.standard(Path.of("nowhere")).all().get(RunInfo.class);

    private final RecordedMetrics metrics = new RecordedMetrics();

    private Rlep rlep(int replayed, int capacity) {
        return new Rlep(new Rlep.Config(replayed, capacity, Success.DEFAULTS), RUN, metrics);
    }

    private FifoReplay fifo(int groups, int capacity, int age) {
        return new FifoReplay(new FifoReplay.Config(groups, capacity, age), metrics);
    }

    private static List<Integer> firstTokens(List<ScoredTrajectory> responses) {
        return responses.stream().map(one -> one.trajectory().token(0)).toList();
    }

    @Test
    void statisticsOfAReplayedSuccessAreThoseOfTheWholeGroup() throws IOException {
        JsonNode vector = vector("rlep-mixed-group");
        Rlep rlep = rlep(1, 4);
        rlep.shape(List.of(group("p", 0, 10, 0, 1)));
        List<ScoredGroup> mixed = rlep.shape(List.of(group("p", 1, 20, row(vector.at("/inputs/fresh_rewards")))));

        assertThat(mixed.get(0).rewards()).containsExactly(1, 0, 0, 1);
        double[] advantages = new Luffy(new LuffyConfig(0.1, true, false, 0, 0.2, LossAggregation.TOKEN_MEAN))
                .credit(mixed).stream()
                        .mapToDouble(credit -> credit.advantage(0))
                        .toArray();
        assertThat(advantages).containsExactly(row(vector.at("/expected/advantages_over_union")), within(1e-6));
    }

    @Test
    void aReplayedResponseKeepsItsTokensItsRewardsAndTheNumbersOfItsSampling() {
        Prompt prompt = Responses.prompt("p");
        TokenStream marks = TokenStream.of("other-plugin", "marks");
        TokenStream critic = TokenStream.of("model", "critic");
        Trajectory written = Responses.sampled(prompt, 0, 3, 7, 8)
                .withLearned(new boolean[] {false, true})
                .with(TokenStream.OLD_LOGPROBS, new float[] {-1, -1})
                .with(marks, new float[] {0.1f, 0.2f})
                .with(critic, new float[] {5, 5});
        ScoredTrajectory scored = ScoredTrajectory.of(written, 1.25)
                .withTokenRewards(new float[] {0, 0.5f})
                .withScores(Map.of("right", Score.of(1), "late", Score.unscorable("nobody knows")));
        Rlep rlep = rlep(1, 4);
        rlep.shape(List.of(ScoredGroup.of(prompt, List.of(scored))));
        ScoredTrajectory back =
                replayed(rlep.shape(List.of(group("p", 4, 20, 0, 0)))).get(0);

        Trajectory one = back.trajectory();
        assertThat(one.origin()).isEqualTo(Origin.REPLAY);
        assertThat(one.sample()).isEqualTo(2); // behind the two fresh ones
        assertThat(one.response()).containsExactly(7, 8);
        assertThat(one.learned()).containsExactly(false, true);
        assertThat(one.policyVersion()).hasValue(3);
        assertThat(one.temperature()).isEqualTo(0.8);
        assertThat(one.streams()).containsExactlyInAnyOrder(TokenStream.BEHAVIOUR_LOGPROBS, marks); // none of models
        assertThat(one.stream(marks)).containsExactly(0.1f, 0.2f);
        assertThat(back.reward()).isEqualTo(1.75);
        assertThat(back.scores()).containsExactly(Map.entry("right", Score.of(1)));
    }

    @Test
    void tooFewSuccessesAreRepeatedAndTheOldestGiveWay() {
        Rlep rlep = rlep(3, 2);
        rlep.shape(List.of(group("p", 0, 10, 1, 0, 1), group("q", 0, 40, 0, 0)));
        assertThat(metrics.of("replay/pool")).isEqualTo(2);
        metrics.clear();
        List<ScoredGroup> second = rlep.shape(List.of(group("p", 1, 20, 1, 0), group("q", 1, 50, 1, 1)));
        List<Integer> drawn = firstTokens(replayed(second));
        assertThat(drawn).hasSize(3).contains(10, 12);
        assertThat(drawn.get(2)).isEqualTo(drawn.get(0)); // two are kept, so the first comes again
        assertThat(second.get(1).size()).isEqualTo(2); // nothing was right before
        assertThat(metrics.values()).containsEntry("replay/used", 3.0).containsEntry("replay/age", 1.0);

        List<ScoredGroup> third = rlep.shape(List.of(group("p", 2, 20, 0)));
        assertThat(firstTokens(replayed(third))).contains(12, 20).doesNotContain(10); // the oldest of three gave way
    }

    @Test
    void onlyRightResponsesOfThePolicyAreKeptAndEachOnce() {
        Rlep rlep = rlep(1, 9);
        Prompt prompt = Responses.prompt("p");
        Trajectory same = Responses.sampled(prompt, 0, 0, 5, 5);
        rlep.shape(List.of(ScoredGroup.of(
                prompt,
                List.of(
                        ScoredTrajectory.of(same, 1),
                        ScoredTrajectory.of(same.withSample(1), 1),
                        ScoredTrajectory.of(Responses.sampled(prompt, 2, 0, 6, 6), 0.4),
                        ScoredTrajectory.of(Responses.demonstration(prompt, 3, 2), 1),
                        ScoredTrajectory.of(
                                Responses.sampled(prompt, 4, 0, 7, 7).withOrigin(Origin.REPLAY), 1),
                        ScoredTrajectory.of(
                                Responses.sampled(prompt, 5, 0, 8, 8).withFailure("broke"), 1)))));
        assertThat(metrics.of("replay/pool")).isEqualTo(1);
    }

    @Test
    void aNamedRewardTellsWhatIsRight() {
        Rlep rlep = new Rlep(new Rlep.Config(1, 4, new Success("right", 1)), RUN, metrics);
        assertThat(rlep.requirements().rewards()).containsExactly("right");
        Prompt prompt = Responses.prompt("p");
        rlep.shape(List.of(ScoredGroup.of(
                prompt,
                List.of(
                        ScoredTrajectory.of(Responses.sampled(prompt, 0, 0, 1), 5)
                                .withScores(Map.of("right", Score.of(0.9))),
                        ScoredTrajectory.of(Responses.sampled(prompt, 1, 0, 2), -5)
                                .withScores(Map.of("right", Score.of(1))),
                        ScoredTrajectory.of(Responses.sampled(prompt, 2, 0, 3), 5)
                                .withScores(Map.of("right", Score.failed("broke")))))));
        assertThat(firstTokens(replayed(rlep.shape(List.of(group("p", 1, 20, 0))))))
                .containsExactly(2);
    }

    @Test
    void groupsAreReplayedOnceInTheirOrderBehindTheGroupsOfTheStep() {
        FifoReplay replay = fifo(2, 9, 8);
        replay.shape(List.of(
                group("a", 0, 10, 1, 0), group("flat", 0, 20, 1, 1), group("b", 0, 30, 0, 1), group("c", 0, 40, 1, 0)));
        List<ScoredGroup> second = replay.shape(List.of(group("b", 1, 50, 1, 1)));
        assertThat(second).extracting(group -> group.prompt().id()).containsExactly("b", "a", "b");
        assertThat(second.get(1).rewards()).containsExactly(1, 0);
        assertThat(second.get(2).trajectories())
                .extracting(one -> one.trajectory().sample())
                .containsExactly(2, 3); // of the same prompt as the step's own group, which has 0 and 1
        assertThat(replayed(second)).hasSize(4);
        List<ScoredGroup> third = replay.shape(List.of(group("d", 2, 60, 1, 1)));
        assertThat(third).extracting(group -> group.prompt().id()).containsExactly("d", "c"); // a and b are used up
        assertThat(replay.shape(List.of(group("d", 3, 60, 1, 1)))).hasSize(1);
    }

    @Test
    void groupsThatAreTooOldOrTooManyAreDropped() {
        FifoReplay replay = fifo(9, 2, 3);
        replay.shape(List.of(group("a", 5, 10, 1, 0), group("b", 5, 20, 1, 0), group("c", 6, 30, 1, 0)));
        assertThat(metrics.of("replay/evicted")).isEqualTo(1); // two have room
        metrics.clear();
        List<ScoredGroup> later = replay.shape(List.of(group("d", 9, 40, 1, 1)));
        assertThat(later).extracting(group -> group.prompt().id()).containsExactly("d", "c"); // 9 - 5 > 3, 9 - 6 is not
        assertThat(metrics.of("replay/evicted")).isEqualTo(1);
    }

    /** Steps of three prompts, whose rewards change from step to step. */
    private static List<ScoredGroup> step(int number) {
        List<ScoredGroup> groups = new ArrayList<>();
        for (String id : List.of("a", "b", "c")) {
            double[] rewards = new double[4];
            Arrays.setAll(rewards, i -> (number + i + id.charAt(0)) % 3 == 0 ? 1 : 0);
            groups.add(group(id, number, 10 * number, rewards)
                    .map(one -> one.withTrajectory(one.trajectory()
                            .with(
                                    TokenStream.ENTROPY,
                                    Responses.filled(
                                            one.trajectory(),
                                            0.1f * (one.trajectory().token(0) % 7))))));
        }
        return groups;
    }

    private static List<String> shown(List<ScoredGroup> groups) {
        return groups.stream()
                .flatMap(group -> group.trajectories().stream())
                .map(one -> one + " " + Arrays.toString(one.trajectory().response()) + " "
                        + one.trajectory().policyVersion()
                        + Arrays.toString(one.trajectory().stream(TokenStream.BEHAVIOUR_LOGPROBS)))
                .toList();
    }

    private static <T extends RewardShaper & Stateful> void resumes(List<T> twins) throws JsonProcessingException {
        T alone = twins.get(0);
        T resumed = twins.get(1);
        for (int number = 1; number <= 4; number++) {
            alone.shape(step(number));
        }
        Map<String, Object> state = JSON.readValue(JSON.writeValueAsString(alone.state()), new TypeReference<>() {});
        resumed.restore(state);
        int added = 0;
        for (int number = 5; number <= 9; number++) {
            List<ScoredGroup> expected = alone.shape(step(number));
            assertThat(shown(resumed.shape(step(number)))).isEqualTo(shown(expected));
            added += replayed(expected).size();
        }
        assertThat(added).isPositive();
    }

    @Test
    void aRestoredReplayGoesOnAsOneThatWasNotInterrupted() throws JsonProcessingException {
        resumes(List.of(rlep(2, 3), rlep(2, 3)));
        resumes(List.of(fifo(2, 4, 3), fifo(2, 4, 3)));
        ExGrpo.Config config = new ExGrpo.Config(1, 2, 0.1, Success.DEFAULTS);
        resumes(List.of(new ExGrpo(config, new Experience(), metrics), new ExGrpo(config, new Experience(), metrics)));
    }

    @Test
    void aDamagedStateIsRefusedWithWhatItLacks() {
        assertThatThrownBy(() -> rlep(1, 1).restore(Map.of("step", 1)))
                .hasMessage("The saved state of shaper 'rlep' has no 'pool'; it has [step]");
        assertThatThrownBy(() -> fifo(1, 1, 1).restore(Map.of("step", 1, "queue", "none")))
                .hasMessage("'queue' in the saved state of shaper 'replay' is none, expected a list");
    }
}
