package org.reason4j.reward.generative.verifier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.reason4j.reward.generative.Responses.group;
import static org.reason4j.testkit.Vectors.row;
import static org.reason4j.testkit.Vectors.vector;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.reason4j.api.data.Finish;
import org.reason4j.api.data.Group;
import org.reason4j.api.data.SamplingParams;
import org.reason4j.api.data.Score;
import org.reason4j.api.data.Trajectory;
import org.reason4j.api.plugin.ConfigException;
import org.reason4j.api.reward.Measure;
import org.reason4j.api.text.TextModel;
import org.reason4j.reward.generative.judge.Unreadable;
import org.reason4j.reward.generative.judge.Verdict;
import org.reason4j.reward.generative.judge.VerdictForm;
import org.reason4j.reward.generative.verifier.JudgeVoteConfig.Ballot;
import org.reason4j.reward.generative.verifier.JudgeVoteConfig.Meta;
import org.reason4j.reward.generative.verifier.JudgeVoteConfig.Vote;
import org.reason4j.reward.generative.verifier.ModelVerifierConfig.Shown;
import org.reason4j.testkit.RecordedMetrics;

/** Verdicts about single responses: beside a rule, as a number, and by votes. */
class VerifierTest {

    private static final Map<String, Object> GOLD = Map.of("answer", "1/2");

    private final RecordedMetrics metrics = new RecordedMetrics();
    private final Set<String> asked = ConcurrentHashMap.newKeySet();

    /** A rule that knows spellings, and cannot tell about a question mark; the answer is all but a blank or {@code none}. */
    private static final class Spelling implements Measure {
        @Override
        public List<Score> score(Group group) {
            return group.trajectories().stream()
                    .map(one -> one.text().contains("?")
                            ? Score.unscorable("undecided")
                            : Score.of(one.text().equals("1/2") ? 1 : 0))
                    .toList();
        }

        @Override
        public Optional<String> answer(Trajectory trajectory) {
            return Optional.of(trajectory.text()).filter(text -> !text.equals("none"));
        }
    }

    @Test
    void theJudgeIsAskedWhereTheRuleSaysNoOrCannotTell() throws Exception {
        ModelVerifier verifier = verifier(0, Optional.empty(), "one half", "0.5?");
        List<Score> scores = verifier.score(group(GOLD, "1/2", "one half", "0.5?", "2"));
        assertThat(scores).containsExactly(Score.of(1), Score.of(1), Score.of(1), Score.of(0));
        assertThat(asked).hasSize(3).allMatch(question -> question.contains("1/2"));
        assertThat(metrics.of("judge/calls")).isEqualTo(3);
        assertThat(metrics.of("model_verifier/judged")).isEqualTo(0.75);
        assertThat(metrics.of("model_verifier/undecided")).isEqualTo(0.25);
        // of the two that the rule finds wrong one is recovered, and the judge agrees with the rule about the other
        assertThat(metrics.of("model_verifier/recovered")).isEqualTo(0.5);
        assertThat(metrics.of("model_verifier/agreement")).isEqualTo(0.5);
    }

    @Test
    void aResponseThatWasCutOffOrHasNoAnswerIsWrongWithoutAQuestion() throws Exception {
        Group group = group(GOLD, "none", "", "one half");
        Trajectory last = group.trajectories().get(2);
        Trajectory cut = Trajectory.sampled(
                last.prompt(), 2, last.response(), last.text(), Finish.LENGTH, 0, SamplingParams.of(1));
        Group all = group.withTrajectories(
                List.of(group.trajectories().get(0), group.trajectories().get(1), cut));
        assertThat(verifier(0, Optional.empty(), "one half").score(all))
                .containsExactly(Score.of(0), Score.of(0), Score.of(0));
        assertThat(asked).isEmpty();
        assertThat(metrics.of("model_verifier/unanswered")).isEqualTo(1);
    }

    @Test
    void anAuditMeasuresTheJudgeAndChangesNoReward() throws Exception {
        ModelVerifier verifier = verifier(1, Optional.empty());
        assertThat(verifier.score(group(GOLD, "1/2", "2"))).containsExactly(Score.of(1), Score.of(0));
        assertThat(asked).hasSize(2);
        assertThat(metrics.of("model_verifier/audited")).isEqualTo(1);
        assertThat(metrics.of("model_verifier/audit_agreement")).isZero();
        assertThat(metrics.of("model_verifier/agreement")).isEqualTo(0.5);
    }

