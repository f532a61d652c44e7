package org.reason4j.product;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.reason4j.api.data.Message;
import org.reason4j.api.dataset.DatasetReader;
import org.reason4j.api.dataset.Example;
import org.reason4j.api.plugin.Plugin;
import org.reason4j.api.plugin.Registry;

/** Rollouts of several agents in whole runs of a tiny model, which imitates legal moves before it plays. */
class AgentsRunsTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String WORDING = "wording: {instruction: '{role}{view}=', open: '', close: ''}";
    private static final String TRAINING = "steps: 4, promptsPerStep: 2, learningRate: 1e-2";

    @TempDir
    Path directory;

    /** Questions with two sides. */
    record Asked(Config config) implements DatasetReader {
        record Config(int count) {}

        @Override
        public List<Example> read() {
            return IntStream.range(0, config.count())
                    .mapToObj(i -> Example.of("asked-" + i, List.of(Message.user((char) ('A' + i) + "?")))
                            .withFields(Map.of("sides", List.of("a", "b"), "answer", i % 2 == 0 ? "a" : "b")))
                    .toList();
        }
    }

    private static final Plugin ASKING = new Plugin() {
        @Override
        public void register(Registry registry) {
            registry.dataset("asked", new Asked.Config(8), Asked.class);
        }
    };

    private LetterRun games(String opponent) {
        return LetterRun.in(directory)
                .with(
                        "data",
                        "{train: {name: game-starts, config: {games: [tic-tac-toe, kuhn-poker], count: 8, " + WORDING
                                + "}}, evaluation: {name: game-starts, config: {count: 6, lead: random, " + WORDING
                                + "}}}")
                .with(
                        "supervised",
                        "{data: {name: game-moves, config: {games: [tic-tac-toe, kuhn-poker], count: 2000, " + WORDING
                                + "}}, steps: 60, batchSize: 32, learningRate: 1e-2, warmupSteps: 5}")
                .with("rollout", "{groupSize: 4, maxTokens: 8, batchSize: 32}")
                .with("sampler", "{name: games, config: {opponent: " + opponent + "}}")
                .with("rewards", "[game-outcome]")
                .with("optimizer", "{name: rae, config: {decay: 0.5}}")
                .with("evaluation", "{reward: {name: game-playout}, every: 2}")
                .with("training", "{" + TRAINING + "}");
    }

    private LetterRun recipe(String kind) {
        return switch (kind.split(" ")[0]) {
            case "games" ->
                games(kind.contains("expert") ? "expert" : "self")
                        .with("training", "{" + TRAINING + (kind.endsWith("ahead") ? ", staleness: 2}" : "}"));
            case "debate" ->
                LetterRun.in(directory)
                        .with("data", "{train: {name: asked}, evaluation: {name: letters}}")
                        .with(
                                "sampler",
                                "{name: debate, config: {speech: '{question}{side}', decision: '{question}{transcript}',"
                                        + " verdict: {open: '', close: ''}}}")
                        .with("rollout", "{groupSize: 4, maxTokens: 5, batchSize: 32, onFailure: drop-trajectory}")
                        .with("rewards", "[game-outcome]")
                        .with("optimizer", "rae")
                        .with("evaluation", "{reward: {name: lowercase}, every: 99, limit: 2, threshold: 0.5}");
            default ->
                LetterRun.in(directory)
                        .with(
                                "sampler",
                                "{name: proposer-solver, config: {rule: vote, attempts: 2, proposal: {open: '', close: ''},"
                                        + " answer: {open: '', close: ''}, instruction: '{task}'}}")
                        .with("rollout", "{groupSize: 4, maxTokens: 5, batchSize: 32, stop: ['a', 'e', 'i', 'o']}")
                        .with("rewards", "[game-outcome]")
                        .with("optimizer", "hierarchical-grpo")
                        .with("evaluation", "{reward: {name: lowercase}, every: 99, limit: 2, threshold: 0.5}");
        };
    }

    @ParameterizedTest
    @ValueSource(strings = {"games", "games ahead", "games expert", "debate", "proposer-solver"})
    void aRunThatStoppedAndWasResumedEndsWithTheSameWeights(String kind) throws IOException {
        LetterRun recipe = recipe(kind);
        Path alone = recipe.start("alone", ASKING);
        assertThatThrownBy(() -> recipe.with("trackers", "[{name: jsonl}, {name: power-failure, config: {step: 3}}]")
                        .start("stopped", ASKING))
                .hasMessageContaining("the lights went out");
        Path resumed = recipe.resume("stopped", ASKING);

        assertThat(Checksums.ofTensors(resumed, 4)).isEqualTo(Checksums.ofTensors(alone, 4));
        assertThat(Checksums.ofTensors(alone, 2)).isNotEqualTo(Checksums.ofTensors(alone, 4));
        assertThat(LetterRun.functionsOfTheRecipe(resumed)).isEqualTo(LetterRun.functionsOfTheRecipe(alone));
    }

    @Test
    void bothRolesPlayAndLearnAndHeldOutGamesArePlayedToTheirEnd() throws IOException {
        Path run = games("self")
                .with("trackers", "[{name: jsonl}, {name: completions, config: {groups: 0}}]")
                .start("self");
        assertThat(turns(run).values())
                .anyMatch(turn -> turn.startsWith("\"X"))
                .anyMatch(turn -> turn.startsWith("\"O"));
        List<JsonNode> steps = LetterRun.steps(run);
        double turns = 0;
        for (JsonNode step : steps) {
            assertThat(step.path("games/void").asDouble()).isZero();
            assertThat(step.path("reward/dropped_trajectories").asDouble()).isZero();
            assertThat(step.path("games/first_won").asDouble()
                            + step.path("games/second_won").asDouble()
                            + step.path("games/drawn").asDouble())
                    .isCloseTo(1, within(1e-9));
            assertThat(step.has("rae/spread")).isTrue();
            assertThat(step.path("policy/loss").isNumber()).isTrue();
            turns += step.path("games/turns").asDouble();
        }
        assertThat(turns).isPositive(); // legal moves
        JsonNode measured = steps.get(1);
        assertThat(measured.path("game_playout/won").asDouble()
                        + measured.path("game_playout/drawn").asDouble()
                        + measured.path("game_playout/lost").asDouble())
                .isCloseTo(1, within(1e-9));
        assertThat(measured.path("eval/accuracy").asDouble())
                .isEqualTo(measured.path("game_playout/won").asDouble());
        assertThat(measured.path("eval/unscored").asInt()).isZero();
    }

    @Test
    void heldOutGamesAreNoRolloutsOfTheStepThatTheyFollow() throws IOException {
        LetterRun measured = games("self");
        LetterRun unmeasured = games("self").with("evaluation", "{reward: {name: game-playout}, every: 0}");
        assertThat(tokens(measured.start("measured"))).isEqualTo(tokens(unmeasured.start("unmeasured")));
    }

    /** Tokens that each step's rollouts read, and distinct ones among them. */
    private static List<String> tokens(Path run) throws IOException {
        return LetterRun.steps(run).stream()
                .map(step -> step.path("rollout/tokens_computed") + " " + step.path("rollout/tokens_unique"))
                .toList();
    }

    @Test
    void aGameIsTheSameWhateverIsPlayedBesideIt() throws IOException {
        String completions = "[{name: jsonl}, {name: completions, config: {groups: 0}}]";
        LetterRun two = games("self").with("training", "{steps: 1, promptsPerStep: 2, learningRate: 1e-2}");
        LetterRun eight = games("self").with("training", "{steps: 1, promptsPerStep: 8, learningRate: 1e-2}");
        Map<String, String> few = turns(two.with("trackers", completions).start("two"));
        Map<String, String> many = turns(eight.with("trackers", completions).start("eight"));
        assertThat(few).isNotEmpty();
        assertThat(many).hasSizeGreaterThan(few.size()).containsAllEntriesOf(few);
    }

    /** What was written in the first step, by the id of its prompt and the sample index. */
    private static Map<String, String> turns(Path run) throws IOException {
        Map<String, String> turns = new TreeMap<>();
        for (String line : Files.readAllLines(run.resolve("completions.jsonl"))) {
            JsonNode one = JSON.readTree(line);
            turns.put(
                    one.path("promptId").asText() + "#" + one.path("sample").asInt(),
                    one.path("prompt") + " " + one.path("completion") + " " + one.path("reward"));
        }
        return turns;
    }

    @Test
    void twoPoliciesInOneGameLearnEachWithItsOwnCredit() throws IOException {
        Path beside = Files.writeString(
                directory.resolve("opponent.yaml"),
                yaml(games("{name: model, ask: {key: other, maxTokens: 8}}")
                        .with("models", "[{key: other, name: learner, config: {of: policy}}]")));
        LetterRun both = games("{name: model, ask: {key: other, maxTokens: 8}}")
                .with("learners", "[{key: opponent, recipe: " + beside + "}]")
                .with("models", "[{key: other, name: learner, config: {of: opponent}}]");
        Path run = both.start("both");
        Path learner = run.resolve("learners/opponent");
        for (JsonNode step : LetterRun.steps(run)) {
            assertThat(step.path("games/void").asDouble()).isZero();
            assertThat(step.has("learner_opponent/reward")).isTrue();
        }
        assertThat(LetterRun.steps(learner)).hasSize(4).allSatisfy(step -> {
            assertThat(step.path("games/void").asDouble()).isZero();
            assertThat(step.has("rae/baseline")).isTrue();
        });
        assertThatThrownBy(() -> both.with("trackers", "[{name: jsonl}, {name: power-failure, config: {step: 3}}]")
                        .start("stopped"))
                .hasMessageContaining("the lights went out");
        Path resumed = both.resume("stopped");
        assertThat(Checksums.ofTensors(resumed, 4)).isEqualTo(Checksums.ofTensors(run, 4));
        assertThat(Checksums.ofTensors(resumed.resolve("learners/opponent"), 4))
                .isEqualTo(Checksums.ofTensors(learner, 4));
    }

    private static String yaml(LetterRun recipe) {
        StringBuilder yaml = new StringBuilder();
        recipe.sections().forEach((section, text) -> {
            if (!List.of("seed", "device", "checkpoints").contains(section)) {
                yaml.append(section).append(": ").append(text).append('\n');
            }
        });
        return yaml.toString().replace("steps: 4, promptsPerStep", "promptsPerStep");
    }
}
