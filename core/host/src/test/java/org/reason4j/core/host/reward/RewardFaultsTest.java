package org.reason4j.core.host.reward;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.reason4j.core.host.reward.Rewards.READ;
import static org.reason4j.core.host.reward.Rewards.always;
import static org.reason4j.core.host.reward.Rewards.group;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.reason4j.api.data.Group;
import org.reason4j.api.data.Score;
import org.reason4j.api.data.TokenStream;
import org.reason4j.api.plugin.ConfigException;
import org.reason4j.api.reward.Reward;
import org.reason4j.core.host.config.Recipe.OnMissing;
import org.reason4j.core.host.reward.Rewards.TermOf;

/** Rewards that fail in ways that a score must not hide: errors of Java, numbers that are too large, failure throughout. */
class RewardFaultsTest {

    private static final TermOf MATH = TermOf.key("math");

    private static Reward throwing(Throwable thrown) {
        return group -> {
            if (group.prompt().id().equals("bad")) {
                throw RewardFaultsTest.<RuntimeException>sneaky(thrown);
            }
            return READ.score(group);
        };
    }

    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
    private static <T extends Throwable> T sneaky(Throwable thrown) throws T {
        throw (T) thrown;
    }

    private static ScoringResult score(List<ActiveReward> rewards, Group... groups) {
        try (RewardScorer scorer = new RewardScorer(rewards, 2)) {
            return scorer.score(List.of(groups));
        }
    }

    private static ScoringResult oneOfTwo(Throwable thrown, OnMissing policy) {
        return score(List.of(MATH.on(policy).with(throwing(thrown))), group("bad", "1", "2"), group("good", "1"));
    }

    @Test
    void exhaustedMemoryIsAFailureWithAPolicy() {
        ScoringResult result = oneOfTwo(new OutOfMemoryError("Java heap space"), OnMissing.DROP_TRAJECTORY);
        assertThat(result.groups()).extracting(one -> one.prompt().id()).containsExactly("good");
        assertThat(result.metrics()).containsEntry("reward/math/failed", 2.0);

        assertThatThrownBy(() -> oneOfTwo(new OutOfMemoryError("Java heap space"), OnMissing.ABORT))
                .isInstanceOf(RewardAbortException.class)
                .hasMessageContainingAll("prompt 'bad'", "threw java.lang.OutOfMemoryError: Java heap space");
    }

    @Test
    void aBrokenVirtualMachineStopsTheRunWhateverThePolicy() {
        assertThatThrownBy(() -> oneOfTwo(new InternalError("lost"), OnMissing.DROP_TRAJECTORY))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContainingAll("Reward 'math'", "prompt 'bad'", "lost");
    }

    @Test
    void anExceptionThatCannotDescribeItselfIsAFailureWithAPolicy() {
        class Mute extends RuntimeException {
            private static final long serialVersionUID = 1L;

            @Override
            public String toString() {
                throw new UnsupportedOperationException("no comment");
            }
        }
        ScoringResult result = oneOfTwo(new Mute(), OnMissing.DROP_TRAJECTORY);
        assertThat(result.metrics()).containsEntry("reward/math/failed", 2.0);

        assertThatThrownBy(() -> oneOfTwo(new Mute(), OnMissing.ABORT))
                .isInstanceOf(RewardAbortException.class)
                .hasMessageContainingAll(Mute.class.getName(), "describing it threw");
    }

    @ParameterizedTest
    @ValueSource(doubles = {1e308, -1e308, 1e300, 1.1e15})
    void aValueBeyondTheBoundOfStatisticsIsAFailure(double value) {
        String reason = catchThrowableOfType(
                        RewardAbortException.class,
                        () -> score(List.of(MATH.on(OnMissing.ABORT).with(always(value))), group("p7", "1", "1")))
                .getMessage();
        assertThat(reason)
                .contains("Reward 'math'", "prompt 'p7'", "the value " + value + " for sample 0", "at most 1.0E15");
    }

    @Test
    void soIsATokenRewardBeyondIt() {
        Reward dense = group -> Reward.perTrajectory(group, any -> Score.dense(1, new float[] {0, 1e30f}));
        assertThatThrownBy(() -> score(List.of(MATH.on(OnMissing.ABORT).with(dense)), group("p", "1")))
                .hasMessageContaining("returned a token reward beyond the bound for sample 0");
    }

    @Test
    void soIsAStreamThatIsNotFinite() {
        TokenStream labels = TokenStream.of("test", "labels");
        Reward attaching =
                group -> Reward.perTrajectory(group, any -> Score.value(1).with(labels, new float[] {0, Float.NaN}));
        assertThatThrownBy(() -> score(List.of(MATH.on(OnMissing.ABORT).with(attaching)), group("p", "1")))
                .hasMessageContaining("attached NaN as stream 'test/labels' to trajectory 0");
    }

    @Test
    void valuesAtTheBoundCount() {
        ScoringResult result = score(List.of(MATH.with(READ)), group("p", "1e15", "-1e15"));
        assertThat(result.groups().get(0).rewards()).containsExactly(1e15, -1e15);
        assertThat(result.metrics()).containsEntry("reward/mean", 0.0);
    }

    @Test
    void weightsThatLiftASumBeyondTheBoundAreToldWithTheValues() {
        assertThatThrownBy(() -> score(
                        List.of(
                                MATH.weight(1e300).with(READ),
                                TermOf.key("format").with(always(4))),
                        group("p7", "5", "0")))
                .isInstanceOf(ConfigException.class)
                .hasMessageContainingAll(
                        "prompt 'p7', sample 0", "5.0E300", "math=score 5.0", "math=1.0E300", "rewards[].weight");
    }

    @Test
    void gatesThatLiftItToInfinityAreToldToo() {
        TermOf gate = TermOf.key("gate").asGate().weight(1e300);
        assertThatThrownBy(() -> score(List.of(MATH.weight(1e300).with(READ), gate.with(always(1))), group("p", "5")))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("are Infinity in all");
    }

    @ParameterizedTest
    @ValueSource(strings = {"DROP_TRAJECTORY", "DROP_GROUP", "RETRY"})
    void aRewardThatFailsForEveryResponseStopsTheRun(String policy) {
        assertThatThrownBy(() -> score(
                        List.of(
                                MATH.on(OnMissing.valueOf(policy)).with(READ),
                                TermOf.key("format").with(always(1))),
                        group("p", "!", "!"),
                        group("q", "!")))
                .isInstanceOf(RewardAbortException.class)
                .hasMessageContainingAll(
                        "Reward 'math' gave no score for any of the 3 responses",
                        "prompt 'q': failed, broken",
                        "--resume");
    }

    @Test
    void oneScoreIsEnoughToGoOn() {
        ScoringResult result = score(List.of(MATH.with(READ)), group("p", "!", "!"), group("q", "!", "1"));
        assertThat(result.metrics()).containsEntry("reward/math/failed", 3.0);
    }

    @Test
    void responsesThatCannotBeScoredAreNoFailure() {
        ScoringResult result = score(List.of(MATH.with(READ)), group("p", "?", "?"), group("q", "?"));
        assertThat(result.groups()).isEmpty();
        assertThat(result.metrics())
                .containsEntry("reward/math/unscorable", 3.0)
                .containsEntry("reward/dropped_groups", 2.0);
    }
}
