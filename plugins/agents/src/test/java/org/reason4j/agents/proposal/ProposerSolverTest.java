package org.reason4j.agents.proposal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.reason4j.agents.Players.question;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.reason4j.agents.Players;
import org.reason4j.agents.play.Outcomes;
import org.reason4j.agents.proposal.ProposerSolverConfig.Rule;
import org.reason4j.agents.text.Marks;
import org.reason4j.api.data.Group;
import org.reason4j.api.data.Prompt;
import org.reason4j.testkit.Characters;
import org.reason4j.testkit.RecordedMetrics;
import org.reason4j.testkit.subject.Samples;

class ProposerSolverTest {

    private static final Prompt ASKED = Samples.prompt("p", "Set a task.");

    private final RecordedMetrics metrics = new RecordedMetrics();

    private List<Group> sample(Rule rule, Players policy, int size) {
        ProposerSolverConfig config =
                new ProposerSolverConfig(rule, 4, 0.5, -1, new Marks("", ""), "do {task}", new Marks("", ""));
        return new ProposerSolverSampler(config, new Characters(), metrics).sample(policy.step(size, ASKED));
    }

    private static List<Float> outcomes(Group group) {
        return group.trajectories().stream()
                .map(one -> one.stream(Outcomes.STREAM)[0])
                .toList();
    }

    @Test
    void aTaskIsWorthMostWhereHalfOfTheAttemptsAreRight() {
        // the first proposal is no sum; of 1+2, attempts 0 and 1 of four are right; of 2+2, all are
        List<String> proposals = List.of("1+", "1+2", "2+2");
        Players policy = new Players(request -> switch (question(request)) {
            case "Set a task." -> proposals.get(request.sample());
            case "do 1+2" -> request.sample() < 2 ? "3" : "4";
            default -> "4";
        });
        List<Group> groups = sample(Rule.SUM, policy, 3);
        assertThat(groups).extracting(group -> group.prompt().id()).containsExactly("p", "p/1", "p/2");
        assertThat(outcomes(groups.get(0))).containsExactly(-1f, 1f, 0f); // 1 - 0 / 0.5, 1 - 0.5 / 0.5
        assertThat(outcomes(groups.get(1))).containsExactly(1f, 1f, 0f, 0f);
        assertThat(outcomes(groups.get(2))).containsExactly(1f, 1f, 1f, 1f);
        assertThat(groups.get(0).prompt().fields())
                .containsEntry("role", "proposer")
                .containsEntry("task", "p");
        assertThat(groups.get(1).prompt().fields())
                .containsEntry("role", "solver")
                .containsEntry("task", "p")
                .containsEntry("episode", "p/1")
                .containsEntry("answer", "3");
        assertThat(metrics.of("proposer_solver/valid")).isCloseTo(2 / 3.0, within(1e-12));
        assertThat(metrics.of("proposer_solver/solved")).isEqualTo(0.75);
        assertThat(metrics.of("proposer_solver/learnable")).isEqualTo(0.5);
    }

    @Test
    void whereAVoteDecidesTheMostFrequentAnswerIsRight() {
        Players policy = new Players(request -> question(request).equals("Set a task.")
                ? "Name a colour"
                : List.of("red", "blue", "red", "").get(request.sample()));
        List<Group> groups = sample(Rule.VOTE, policy, 1);
        assertThat(outcomes(groups.get(1))).containsExactly(1f, 0f, 1f, 0f);
        assertThat(outcomes(groups.get(0))).containsExactly(1f);
    }

    @Test
    void aProposalThatWasCutOffIsNoTask() {
        List<Group> groups = sample(Rule.SUM, new Players(request -> "1+1..."), 2);
        assertThat(groups).hasSize(1);
        assertThat(outcomes(groups.get(0))).containsExactly(-1f, -1f);
    }

    @Test
    void theWorthOfATaskFallsToBothSidesOfItsTarget() {
        ProposerSolverConfig config =
                new ProposerSolverConfig(Rule.SUM, 2, 0.25, -1, new Marks("", ""), "{task}", new Marks("", ""));
        assertThat(config.worth(0.25)).isEqualTo(1);
        assertThat(config.worth(1)).isZero();
        assertThat(config.worth(0)).isCloseTo(1 - 0.25 / 0.75, within(1e-12));
    }
}
