package org.reason4j.agents.debate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.reason4j.agents.Players.question;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.reason4j.agents.Facts;
import org.reason4j.agents.Players;
import org.reason4j.agents.play.Forfeit;
import org.reason4j.agents.play.Outcomes;
import org.reason4j.agents.text.Marks;
import org.reason4j.api.data.Finish;
import org.reason4j.api.data.Group;
import org.reason4j.api.data.Prompt;
import org.reason4j.api.data.Trajectory;
import org.reason4j.api.plugin.ConfigException;
import org.reason4j.api.sampler.RolloutRequest;
import org.reason4j.api.text.TextModel;
import org.reason4j.testkit.Characters;
import org.reason4j.testkit.RecordedMetrics;
import org.reason4j.testkit.subject.Samples;

class DebateSamplerTest {

    private static final Prompt ASKED =
            Samples.prompt("q", "2+2?").withFields(Map.of("sides", List.of("4", "5"), "answer", "4"));

    private final RecordedMetrics metrics = new RecordedMetrics();

    private List<Group> sample(
            int rounds, Judge judge, TextModel model, int size, Function<RolloutRequest, String> answer) {
        DebateConfig config = new DebateConfig(
                rounds,
                judge,
                "{question} say {side} not {other} after {transcript}",
                "{question} 1={first} 2={second} said {transcript}",
                new Marks("", ""),
                Forfeit.DEFAULTS);
        try (DebateSampler sampler = new DebateSampler(config, new Characters(), new Facts(1), key -> model, metrics)) {
            return sampler.sample(new Players(answer).step(size, ASKED));
        }
    }

    private static TextModel silent() {
        return request -> {
            throw new AssertionError("nobody is asked");
        };
    }

    private static Map<String, Float> outcomes(List<Group> groups) {
        Map<String, Float> outcomes = new TreeMap<>();
        for (Group group : groups) {
            for (Trajectory turn : group.trajectories()) {
                turn.find(Outcomes.STREAM)
                        .ifPresent(numbers -> outcomes.put(turn.prompt().id(), numbers[0]));
            }
        }
        return outcomes;
    }

    @Test
    void bothSidesSpeakInTurnAndTheJudgeReadsAllOfIt() {
        Players policy = new Players(request -> question(request).contains(" 1=") ? "1" : "I say so");
        DebateConfig defaults = DebateConfig.DEFAULTS;
        DebateConfig brief = new DebateConfig(
                2,
                defaults.judge(),
                "{question} say {side} not {other} after {transcript}",
                "{question} 1={first} 2={second} said {transcript}",
                new Marks("", ""),
                Forfeit.DEFAULTS);
        try (DebateSampler sampler =
                new DebateSampler(brief, new Characters(), new Facts(1), key -> silent(), metrics)) {
            List<Group> groups = sampler.sample(policy.step(1, ASKED));
            assertThat(policy.asked())
                    .extracting(Players::question)
                    .containsExactly(
                            "2+2? say 4 not 5 after nothing",
                            "2+2? say 5 not 4 after 1: I say so",
                            "2+2? say 4 not 5 after 1: I say so\n2: I say so",
                            "2+2? say 5 not 4 after 1: I say so\n2: I say so\n1: I say so",
                            "2+2? 1=4 2=5 said 1: I say so\n2: I say so\n1: I say so\n2: I say so");
            assertThat(groups)
                    .extracting(group -> group.prompt().field("role").orElse(""))
                    .containsExactly("first", "second", "first", "second", "judge");
            assertThat(outcomes(groups).values()).containsExactly(1f, -1f, 1f, -1f, 1f);
        }
        assertThat(metrics.of("debate/right")).isEqualTo(1);
    }

    @Test
    void theFirstSpeakerArguesForTheOtherSideInEverySecondDebate() {
        // the judge follows the first speaker, who argues for 5 in the second debate: its verdict is wrong there
        Map<String, Float> outcomes = outcomes(sample(
                1, new Judge.Role(), silent(), 2, request -> question(request).contains(" 1=") ? "1" : "so"));
        assertThat(outcomes)
                .containsExactly(
                        Map.entry("q/0/0", 1f),
                        Map.entry("q/0/1", -1f),
                        Map.entry("q/0/2", 1f),
                        Map.entry("q/1/0", 1f),
                        Map.entry("q/1/1", -1f),
                        Map.entry("q/1/2", -1f));
        assertThat(metrics.of("debate/right")).isEqualTo(0.5);
    }

    @Test
    void aSideThatRunsOutOfTokensLosesWithoutAVerdict() {
        List<Group> groups = sample(
                1, new Judge.Role(), silent(), 1, request -> question(request).contains("say 5") ? "well..." : "so");
        assertThat(outcomes(groups)).containsExactly(Map.entry("q/0/0", 0.5f), Map.entry("q/0/1", -1.5f));
        assertThat(metrics.of("debate/forfeit")).isEqualTo(1);
    }

    @Test
    void aJudgeWithoutAVerdictLosesAndTheSidesHaveNoOutcome() {
        List<Group> groups = sample(1, new Judge.Role(), silent(), 1, request -> "3");
        assertThat(outcomes(groups)).containsExactly(Map.entry("q/0/2", -1.5f));
        assertThat(groups.get(0).trajectories().get(0).finish()).isEqualTo(Finish.FAILED);
        assertThat(groups.get(0).trajectories().get(0).failure()).contains("the judge gave no verdict");
        assertThat(metrics.of("debate/no_verdict")).isEqualTo(1);
    }

    @Test
    void aTextModelMayJudge() {
        TextModel second = request ->
                TextModel.Completion.of(request.messages().get(0).content().contains("2=5") ? "2" : "1", Finish.STOP);
        assertThat(outcomes(sample(1, Judge.Model.DEFAULTS, second, 1, request -> "so")))
                .containsExactly(Map.entry("q/0/0", -1f), Map.entry("q/0/1", 1f));
        TextModel broken = request -> {
            throw new IllegalStateException("gone");
        };
        List<Group> failed = sample(1, Judge.Model.DEFAULTS, broken, 1, request -> "so");
        assertThat(outcomes(failed)).isEmpty();
        assertThat(failed.get(1).trajectories().get(0).failure().orElseThrow()).contains("gone");
        assertThat(metrics.of("debate/void")).isEqualTo(0.5);
    }

    @Test
    void anExampleWithoutTwoSidesIsRefused() {
        Prompt without = Samples.prompt("q", "2+2?").withFields(Map.of("sides", List.of("4")));
        try (DebateSampler sampler =
                new DebateSampler(DebateConfig.DEFAULTS, new Characters(), new Facts(1), key -> silent(), metrics)) {
            assertThatThrownBy(() -> sampler.sample(new Players(request -> "").step(1, without)))
                    .isInstanceOf(ConfigException.class)
                    .hasMessageContaining("'sides'");
        }
    }
}
