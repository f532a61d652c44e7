package org.reason4j.core.trainer.experience;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.reason4j.api.data.Group;
import org.reason4j.api.data.TokenStream;
import org.reason4j.api.data.Trajectory;
import org.reason4j.core.engine.model.RowScores;
import org.reason4j.core.engine.model.ScoringOptions;
import org.reason4j.core.engine.model.TokenRows;
import org.reason4j.core.trainer.learning.Trajectories;
import org.reason4j.core.trainer.report.StepLog;

class PolicyStreamsTest {

    private static final int ROOM_FOR_ALL = 1000;

    private final List<String> passes = new ArrayList<>();
    private final StepLog log = new StepLog(1);

    /** Numbers the scored tokens over all its passes, from {@code first} on; entropies are 100 more, certainties 200, collisions 300. */
    private final class Counter implements TokenScorer {
        private final String name;
        private int next;

        Counter(String name, int first) {
            this.name = name;
            next = first;
        }

        @Override
        public RowScores score(TokenRows rows, ScoringOptions wanted) {
            passes.add(name + " " + rows.scored() + (wanted.certainties() ? " certainties" : "")
                    + (wanted.collisions() ? " collisions" : "") + (wanted.top() > 0 ? " top" : ""));
            float[] logprobs = numbers(rows.scored(), 0);
            float[] entropies = numbers(rows.scored(), 100);
            float[] certainties = numbers(wanted.certainties() ? rows.scored() : 0, 200);
            float[] collisions = numbers(wanted.collisions() ? rows.scored() : 0, 300);
            next += rows.scored();
            return new RowScores(logprobs, entropies, certainties, new float[0], new int[0], new float[0], collisions);
        }

        private float[] numbers(int count, int offset) {
            float[] numbers = new float[count];
            for (int i = 0; i < count; i++) {
                numbers[i] = next + offset + i;
            }
            return numbers;
        }
    }

    /** Two groups: responses of 3 and 1 tokens, and one of 2. Every prompt has 2 tokens. */
    private static List<Group> groups() {
        Trajectory three = Trajectories.of(2, 3);
        Trajectory one = Trajectories.of(2, 1);
        Trajectory two = Trajectories.of(2, 2);
        return List.of(Group.of(three.prompt(), List.of(three, one)), Group.of(two.prompt(), List.of(two)));
    }

    private PolicyStreams streams(int tokensPerPass, TokenStream... wanted) {
        return new PolicyStreams(new Counter("policy", 1), Optional.empty(), List.of(), Set.of(wanted), tokensPerPass);
    }

    private static float[] stream(List<Group> groups, int group, int member, TokenStream stream) {
        return groups.get(group).trajectories().get(member).stream(stream);
    }

    @Test
    void withoutAStreamThatIsWantedThereIsNoPass() {
        List<Group> groups = groups();
        assertThat(streams(ROOM_FOR_ALL).add(log, groups)).isSameAs(groups);
        assertThat(passes).isEmpty();
        assertThat(log.get("time/old")).isEmpty();
    }

    @Test
    void streamsThatOthersComputeMakeNoPassOfThePolicy() {
        List<Group> done = streams(
                        ROOM_FOR_ALL,
                        TokenStream.REFERENCE_LOGPROBS,
                        TokenStream.VALUES,
                        TokenStream.BEHAVIOUR_LOGPROBS,
                        TokenStream.of("test", "mark"))
                .add(log, groups());
        assertThat(passes).isEmpty();
        assertThat(done.get(0).trajectories().get(0).streams()).isEmpty();
    }

    @Test
    void allStreamsOfThePolicyShareOnePass() {
        List<Group> done = streams(
                        ROOM_FOR_ALL,
                        TokenStream.OLD_LOGPROBS,
                        TokenStream.ENTROPY,
                        TokenStream.CERTAINTY,
                        TokenStream.COLLISION)
                .add(log, groups());
        assertThat(passes).containsExactly("policy 6 certainties collisions");
        assertThat(stream(done, 0, 1, TokenStream.OLD_LOGPROBS)).containsExactly(1);
        assertThat(stream(done, 0, 1, TokenStream.ENTROPY)).containsExactly(101);
        assertThat(stream(done, 0, 1, TokenStream.CERTAINTY)).containsExactly(201);
        assertThat(stream(done, 0, 1, TokenStream.COLLISION)).containsExactly(301);
        assertThat(log.get("time/old")).isPresent();
    }

    @Test
    void onlyWantedStreamsAreAttachedAndCertaintiesAreComputedForOneAlone() {
        List<Group> done = streams(ROOM_FOR_ALL, TokenStream.ENTROPY).add(log, groups());
        assertThat(passes).containsExactly("policy 6");
        assertThat(done.get(0).trajectories().get(0).streams()).containsExactly(TokenStream.ENTROPY);
    }

    @Test
    void aPassReadsShortResponsesFirstAndStreamsLandOnTheirOwnTrajectory() {
        List<Group> done = streams(ROOM_FOR_ALL, TokenStream.OLD_LOGPROBS).add(log, groups());

        // rows by length: 1 token gets 1, 2 tokens get 2 and 3, 3 tokens get 4 to 6
        assertThat(stream(done, 0, 0, TokenStream.OLD_LOGPROBS)).containsExactly(4, 5, 6);
        assertThat(stream(done, 0, 1, TokenStream.OLD_LOGPROBS)).containsExactly(1);
        assertThat(stream(done, 1, 0, TokenStream.OLD_LOGPROBS)).containsExactly(2, 3);
        assertThat(done).extracting(Group::size).containsExactly(2, 1);
    }

