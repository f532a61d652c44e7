package org.reason4j.agents.credit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.reason4j.testkit.Vectors.row;
import static org.reason4j.testkit.Vectors.vector;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.reason4j.api.data.Credit;
import org.reason4j.api.data.Prompt;
import org.reason4j.api.data.ScoredGroup;
import org.reason4j.api.data.ScoredTrajectory;
import org.reason4j.testkit.RecordedMetrics;
import org.reason4j.testkit.subject.Samples;

class CreditTest {

    private static final Offset<Double> CLOSE = within(1e-6);

    private static ScoredGroup turn(Map<String, ?> fields, String id, int sample, double reward) {
        Prompt prompt = Samples.prompt(id, "?").withFields(fields);
        return ScoredGroup.of(prompt, List.of(ScoredTrajectory.of(Samples.response(prompt, sample, "x"), reward)));
    }

    private static double[] advantages(List<Credit> credits) {
        return credits.stream().mapToDouble(credit -> credit.advantage(0)).toArray();
    }

    private static Rae rae(double decay) {
        RaeConfig some = RaeConfig.DEFAULTS;
        return new Rae(
                new RaeConfig(decay, some.initial(), some.by(), some.clipLow(), some.clipHigh(), some.aggregation()),
                new RecordedMetrics());
    }

    private static List<ScoredGroup> events(JsonNode vector) {
        List<ScoredGroup> groups = new ArrayList<>();
        vector.at("/inputs/events_role_reward")
                .forEach(event -> groups.add(turn(
                        Map.of("role", event.get(0).asText(), "game", "g", "episode", "e" + groups.size()),
                        "p" + groups.size(),
                        0,
                        event.get(1).asDouble())));
        return groups;
    }

    @Test
    void thePublishedBaselinesAreReproduced() throws IOException {
        JsonNode vector = vector("rae");
        double decay = vector.at("/params/decay").asDouble();
        assertThat(vector.at("/params/baseline0").asDouble()).isEqualTo(RaeConfig.DEFAULTS.initial());
        RoleBaselines baselines = new RoleBaselines(decay, RaeConfig.DEFAULTS.initial(), RaeConfig.DEFAULTS.by());
        double[] before = row(vector.at("/expected/baseline_before"));
        double[] advantages = row(vector.at("/expected/advantages"));
        List<ScoredGroup> events = events(vector);
        for (int i = 0; i < events.size(); i++) {
            String role = "g/" + events.get(i).prompt().field("role").orElseThrow();
            assertThat(baselines.average(role)).isCloseTo(before[i], CLOSE);
            assertThat(advantages(baselines.credits(List.of(events.get(i)))))
                    .containsExactly(new double[] {advantages[i]}, CLOSE);
        }
        for (String role : List.of("player0", "player1")) {
            assertThat(baselines.average("g/" + role))
                    .isCloseTo(vector.at("/expected/baseline_after/" + role).asDouble(), CLOSE);
        }
        assertThat(advantages(rae(decay).credit(events))).containsExactly(advantages, CLOSE); // all in one step
    }

    @Test
    void theTurnsOfAPlayerInOneGameCountOnce() {
        // three turns of X in one game and one in another: averages 0, then 0.1 * 1; O has its own
        Rae rae = rae(0.9);
        List<ScoredGroup> step = List.of(
                turn(Map.of("game", "g", "role", "X", "episode", "e"), "e", 0, 1),
                turn(Map.of("game", "g", "role", "O", "episode", "e"), "e/0/1", 0, -1),
                turn(Map.of("game", "g", "role", "X", "episode", "e"), "e/0/2", 0, 1),
                turn(Map.of("game", "g", "role", "X", "episode", "e"), "e/0/4", 0, 1),
                turn(Map.of("game", "g", "role", "X", "episode", "e"), "e/1/2", 1, 1));
        assertThat(advantages(rae.credit(step))).containsExactly(new double[] {1, -1, 1, 1, 0.9}, CLOSE);
        // X: 0.1 + 0.09 = 0.19 after two wins
        assertThat(advantages(rae.credit(step.subList(0, 2)))).containsExactly(new double[] {0.81, -0.9}, CLOSE);
    }

    @Test
    void gamesAndRolesHaveAveragesOfTheirOwn() {
        Rae rae = rae(0.5);
        List<ScoredGroup> step = List.of(
                turn(Map.of("game", "a", "role", "X"), "1", 0, 1),
                turn(Map.of("game", "b", "role", "X"), "2", 0, 1),
                turn(Map.of("game", "a", "role", "O"), "3", 0, 1),
                turn(Map.of("game", "a", "role", "X"), "4", 0, 1),
                turn(Map.of(), "5", 0, 1));
        assertThat(advantages(rae.credit(step))).containsExactly(new double[] {1, 1, 1, 0.5, 1}, CLOSE);
    }

    @Test
    @SuppressWarnings("unchecked")
    void averagesGoOnWhereTheCheckpointLeftThem() throws IOException {
        Rae alone = rae(0.9);
        List<ScoredGroup> step = List.of(turn(Map.of("game", "g", "role", "X"), "1", 0, 0.7));
        alone.credit(step);
        ObjectMapper json = new ObjectMapper();
        Rae resumed = rae(0.9);
        resumed.restore(json.readValue(json.writeValueAsString(alone.state()), Map.class));
        assertThat(advantages(resumed.credit(step))).containsExactly(advantages(alone.credit(step)));
        assertThat(resumed.state()).isEqualTo(alone.state());
    }

    @Test
    void hierarchicalAdvantagesAreReproduced() throws IOException {
        JsonNode vector = vector("hierarchical-grpo");
        List<ScoredGroup> groups = new ArrayList<>();
        vector.at("/inputs/traces_role_episode_reward")
                .forEach(trace -> groups.add(turn(
                        Map.of(
                                "role", trace.get(0).asText(),
                                "episode", trace.get(1).asText(),
                                "task", "the task"),
                        "p" + groups.size(),
                        0,
                        trace.get(2).asDouble())));
        List<String> episodeRoles = new ArrayList<>();
        vector.at("/params/episode_roles").forEach(role -> episodeRoles.add(role.asText()));
        assertThat(episodeRoles).isEqualTo(HierarchicalGrpoConfig.DEFAULTS.episodeRoles());
        assertThat(advantages(new HierarchicalGrpo(HierarchicalGrpoConfig.DEFAULTS).credit(groups)))
                .containsExactly(row(vector.at("/expected/advantages")), CLOSE);
    }

    @Test
    void aSetOfOneAndEqualRewardsCarryNoSignal() {
        List<ScoredGroup> groups = List.of(
                turn(Map.of("role", "proposer", "task", "t"), "1", 0, 0.9),
                turn(Map.of("role", "solver", "episode", "e"), "2", 0, 0.1),
                turn(Map.of("role", "solver", "episode", "e"), "3", 1, 0.1),
                turn(Map.of(), "4", 0, 1));
        assertThat(advantages(HierarchicalAdvantage.of(groups, List.of("solver"))))
                .containsOnly(0);
    }
}
