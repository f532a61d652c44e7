package org.reason4j.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VectorsTest {

    private static final String PROPERTY = "reason4j.vectors";

    private String before;

    @TempDir
    Path directory;

    @BeforeEach
    void forgetTheFile() {
        before = System.getProperty(PROPERTY);
        System.clearProperty(PROPERTY);
    }

    @AfterEach
    void restoreTheFile() {
        if (before == null) {
            System.clearProperty(PROPERTY);
        } else {
            System.setProperty(PROPERTY, before);
        }
    }

    @Test
    void anExampleIsFoundByItsIdInTheResourceOfTheTests() throws IOException {
        assertThat(Vectors.vector("ppo-clip").at("/expected/loss").isNumber()).isTrue();
        assertThatThrownBy(() -> Vectors.vector("ppo-clap"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("No vector named 'ppo-clap' in file:")
                .hasMessageEndingWith("vectors.json; it has [ppo-clip, masked-whiten]");
    }

    @Test
    void thePropertyNamesAnotherFile() throws IOException {
        Path file = Files.writeString(directory.resolve("mine.json"), "[{\"id\": \"mine\", \"inputs\": [1, 2.5]}]");
        System.setProperty(PROPERTY, file.toString());
        assertThat(Vectors.row(Vectors.vector("mine").get("inputs"))).containsExactly(1, 2.5);
        System.setProperty(PROPERTY, directory.resolve("absent.json").toString());
        assertThatThrownBy(() -> Vectors.vector("mine"))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("absent.json");
    }

    @Test
    void valuesKeepTheirShape() throws IOException {
        JsonNode json = json("{\"row\": [1, -0.5], \"rows\": [[1, 2], [3]], \"texts\": [\"a\", \"\"], \"empty\": []}");
        assertThat(Vectors.row(json.get("row"))).containsExactly(1, -0.5);
        assertThat(Vectors.floats(json.get("row"))).containsExactly(1, -0.5f);
        assertThat(Vectors.matrix(json.get("rows"))).isDeepEqualTo(new float[][] {{1, 2}, {3}});
        assertThat(Vectors.texts(json.get("texts"))).containsExactly("a", "");
        assertThat(Vectors.row(json.get("empty"))).isEmpty();
    }

    @Test
    void aPathToNothingAndValuesOfAnotherKindAreRefused() throws IOException {
        JsonNode json = json("{\"mixed\": [1, \"2\"], \"number\": 3, \"flat\": [1, 2]}");
        assertThatThrownBy(() -> Vectors.row(json.at("/expected/rwo")))
                .hasMessage("Expected an array of numbers, got nothing: no value has that path");
        assertThatThrownBy(() -> Vectors.floats(json.get("number"))).hasMessage("Expected an array of numbers, got 3");
        assertThatThrownBy(() -> Vectors.row(json.get("mixed")))
                .hasMessage("Expected an array of numbers, got \"2\" in [1,\"2\"]");
        assertThatThrownBy(() -> Vectors.matrix(json.get("flat")))
                .hasMessage("Expected an array of arrays, got 1 in [1,2]");
        assertThatThrownBy(() -> Vectors.texts(json.get("flat")))
                .hasMessage("Expected an array of strings, got 1 in [1,2]");
    }

    private static JsonNode json(String text) throws IOException {
        return new ObjectMapper().readTree(text);
    }
}