    @Test
    void theAuditedShareIsDrawnByTheSeed() throws Exception {
        String[] right = IntStream.range(0, 200).mapToObj(i -> "1/2").toArray(String[]::new);
        verifier(0.3, Optional.empty(), "1/2").score(group(GOLD, right));
        // 60 expected, with a standard deviation of 6.5; the seed is 3
        assertThat(metrics.of("model_verifier/audited")).isBetween(0.2, 0.4);
        assertThat(metrics.of("model_verifier/audit_agreement")).isEqualTo(1);
    }

    @Test
    void aVerdictThatCannotBeReadIsNoNumberUnlessTheRecipeNamesOne() throws Exception {
        Group group = group(GOLD, "mumble");
        assertThat(verifier(0, Optional.empty()).score(group).get(0)).isInstanceOf(Score.Unscorable.class);
        assertThat(verifier(0, Optional.of(0.0)).score(group)).containsExactly(Score.of(0));
        assertThat(verifier(0, Optional.of(0.0)).score(group(GOLD, "gone")).get(0))
                .isInstanceOf(Score.Failed.class);
    }

    private ModelVerifier verifier(double audit, Optional<Double> unreadable, String... right) {
        ModelVerifierConfig config = new ModelVerifierConfig(
                "judge", "answer", Shown.ANSWER, 1, audit, unreadable, VerdictForm.DEFAULTS, "", 0, 64, 3, 4, "");
        return new ModelVerifier(config, new Spelling(), key -> judge(right), metrics);
    }

    /** Says yes to these answers; it mumbles, or is gone, where it is told to. */
    private TextModel judge(String... right) {
        return request -> {
            String question = request.messages().get(0).content();
            asked.add(question);
            String answer = question.split("\\n[0-9a-f]{12}\\n", -1)[1];
            if (answer.equals("gone")) {
                throw new IOException("gone");
            }
            String verdict = answer.equals("mumble") ? "hm" : List.of(right).contains(answer) ? "yes" : "no";
            return TextModel.Completion.of("<verdict>" + verdict + "</verdict>", Finish.STOP);
        };
    }

    @ParameterizedTest
    @CsvSource({"<verdict>Correct</verdict>,true", "<verdict>FALSE</verdict>,false", "<verdict>no</verdict>,false"})
    void theWordsOfSeveralVerifiersAreRead(String reply, boolean expected) throws Unreadable {
        assertThat(VerdictForm.DEFAULTS.read(reply)).isEqualTo(expected);
    }

    @Test
    void aVerdictMayHaveAFormOfItsOwn() throws Unreadable {
        VerdictForm letters = new VerdictForm("(?m)^Judgement: ([ABC])$", List.of("A"), List.of("B"));
        assertThat(letters.read("Reasons.\nJudgement: A")).isTrue();
        assertThatThrownBy(() -> letters.read("Judgement: A\nJudgement: B")).isInstanceOf(Unreadable.class);
        assertThatThrownBy(() -> letters.read("Judgement: C")).isInstanceOf(Unreadable.class);
        assertThatThrownBy(() -> new VerdictForm("yes|no", List.of("yes"), List.of("no")))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("has no group that holds the verdict");
    }

    @Test
    void theLastScoreCountsAndIsMappedToTheUnitInterval() throws Exception {
        TextModel judge = request ->
                TextModel.Completion.of("It says <score>10</score>, but is worth <score> 3 </score>", Finish.STOP);
        JudgePointwise reward = new JudgePointwise(JudgePointwiseConfig.DEFAULTS, key -> judge, metrics);
        assertThat(value(reward.score(group(Map.of(), "four")).get(0))).isCloseTo(0.3, within(1e-12));
        assertThat(Verdict.lastScore("<score>1</score>", 1, 10)).isZero();
    }

