package org.reason4j.product.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** A standalone cluster of one master and one worker, which drivers of this product and of spark-submit use. */
@DisabledOnOs(OS.WINDOWS)
@Timeout(600)
class SparkStandaloneIT {

    @TempDir
    private Path directory;

    private SparkRuns runs = new SparkRuns(Path.of(""));
    private final List<Process> cluster = new ArrayList<>();
    private String master = "";

    @BeforeEach
    void startTheCluster() throws Exception {
        runs = SparkRuns.in(directory);
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        master = "spark://127.0.0.1:" + port;
        daemon("master.Master", "--port", String.valueOf(port), "--webui-port", "0");
        await("master.Master", "I have been elected leader");
        daemon(
                "worker.Worker",
                "--cores",
                "2",
                "--memory",
                "2g",
                "--webui-port",
                "0",
                "--work-dir",
                work().toString(),
                master);
        await("worker.Worker", "Successfully registered with master");
    }

    private Path work() {
        return runs.scratch().resolve("work");
    }

    private void daemon(String name, String... arguments) throws IOException {
        cluster.add(runs.process(name, ofSpark("org.apache.spark.deploy." + name, "--host", "127.0.0.1", arguments)));
    }

    private static List<String> ofSpark(String type, String option, String value, String... further) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin/java").toString(),
                "-cp",
                SparkRuns.SPARK.resolve("jars") + File.separator + "*",
                type,
                option,
                value));
        command.addAll(List.of(further));
        return command;
    }

    private void await(String name, String line) throws Exception {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(120);
        while (!runs.said(name).contains(line)) {
            assertThat(System.nanoTime()).as(runs.said(name)).isLessThan(end);
            Thread.sleep(50);
        }
    }

    @AfterEach
    void stop() throws InterruptedException {
        for (Process process : cluster) {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly().waitFor();
        }
    }

    @Test
    void aDriverOfEitherKindTrainsTheModelThatOneProcessTrains() throws Exception {
        Path recipe = runs.recipe(false, 2);
        assertThat(SparkRuns.ended(runs.start(recipe, "alone")))
                .as(runs.said("alone"))
                .isZero();

        Process own = runs.start(
                recipe,
                "own",
                "--engine",
                "spark",
                "--master",
                master,
                "--engine-set",
                "install=" + SparkRuns.PRODUCT,
                "--engine-set",
                "spark.executor.cores=1",
                "--engine-set",
                "spark.executor.memory=1g",
                "--engine-set",
                "spark.driver.host=127.0.0.1");
        assertThat(SparkRuns.ended(own)).as(runs.said("own")).isZero();
        assertSameAsAlone("own");
        assertThat(jarsOfExecutors()).contains("reward-rulebased").doesNotContain("reason4j-engine", "pytorch");

        Process submitted = runs.process("submitted", submission(recipe));
        assertThat(SparkRuns.ended(submitted)).as(runs.said("submitted")).isZero();
        assertSameAsAlone("submitted");
    }

    /** What {@code bin/spark-submit} of a distribution runs. */
    private List<String> submission(Path recipe) throws IOException {
        Path own =
                jars().filter(SparkStandaloneIT::isOfTheCommandLine).findFirst().orElseThrow();
        String others = jars().filter(jar -> !isOfTheCommandLine(jar))
                .map(Path::toString)
                .collect(Collectors.joining(","));
        return ofSpark(
                "org.apache.spark.deploy.SparkSubmit",
                "--master",
                master,
                "--conf",
                "spark.driver.host=127.0.0.1",
                "--conf",
                "spark.driver.userClassPathFirst=true",
                "--conf",
                "spark.executor.cores=1",
                "--conf",
                "spark.executor.memory=1g",
                "--jars",
                others,
                "--class",
                "org.reason4j.cli.Main",
                own.toString(),
                "train",
                recipe.toString(),
                "--output",
                runs.scratch().resolve("submitted").toString(),
                "--plugin-dir",
                SparkRuns.PRODUCT.resolve("plugins").toString(),
                "--plugin-dir",
                runs.scratch().resolve("plugins").toString(),
                "--engine",
                "spark");
    }

    private static Stream<Path> jars() throws IOException {
        try (Stream<Path> files = Files.list(SparkRuns.PRODUCT.resolve("lib"))) {
            return files.sorted().toList().stream();
        }
    }

    /** The jar with the main class; those of core have a name between. */
    private static boolean isOfTheCommandLine(Path jar) {
        return jar.getFileName().toString().matches("reason4j-\\d.*");
    }

    private String jarsOfExecutors() throws IOException {
        try (Stream<Path> files = Files.walk(work())) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".jar"))
                    .collect(Collectors.joining(" "));
        }
    }

    private void assertSameAsAlone(String name) throws IOException {
        assertThat(runs.summary(name).path("weights_sha256").asText())
                .isNotEmpty()
                .isEqualTo(runs.summary("alone").path("weights_sha256").asText());
        assertThat(runs.rewards(name)).isEqualTo(runs.rewards("alone"));
    }
}
