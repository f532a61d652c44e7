package org.reason4j.core.trainer.experience;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.reason4j.api.data.Group;
import org.reason4j.api.data.TokenStream;
import org.reason4j.api.data.Trajectory;
import org.reason4j.core.engine.model.RowScores;
import org.reason4j.core.engine.model.TokenRows;
import org.reason4j.core.trainer.learning.Trajectories;
import org.reason4j.core.trainer.report.StepLog;

class PolicyStreamsTest {

    private static final TokenStream VALUES = TokenStream.VALUES;

    private final StepLog log = new StepLog(1);
    private int passes;

    /** The i-th scored token has log-probability -(i + 1), entropy i + 1 and certainty 10 (i + 1), where that is wanted. */
    private RowScores count(TokenRows rows, boolean certainties, int factor) {
        passes++;
        float[] logprobs = new float[rows.scored()];
        float[] entropies = new float[rows.scored()];
        float[] certain = new float[certainties ? rows.scored() : 0];
        for (int i = 0; i < rows.scored(); i++) {
            logprobs[i] = -factor * (i + 1);
            entropies[i] = i + 1;
            if (certainties) {
                certain[i] = 10 * (i + 1);
            }
        }
        return new RowScores(logprobs, entropies, certain, new float[0], new int[0], new float[0]);
    }

    private PolicyStreams streams(Optional<TokenScorer> reference, List<StreamModel> models, TokenStream... wanted) {
        return new PolicyStreams(
                (rows, options) -> count(rows, options.certainties(), 1), reference, models, Set.of(wanted), 100);
    }

    private static Group group() {
        Trajectory whole = Trajectories.of(2, 2);
        Trajectory masked = Trajectories.of(2, new boolean[] {true, false, true}, Map.of());
        return Group.of(whole.prompt(), List.of(whole, masked));
    }

    private Trajectory member(PolicyStreams streams, int i) {
        return streams.add(log, List.of(group())).get(0).trajectories().get(i);
    }

    @Test
    void tokensThatAreNotLearnedHaveZero() {
        PolicyStreams streams = streams(Optional.empty(), List.of(), TokenStream.OLD_LOGPROBS);
        float[] first = member(streams, 0).stream(TokenStream.OLD_LOGPROBS);
        float[] second = member(streams, 1).stream(TokenStream.OLD_LOGPROBS);
        // rows go through the model by length; the longer one has scored tokens 0 and 2 of three
        assertThat(second[1]).isZero();
        assertThat(new float[] {first[0], first[1], second[0], second[2]}).containsExactlyInAnyOrder(-1, -2, -3, -4);
    }

    @Test
    void onlyWantedStreamsAreAttached() {
        PolicyStreams streams = streams(Optional.empty(), List.of(), TokenStream.ENTROPY);
        assertThat(member(streams, 0).streams()).containsExactly(TokenStream.ENTROPY);
        assertThat(log.get("time/old")).isPresent();
        assertThat(log.get("time/reference")).isEmpty();
    }

    @Test
    void certaintiesComeFromTheSamePass() {
        PolicyStreams streams = streams(Optional.empty(), List.of(), TokenStream.ENTROPY, TokenStream.CERTAINTY);
        Trajectory one = member(streams, 0);
        assertThat(one.stream(TokenStream.CERTAINTY)[0]).isEqualTo(10 * one.stream(TokenStream.ENTROPY)[0]);
        assertThat(passes).isEqualTo(1);
    }

    @Test
    void nothingIsComputedWhereNothingIsWanted() {
        List<Group> groups = List.of(group());
        assertThat(streams(Optional.empty(), List.of()).add(log, groups)).isSameAs(groups);
        assertThat(passes).isZero();
    }

    @Test
    void theReferenceHasItsOwnPass() {
        TokenScorer reference = (rows, options) -> count(rows, false, 2);
        Trajectory one =
                member(streams(Optional.of(reference), List.of(), TokenStream.OLD_LOGPROBS), 0);
        assertThat(one.stream(TokenStream.REFERENCE_LOGPROBS)[0])
                .isEqualTo(2 * one.stream(TokenStream.OLD_LOGPROBS)[0]);
        assertThat(passes).isEqualTo(2);
    }

    @Test
    void modelsBesideThePolicyAttachTheirStreams() {
        StreamModel critic = new StreamModel("critic", VALUES, rows -> count(rows, false, 1).entropies());
        Trajectory one = member(streams(Optional.empty(), List.of(critic)), 0);
        assertThat(one.stream(VALUES)[1] - one.stream(VALUES)[0]).isEqualTo(1);
        assertThat(log.get("time/critic")).isPresent();
    }
}
