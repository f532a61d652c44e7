package org.reason4j.product.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The product trains on executors of Spark, which are processes of their own: a Spark that is put together of Maven's jars, the plugin
 * installed from the product's repository, and a reward whose plugin executors get from the driver.
 */
@DisabledOnOs(OS.WINDOWS)
class SparkEngineIT {

    private static final int STEPS = 3;
    private static final int STEPS_WITH_A_LOSS = 6;

    @TempDir
    private Path directory;

    private SparkRuns runs = new SparkRuns(Path.of(""));

    @BeforeEach
    void putSparkTogether() throws IOException {
        runs = SparkRuns.in(directory);
    }

    @ParameterizedTest
    @CsvSource({"2,true", "4,false"})
    void executorsTrainTheModelThatOneProcessTrains(int executors, boolean adapters) throws Exception {
        Path recipe = runs.recipe(adapters, STEPS);
        assertThat(SparkRuns.ended(runs.start(recipe, "alone")))
                .as(runs.said("alone"))
                .isZero();
        Process process = runs.start(recipe, "spark", onSpark(executors));
        assertThat(SparkRuns.ended(process)).as(runs.said("spark")).isZero();

        assertThat(runs.summary("spark").path("weights_sha256"))
                .isEqualTo(runs.summary("alone").path("weights_sha256"));
        assertThat(runs.rewards("spark")).isEqualTo(runs.rewards("alone")).anyMatch(reward -> reward > 0 && reward < 1);
    }

    /** Executors of the first stage work in the second one, too. */
    @Test
    void executorsTrainOneStageAfterTheOther() throws Exception {
        Path recipe = Files.writeString(runs.recipe(false, 1), """
            stages:
            - {key: first, recipe: {}}
            - {key: second, recipe: {schedules: [em-inf]}}
            """, StandardOpenOption.APPEND);
        assertThat(SparkRuns.ended(runs.start(recipe, "alone")))
                .as(runs.said("alone"))
                .isZero();
        assertThat(SparkRuns.ended(runs.start(recipe, "spark", onSpark(2))))
                .as(runs.said("spark"))
                .isZero();

        for (String stage : List.of("stages/1-first", "stages/2-second")) {
            assertThat(runs.summary("spark/" + stage).path("weights_sha256").asText())
                    .isNotEmpty()
                    .isEqualTo(runs.summary("alone/" + stage)
                            .path("weights_sha256")
                            .asText());
        }
    }

    @Test
    void anExecutorThatIsKilledInAStepChangesNothing() throws Exception {
        Path recipe = runs.recipe(false, STEPS_WITH_A_LOSS);
        assertThat(SparkRuns.ended(runs.start(recipe, "alone")))
                .as(runs.said("alone"))
                .isZero();
        Process process = runs.start(recipe, "killed", onSpark(2));
        boolean killed = false;
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(SparkRuns.SECONDS);
        while (process.isAlive() && !killed && System.nanoTime() < end) {
            killed = runs.stepsOf("killed") >= 2 && killOneExecutorOf(process);
            Thread.sleep(20);
        }
        assertThat(killed).as(runs.said("killed")).isTrue();
        int steps = runs.stepsOf("killed");
        assertThat(steps).isLessThan(STEPS_WITH_A_LOSS);
        assertThat(SparkRuns.ended(process)).as(runs.said("killed")).isZero();

        assertThat(runs.summary("killed").path("weights_sha256"))
                .isEqualTo(runs.summary("alone").path("weights_sha256"));
        assertThat(runs.rewards("killed")).isEqualTo(runs.rewards("alone"));
    }

    @Test
    void whatIsMissingIsSaid() throws Exception {
        Path recipe = runs.recipe(false, STEPS);
        Process unknown = runs.start(recipe, "unknown", "--engine", "sparc");
        assertThat(SparkRuns.ended(unknown)).isEqualTo(2);
        assertThat(runs.said("unknown")).contains("No engine named 'sparc'. Installed: local, spark.");
        Process nowhere = runs.start(recipe, "nowhere", "--engine", "spark");
        assertThat(SparkRuns.ended(nowhere)).isEqualTo(2);
        assertThat(runs.said("nowhere")).contains("The engine 'spark' needs a cluster. Name it with --master");
    }

    private static String[] onSpark(int executors) {
        return new String[] {"--engine", "spark", "--master", "local-cluster[" + executors + ",1,1024]"};
    }

    private static boolean killOneExecutorOf(Process process) {
        return process.descendants()
                .filter(one -> one.info().commandLine().orElse("").contains("CoarseGrainedExecutorBackend"))
                .findFirst()
                .map(ProcessHandle::destroyForcibly)
                .orElse(false);
    }
}
