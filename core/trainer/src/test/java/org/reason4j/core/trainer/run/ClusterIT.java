package org.reason4j.core.trainer.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.reason4j.api.cluster.ClusterEngine;
import org.reason4j.api.cluster.SharedBytes;
import org.reason4j.api.cluster.Workers;
import org.reason4j.api.plugin.ConfigException;
import org.reason4j.core.host.plugin.PluginRegistry;
import org.reason4j.core.trainer.Trainer;
import org.reason4j.core.trainer.cluster.LocalCluster;

/** Whole runs of a tiny model whose rollouts, rewards and gradients are made by workers. */
class ClusterIT {

    /** Two updates a step, each of several micro-batches. */
    private static final TinyRun RECIPE = TinyRun.recipe()
            .with(
                    "training",
                    "{steps: 3, promptsPerStep: 8, learningRate: 1e-2, miniBatches: 2, tokensPerMicroBatch: 64}");

    @TempDir
    private Path directory;

    @ParameterizedTest
    @CsvSource({"plain,1", "plain,2", "plain,4", "lora,2", "lora,4", "turns,2", "greedy,2", "whole,2"})
    void workersTrainTheModelThatOneProcessTrains(String kind, int workers) throws Exception {
        TinyRun recipe = switch (kind) {
            case "lora" ->
                RECIPE.with("model", RECIPE.sections().get("model").replaceFirst("}$", ", lora: {rank: 4}}"));
            case "turns" ->
                RECIPE.with("environment", "{name: vowels}")
                        .with("rollout", "{groupSize: 4, maxTokens: 20, batchSize: 32, maxTurns: 3}");
            case "greedy" -> RECIPE.with("optimizer", "against-greedy");
            case "whole" ->
                RECIPE.with("training", "{steps: 2, promptsPerStep: 8, learningRate: 1e-2}"); // one micro-batch
            default -> RECIPE;
        };
        recipe.start(output("alone"));
        Counting engine = new Counting();
        train(recipe, output("cluster"), plugins -> engine.over(new LocalCluster(workers, plugins)));

        assertThat(TinyRun.weights(output("cluster"))).isEqualTo(TinyRun.weights(output("alone")));
        assertThat(engine.tasks).containsKeys("GENERATE", "SCORE", "FORWARD", "GRADIENT");
        if (!kind.equals("whole")) { // 32 responses a step in two updates
            assertThat(engine.tasks.get("GRADIENT").get()).isGreaterThan(3 * 2);
        }
        assertThat(output("cluster").resolve("cluster")).doesNotExist();
    }

    @Test
    void tasksThatAreDoneTwiceOrOutOfOrderChangeNothing() throws Exception {
        RECIPE.start(output("alone"));
        Counting engine = new Counting();
        engine.twice = true;
        train(RECIPE, output("cluster"), plugins -> engine.over(new LocalCluster(3, plugins)));
        assertThat(TinyRun.weights(output("cluster"))).isEqualTo(TinyRun.weights(output("alone")));
    }

    @ParameterizedTest
    @CsvSource({"GRADIENT,the gradient of micro-batch 0", "SCORE,the reward 'lowercase'", "GENERATE,''", "slots,''"})
    void aTaskThatNoWorkerCanDoEndsTheRun(String stage, String what) {
        Counting engine = new Counting();
        engine.broken = stage;
        assertThatThrownBy(() -> train(RECIPE, output("broken"), plugins -> engine.over(new LocalCluster(2, plugins))))
                .hasMessageStartingWith(what.isEmpty() ? "" : "Workers failed at " + what)
                .hasMessageContaining("all executors are gone");
    }

    @Test
    void aRunThatWritesAheadIsRefused() {
        TinyRun ahead = RECIPE.with("training", "{steps: 2, promptsPerStep: 8, staleness: 1}");
        assertThatThrownBy(() -> train(ahead, output("ahead"), plugins -> new LocalCluster(2, plugins)))
                .isInstanceOf(ConfigException.class)
                .hasMessage(
                        "Workers write each batch with the newest weights, but training.staleness is 1. Set it to 0, or"
                                + " leave out --engine.");
    }

    private void train(TinyRun recipe, Path output, Function<PluginRegistry, ClusterEngine> engine) {
        try (PluginRegistry plugins = TinyRun.plugins();
                Trainer trainer = Trainer.builder()
                        .recipe(recipe.resolved(directory))
                        .name("tiny")
                        .plugins(plugins)
                        .output(output)
                        .cluster(engine)
                        .open()) {
            trainer.train();
        }
    }

    private Path output(String name) {
        return directory.resolve(name);
    }

    /** Counts tasks, does each twice, or fails some. */
    private static final class Counting {

        private final Map<String, AtomicInteger> tasks = new ConcurrentHashMap<>();
        private boolean twice;
        private String broken = "";

        ClusterEngine over(ClusterEngine engine) {
            return spec -> new Counted(engine.open(spec));
        }

        private final class Counted implements Workers {

            private final Workers workers;

            Counted(Workers workers) {
                this.workers = workers;
            }

            @Override
            public int slots() {
                if (broken.equals("slots") && !tasks.isEmpty()) {
                    throw new IllegalStateException("all executors are gone");
                }
                return workers.slots();
            }

            @Override
            public SharedBytes share(byte[] bytes) {
                return workers.share(bytes);
            }

            @Override
            public CompletableFuture<byte[]> submit(String stage, byte[] item, List<SharedBytes> shared) {
                tasks.computeIfAbsent(stage, name -> new AtomicInteger()).incrementAndGet();
                if (stage.equals(broken)) {
                    return CompletableFuture.failedFuture(new IllegalStateException("all executors are gone"));
                }
                CompletableFuture<byte[]> first = workers.submit(stage, item, shared);
                return twice ? first.thenCompose(lost -> workers.submit(stage, item, shared)) : first;
            }

            @Override
            public void close() {
                workers.close();
            }
        }
    }
}
