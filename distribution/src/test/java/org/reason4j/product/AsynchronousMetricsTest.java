package org.reason4j.product;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.reason4j.api.data.Prompt;
import org.reason4j.api.environment.Environment;
import org.reason4j.api.environment.Episode;
import org.reason4j.api.environment.TurnResult;
import org.reason4j.api.plugin.Plugin;
import org.reason4j.api.track.Metrics;

/** Metrics of runs that sample ahead: which step a number counts in is a matter of the recipe, not of the moment. */
class AsynchronousMetricsTest {

    private static final Plugin TOYS = registry -> registry.environment("echo", new Echo.Config(), Echo.class);
    private static final String TRAINING = "{steps: 4, promptsPerStep: 4, learningRate: 1e-2";

    @TempDir
    Path directory;

    @ParameterizedTest
    @ValueSource(strings = {"turns", "tree", "search"})
    void twoRunsAndOneThatStoppedReportTheSame(String kind) throws IOException {
        LetterRun ahead = recipe(kind).with("training", TRAINING + ", staleness: 2}");
        List<Map<String, String>> first = LetterRun.functionsOfTheRecipe(ahead.start("first", TOYS));
        assertThat(LetterRun.functionsOfTheRecipe(ahead.start("second", TOYS))).isEqualTo(first);

        assertThatThrownBy(() -> ahead.with("trackers", "[{name: jsonl}, {name: power-failure, config: {step: 3}}]")
                        .start("stopped", TOYS))
                .hasMessageContaining("the lights went out");
        assertThat(LetterRun.functionsOfTheRecipe(ahead.resume("stopped", TOYS)))
                .isEqualTo(first);
    }

    @ParameterizedTest
    @ValueSource(strings = {"turns", "tree"})
    void aStepReportsItsOwnBatchAndNotTheOnesThatAreSampledMeanwhile(String kind) throws IOException {
        // the first batch is written with the first weights, whether others follow ahead or not
        LetterRun now = recipe(kind).with("training", "{steps: 1, promptsPerStep: 4, learningRate: 1e-2}");
        LetterRun ahead =
                recipe(kind).with("training", "{steps: 3, promptsPerStep: 4, learningRate: 1e-2, staleness: 2}");
        Map<String, String> alone = ofRollouts(LetterRun.functionsOfTheRecipe(now.start("now", TOYS)));
        assertThat(ofRollouts(LetterRun.functionsOfTheRecipe(ahead.start("ahead", TOYS))))
                .isEqualTo(alone)
                .hasSize(kind.equals("turns") ? 6 : 5);
    }

    /** What decoders, environments and samplers report in the first step. */
    private static Map<String, String> ofRollouts(List<Map<String, String>> steps) {
        Map<String, String> chosen = new TreeMap<>(steps.get(0));
        chosen.keySet().removeIf(name -> !name.matches("(rollout|echo|tree)/.*"));
        return chosen;
    }

    private LetterRun recipe(String kind) {
        LetterRun letters = LetterRun.in(directory);
        return switch (kind) {
            case "tree" ->
                letters.with("rollout", "{groupSize: 4, maxTokens: 8, batchSize: 32}")
                        .with("sampler", "{name: eptree, config: {trees: 2, forks: 1, rounds: 1, branches: 1}}")
                        .with("optimizer", "treerl");
            case "search" ->
                letters.with("rollout", "{groupSize: 6, maxTokens: 8, batchSize: 32}")
                        .with("sampler", "{name: mcts, config: {segmentTokens: 2, branches: 2, parallel: 2}}")
                        .with("optimizer", "tree-edge");
            default ->
                letters.with("rollout", "{groupSize: 4, maxTokens: 8, batchSize: 32}")
                        .with("environment", "{name: echo}");
        };
    }

    /** Repeats the first turn, which any lower-case letter ends, and then has enough. It is slow, on threads of its own. */
    static final class Echo implements Environment {

        record Config() {}

        private final Metrics metrics;

        @Inject
        Echo(Config config, Metrics metrics) {
            this.metrics = metrics;
        }

        @Override
        public Episode begin(Prompt prompt, int sample) {
            return new Episode() {
                private int turns;

                @Override
                public TurnResult answer(String turn) throws InterruptedException {
                    Thread.sleep(2);
                    metrics.mean("echo/thirds", turn.length() / 3.0 + sample / 7.0);
                    metrics.add("echo/turns", 0.1);
                    return ++turns == 1 ? new TurnResult.Observation(turn, 0) : new TurnResult.Done(0);
                }
            };
        }

        @Override
        public List<String> stop() {
            return IntStream.rangeClosed('a', 'z').mapToObj(Character::toString).toList();
        }
    }
}
