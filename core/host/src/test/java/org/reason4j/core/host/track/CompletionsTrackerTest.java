package org.reason4j.core.host.track;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.reason4j.api.data.Branch;
import org.reason4j.api.data.Credit;
import org.reason4j.api.data.Finish;
import org.reason4j.api.data.SamplingParams;
import org.reason4j.api.data.Score;
import org.reason4j.api.data.ScoredGroup;
import org.reason4j.api.data.ScoredTrajectory;
import org.reason4j.api.data.TokenStream;
import org.reason4j.api.data.Trajectory;

class CompletionsTrackerTest {

    @TempDir
    Path root;

    private List<JsonNode> record(int firstStep, int step, int limit, List<ScoredGroup> groups, List<Credit> credits)
            throws IOException {
        try (CompletionsTracker tracker =
                new CompletionsTracker(new RunDirectory(root), new CompletionsConfig(limit))) {
            tracker.started(firstStep, 9);
            tracker.trajectories(step, groups, credits);
            tracker.step(step, Map.of());
        }
        List<JsonNode> lines = new ArrayList<>();
        for (String line : Files.readAllLines(root.resolve("completions.jsonl"))) {
            lines.add(new ObjectMapper().readTree(line));
        }
        return lines;
    }

    @Test
    void aTrajectoryIsWrittenWithWhatItGot() throws IOException {
        Trajectory trajectory = Trajectory.sampled(
                        Samples.prompt("p1", "6 * 7?"),
                        3,
                        new int[] {5, 6, 7},
                        "42\n",
                        Finish.LENGTH,
                        12,
                        SamplingParams.of(64))
                .withLearned(new boolean[] {true, false, true});
        ScoredTrajectory scored = ScoredTrajectory.of(trajectory, 0.5)
                .withScores(Map.of(
                        "math", Score.of(1),
                        "judge", Score.unscorable("no verdict"),
                        "code", new Score.TimedOut(Duration.ofMillis(1500)),
                        "web", Score.failed("HTTP 500")));
        ScoredGroup group = ScoredGroup.of(trajectory.prompt(), List.of(scored));
        // learned tokens have advantages 1 and 4; the token between them does not count
        Credit credit =
                Credit.of(trajectory.with(TokenStream.of("test", "extra"), new float[3]), new float[] {1, 100, 4});

        assertThat(record(1, 1, 0, List.of(group), List.of(credit))).containsExactly(new ObjectMapper().readTree("""
                        {"step":1,"promptId":"p1","sample":3,"prompt":"6 * 7?","completion":"42\\n","finish":"length","origin":"policy",
                         "tokens":3,"reward":0.5,
                         "rewards":{"code":{"timedOut":1.5},"judge":{"unscorable":"no verdict"},"math":1.0,
                                    "web":{"failed":"HTTP 500"}},
                         "advantage":2.5,"policyVersion":12}"""));
    }

    @Test
    void versionsOfThePolicyThatWroteAResponseAreSaidByRunsOfTokens() throws IOException {
        Trajectory whole =
                Trajectory.sampled(Samples.prompt("p1", "?"), 0, new int[5], "", Finish.STOP, 2, SamplingParams.of(5));
        Trajectory parts = whole.withLearned(new boolean[] {true, true, false, true, true})
                .with(TokenStream.POLICY_VERSION, new float[] {2, 2, 0, 3, 3});
        Trajectory one = whole.with(TokenStream.POLICY_VERSION, new float[] {2, 2, 2, 2, 2});
        ScoredGroup group =
                ScoredGroup.of(whole.prompt(), List.of(ScoredTrajectory.of(parts, 1), ScoredTrajectory.of(one, 1)));
        List<JsonNode> lines = record(1, 1, 0, List.of(group), List.of());
        assertThat(lines.get(0).path("policyVersion").asInt()).isEqualTo(2);
        assertThat(lines.get(0).path("policyVersions"))
                .isEqualTo(new ObjectMapper()
                        .readTree("[{\"version\":2,\"from\":0,\"to\":2},{\"version\":3,\"from\":3,\"to\":5}]"));
        assertThat(lines.get(1).has("policyVersions")).isFalse();
    }

    @Test
    void aBranchIsSaidWithItsReason() throws IOException {
        Trajectory trunk =
                Trajectory.sampled(Samples.prompt("p1", "?"), 0, new int[5], "", Finish.STOP, 2, SamplingParams.of(5));
        ScoredGroup group = ScoredGroup.of(
                trunk.prompt(),
                List.of(
                        ScoredTrajectory.of(trunk, 1),
                        ScoredTrajectory.of(trunk.withSample(1).withBranch(new Branch(0, 3)), 1),
                        ScoredTrajectory.of(trunk.withSample(2).withBranch(new Branch(1, 4, "UCT 1.33")), 1)));
        List<JsonNode> lines = record(1, 1, 0, List.of(group), List.of());
        ObjectMapper json = new ObjectMapper();
        assertThat(lines.get(0).has("branch")).isFalse();
        assertThat(lines.get(1).path("branch")).isEqualTo(json.readTree("{\"parent\":0,\"at\":3}"));
        assertThat(lines.get(2).path("branch"))
                .isEqualTo(json.readTree("{\"parent\":1,\"at\":4,\"reason\":\"UCT 1.33\"}"));
    }

    @Test
    void onlyTheFirstGroupsAreWrittenUnlessAllAreAskedFor() throws IOException {
        List<ScoredGroup> groups = List.of(
                Samples.group("a", "?", "x", "y"), Samples.group("b", "?", "x", "y"), Samples.group("c", "?", "x"));
        assertThat(record(1, 1, 2, groups, List.of())).hasSize(4);
        assertThat(record(1, 1, 0, groups, List.of())).hasSize(5);
    }

    @Test
    void aTrajectoryWithoutCreditHasNoAdvantage() throws IOException {
        List<JsonNode> lines = record(1, 1, 0, List.of(Samples.group("a", "?", "x")), List.of());
        assertThat(lines.get(0).has("advantage")).isFalse();
    }

    @Test
    void aResumedRunHasEachStepOnce() throws IOException {
        List<ScoredGroup> groups = List.of(Samples.group("a", "?", "x"));
        record(1, 1, 0, groups, List.of());
        record(2, 2, 0, groups, List.of());
        assertThat(record(2, 2, 0, groups, List.of()))
                .extracting(line -> line.get("step").intValue())
                .containsExactly(1, 2);
    }

    @Test
    void halfOfACharacterInACompletionIsNoReasonToFail() throws IOException {
        List<JsonNode> lines = record(1, 1, 0, List.of(Samples.group("a", "?", "x\ud83d")), List.of());
        assertThat(lines.get(0).get("completion").asText()).startsWith("x");
    }
}