    @Test
    void responsesBeyondTheTokensOfAPassTakeFurtherPasses() {
        // prompt and response have 3, 4 and 5 tokens: two rows padded to 4 are 8 > 7, two padded to 5 are 10 > 7
        List<Group> done = streams(7, TokenStream.OLD_LOGPROBS).add(log, groups());
        assertThat(passes).containsExactly("policy 1", "policy 2", "policy 3");
        assertThat(stream(done, 0, 0, TokenStream.OLD_LOGPROBS)).containsExactly(4, 5, 6);
        assertThat(stream(done, 0, 1, TokenStream.OLD_LOGPROBS)).containsExactly(1);
        assertThat(stream(done, 1, 0, TokenStream.OLD_LOGPROBS)).containsExactly(2, 3);
    }

    @Test
    void tokensThatAreNotLearnedHaveZeroAndAResponseWithoutAnyIsInNoPass() {
        Trajectory gap = Trajectories.of(2, new boolean[] {true, false, true}, Map.of());
        Trajectory none = Trajectories.of(2, new boolean[] {false, false}, Map.of());
        List<Group> groups = List.of(Group.of(none.prompt(), List.of(none)), Group.of(gap.prompt(), List.of(gap)));
        List<Group> done = streams(ROOM_FOR_ALL, TokenStream.OLD_LOGPROBS).add(log, groups);
        assertThat(passes).containsExactly("policy 2");
        assertThat(stream(done, 0, 0, TokenStream.OLD_LOGPROBS)).containsExactly(0, 0);
        assertThat(stream(done, 1, 0, TokenStream.OLD_LOGPROBS)).containsExactly(1, 0, 2);
    }

    @Test
    void theReferenceAndEveryModelMakeTheirOwnPassAfterThePolicy() {
        StreamModel critic = new StreamModel("critic", TokenStream.VALUES, rows -> {
            passes.add("critic " + rows.scored());
            return new float[] {-1, -2, -3, -4, -5, -6};
        });
        PolicyStreams streams = new PolicyStreams(
                new Counter("policy", 1),
                Optional.of(new Counter("reference", 11)),
                List.of(critic),
                Set.of(TokenStream.OLD_LOGPROBS, TokenStream.CERTAINTY),
                ROOM_FOR_ALL);
        List<Group> done = streams.add(log, groups());
        assertThat(passes).containsExactly("policy 6 certainties", "reference 6", "critic 6");
        assertThat(stream(done, 0, 0, TokenStream.OLD_LOGPROBS)).containsExactly(4, 5, 6);
        assertThat(stream(done, 0, 0, TokenStream.REFERENCE_LOGPROBS)).containsExactly(14, 15, 16);
        assertThat(stream(done, 0, 0, TokenStream.VALUES)).containsExactly(-4, -5, -6);
        assertThat(stream(done, 1, 0, TokenStream.VALUES)).containsExactly(-2, -3);
        assertThat(log.get("time/reference")).isPresent();
        assertThat(log.get("time/critic")).isPresent();
    }

    @Test
    void aResponseThatWasAddedGetsEveryStreamAndNoOtherResponseIsScoredAgain() {
        PolicyStreams streams = new PolicyStreams(
                new Counter("policy", 1),
                Optional.of(new Counter("reference", 11)),
                List.of(),
                Set.of(TokenStream.OLD_LOGPROBS, TokenStream.ENTROPY),
                ROOM_FOR_ALL);
        Trajectory measured = streams.add(log, groups()).get(0).trajectories().get(0);
        passes.clear();
        Trajectory bare = Trajectories.of(2, 1);
        Trajectory stale = Trajectories.of(2, 2).with(TokenStream.OLD_LOGPROBS, new float[] {-9, -9});
        List<Trajectory> done = streams.complete(log, List.of(bare, measured, stale));

        assertThat(passes).containsExactly("policy 3", "reference 3"); // 1 token and 2, in one pass each
        assertThat(done.get(1)).isSameAs(measured);
        assertThat(done.get(0).stream(TokenStream.OLD_LOGPROBS)).containsExactly(7); // 6 tokens were scored before
        assertThat(done.get(0).stream(TokenStream.ENTROPY)).containsExactly(107);
        assertThat(done.get(2).stream(TokenStream.OLD_LOGPROBS)).containsExactly(8, 9); // not those of an earlier step
        assertThat(done.get(2).stream(TokenStream.REFERENCE_LOGPROBS)).containsExactly(18, 19);
    }

    @Test
    void responsesThatLackNothingMakeNoPass() {
        PolicyStreams streams = streams(ROOM_FOR_ALL, TokenStream.OLD_LOGPROBS);
        List<Trajectory> all = streams.add(log, groups()).get(0).trajectories();
        passes.clear();
        assertThat(streams.complete(log, all)).isSameAs(all);
        assertThat(streams(ROOM_FOR_ALL).complete(log, List.of(Trajectories.of(2, 1))))
                .hasSize(1);
        assertThat(passes).isEmpty();
    }
}