    @ParameterizedTest
    @CsvSource({
        "7",
        "<score>11</score>",
        "<score>7.5</score>",
        "<score>-1</score>",
        "<score>3</score><score>high</score>"
    })
    void anotherScoreIsUnreadable(String reply) {
        assertThatThrownBy(() -> Verdict.lastScore(reply, 0, 10)).isInstanceOf(Unreadable.class);
    }

    @Test
    void meanAndMajorityOfVotesAreReproduced() throws IOException {
        JsonNode vector = vector("genrm-vote");
        for (int i = 0; i < vector.at("/inputs/scores").size(); i++) {
            double[] ballots = row(vector.at("/inputs/scores").get(i));
            assertThat(Ballots.mean(ballots))
                    .isCloseTo(vector.at("/expected/mean").get(i).asDouble(), within(1e-9));
            assertThat(Ballots.majority(ballots, 0.5))
                    .isEqualTo(vector.at("/expected/majority").get(i).asDouble());
        }
        assertThat(Ballots.majority(new double[] {1, 0}, 0.25)).isEqualTo(0.25);
    }

    @Test
    void everyJudgmentHasItsSeedAndTheTieIsTheRecipes() throws Exception {
        // seeds 0 to 3 say yes, no, yes, no
        TextModel judge = request -> TextModel.Completion.of(
                "<verdict>" + (request.seed() % 2 == 0 ? "yes" : "no") + "</verdict>", Finish.STOP);
        assertThat(value(vote(Vote.MEAN, 0, Meta.DEFAULTS, judge))).isEqualTo(0.5);
        assertThat(value(vote(Vote.MAJORITY, 0, Meta.DEFAULTS, judge))).isEqualTo(0.2);
        assertThat(metrics.of("judge_vote/agreement")).isEqualTo(0.5);
    }

    @Test
    void judgmentsThatCannotBeReadDoNotVoteWhereEnoughOthersCan() throws Exception {
        TextModel judge = request ->
                TextModel.Completion.of("<verdict>" + (request.seed() < 2 ? "hm" : "yes") + "</verdict>", Finish.STOP);
        assertThat(value(vote(Vote.MEAN, 2, Meta.DEFAULTS, judge))).isEqualTo(1);
        assertThat(vote(Vote.MEAN, 3, Meta.DEFAULTS, judge)).isInstanceOf(Score.Unscorable.class);
        assertThat(vote(Vote.MEAN, 0, Meta.DEFAULTS, judge)).isInstanceOf(Score.Unscorable.class);
    }

    @Test
    void aSecondJudgeKeepsTheBestJudgments() throws Exception {
        // of four judgments, seeds 0 and 3 say yes; the second judge finds those of seeds 0 and 3 best
        TextModel judge = request -> {
            String question = request.messages().get(0).content();
            if (question.contains("You rate a judgment")) {
                boolean good = question.contains("seed 0") || question.contains("seed 3");
                return TextModel.Completion.of("<score>" + (good ? 9 : 4) + "</score>", Finish.STOP);
            }
            boolean yes = request.seed() == 0 || request.seed() == 3;
            return TextModel.Completion.of(
                    "seed " + request.seed() + " <verdict>" + (yes ? "yes" : "no") + "</verdict>", Finish.STOP);
        };
        assertThat(value(vote(Vote.MEAN, 0, new Meta(2, "judge"), judge))).isEqualTo(1);
        assertThat(value(vote(Vote.MEAN, 0, new Meta(3, "judge"), judge))).isCloseTo(2.0 / 3, within(1e-12));
        assertThat(Ballots.best(List.of(5.0, 7.0, 5.0), 2)).containsExactly(0, 1);
    }

    private Score vote(Vote vote, int quorum, Meta meta, TextModel judge) throws InterruptedException {
        JudgeVoteConfig config = new JudgeVoteConfig(
                "judge",
                4,
                Ballot.VERDICT,
                vote,
                0.2,
                quorum,
                Optional.empty(),
                VerdictForm.DEFAULTS,
                0,
                10,
                meta,
                "",
                1,
                64,
                0,
                4,
                "");
        return new JudgeVote(config, key -> judge, metrics)
                .score(group(Map.of(), "four"))
                .get(0);
    }

    private static double value(Score score) {
        return ((Score.Value) score).value();
    }
}
