package org.reason4j.engine.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.reason4j.api.plugin.ConfigException;

class SparkSettingsTest {

    @TempDir
    private Path home;

    @BeforeEach
    void makeJars() throws IOException {
        Files.createDirectory(home.resolve("jars"));
    }

    @Test
    void settingsOfSparkAreTakenAsTheyAre() {
        SparkSettings settings = SparkSettings.of(
                Map.of("master", "spark://head:7077", "spark.executor.memory", "4g", "install", "/opt/reason4j"),
                Map.of("SPARK_HOME", home.toString()));

        assertThat(settings.conf()).containsExactly(Map.entry("spark.executor.memory", "4g"));
        assertThat(settings.install()).contains(Path.of("/opt/reason4j"));
        assertThat(settings.home()).isEqualTo(home);
        assertThat(settings.isOfThisMachine()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"local", "local[2]", "local[*]"})
    void threadsOfTheDriverAreNoWorkers(String master) {
        Map<String, String> environment = Map.of("SPARK_HOME", home.toString());
        assertThat(SparkSettings.of(Map.of("master", "local-cluster[2,1,1024]"), environment)
                        .isOfThisMachine())
                .isTrue();
        assertThatThrownBy(() -> SparkSettings.of(Map.of("master", master), environment))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("the master " + master + " has threads of this one")
                .hasMessageContaining("--master local-cluster[2,1,2048]")
                .hasMessageContaining("--engine local");
    }

    @Test
    void whatIsWrongIsToldWithWhatToDo() {
        Map<String, String> environment = Map.of("SPARK_HOME", home.toString());
        assertThatThrownBy(() -> SparkSettings.of(Map.of("master", "spark://head:7077", "memory", "4g"), environment))
                .isInstanceOf(ConfigException.class)
                .hasMessageStartingWith("The engine 'spark' has no setting [memory].");
        assertThatThrownBy(() -> SparkSettings.of(Map.of(), environment))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("--master");
        assertThatThrownBy(() -> SparkSettings.of(Map.of("master", "spark://head:7077"), Map.of()))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("SPARK_HOME is not set");
        assertThatThrownBy(() -> SparkSettings.of(Map.of("master", "spark://head:7077", "home", "/nowhere"), Map.of()))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("there is no directory /nowhere/jars");
        assertThatThrownBy(
                        () -> SparkSettings.of(Map.of("master", "spark://head:7077", "waitSeconds", "0"), environment))
                .isInstanceOf(ConfigException.class)
                .hasMessage("waitSeconds must be a whole number above 0, got '0'");
    }
}
