package org.reason4j.core.formats.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.reason4j.api.plugin.ConfigException;

class JsonValueTest {

    /** Getters by the type that they want. */
    private static final Map<String, Consumer<JsonValue>> GETTERS = Map.of(
            "whole", json -> json.whole(0),
            "integer", json -> json.integer(0),
            "finite", json -> json.finite(0),
            "number", JsonValue::number,
            "flag", JsonValue::flag,
            "text", JsonValue::text,
            "list", JsonValue::list,
            "some", JsonValue::some,
            "object", JsonValue::object,
            "unit", json -> json.oneOf(TimeUnit.class));

    @TempDir
    Path directory;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '^',
            value = {
                "whole   | '7'     | a whole number of at least 0",
                "whole   | -1      | a whole number of at least 0",
                "whole   | 1.0     | a whole number of at least 0",
                "whole   | 9223372036854775808 | a whole number of at least 0",
                "whole   | null    | a whole number of at least 0",
                "integer | 2147483648 | a whole number of at most 2147483647",
                "finite  | 'NaN'   | a finite number of at least 0.0",
                "finite  | -0.5    | a finite number of at least 0.0",
                "number  | 'one'   | a number",
                "flag    | 1       | true or false",
                "flag    | 'true'  | true or false",
                "text    | 1       | a text",
                "list    | {}      | an array",
                "some    | []      | at least one element",
                "object  | []      | an object",
                "unit    | 'WEEKS' | one of [NANOSECONDS, MICROSECONDS, MILLISECONDS, SECONDS, MINUTES, HOURS, DAYS]"
            })
    void aValueOfAnotherTypeIsRefused(String getter, String value, String expected) throws IOException {
        JsonValue json = read("{\"a\": [{\"b\": " + value.replace('\'', '"') + "}]}");
        assertThatThrownBy(() ->
                        GETTERS.get(getter).accept(json.get("a").list().get(0).get("b")))
                .isInstanceOf(ConfigException.class)
                .hasMessage("%s: 'a[0].b' is %s, expected %s. Delete it.", file(), value.replace('\'', '"'), expected);
    }

    @Test
    void whatIsThereIsRead() throws IOException {
        JsonValue json =
                read("{\"i\": [1, -2], \"f\": [0.1, \"NaN\"], \"t\": [true], \"s\": [\"x\"], \"u\": \"DAYS\"}");
        assertThat(json.get("i").integers()).containsExactly(1, -2);
        assertThat(json.get("f").floats()).containsExactly(0.1f, Float.NaN);
        assertThat(json.get("t").flags()).containsExactly(true);
        assertThat(json.get("s").texts()).containsExactly("x");
        assertThat(json.get("u").oneOf(TimeUnit.class)).isEqualTo(TimeUnit.DAYS);
        assertThat(json.find("x")).isEqualTo(Optional.empty());
    }

    @Test
    void aMissingKeyIsNamed() throws IOException {
        JsonValue json = read("{\"a\": {}}");
        assertThatThrownBy(() -> json.get("a").get("b")).hasMessage("%s: 'a' has no 'b'. Delete it.", file());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{\"a\": ", "{\"a\": 1} x", "{\"a\": 1, \"a\": 2}", "{\"a\": NaN}"})
    void whatIsNoJsonIsRefused(String text) {
        assertThatThrownBy(() -> read(text).get("a"))
                .isInstanceOf(ConfigException.class)
                .hasMessageStartingWith(file() + " ")
                .hasMessageEndingWith("Delete it.");
    }

    @Test
    void aComplaintOfAConstructorNamesThePlace() throws IOException {
        JsonValue json = read("{\"k\": \"x\"}");
        assertThatThrownBy(() -> json.get("k").make(() -> Integer.valueOf("x")))
                .isInstanceOf(ConfigException.class)
                .hasMessage("%s: 'k' is wrong: For input string: \"x\". Delete it.", file());
    }

    @Test
    void everyFlippedBitOfASealedFileIsNoticed() throws IOException {
        SealedJson.write(
                file(), JsonNodeFactory.instance.objectNode().put("text", "é").put("number", 0.1));
        assertThat(SealedJson.read(file(), "Delete it.").get("text").text()).isEqualTo("é");
        byte[] written = Files.readAllBytes(file());
        for (int bit = 0; bit < 8 * written.length; bit++) {
            byte[] flipped = written.clone();
            flipped[bit / 8] ^= (byte) (1 << bit % 8);
            Files.write(file(), flipped);
            assertThatThrownBy(() -> SealedJson.read(file(), "Delete it."))
                    .as("bit %s", bit)
                    .isInstanceOf(ConfigException.class)
                    .hasMessageStartingWith(file().toString());
        }
    }

    private JsonValue read(String text) throws IOException {
        Files.writeString(file(), text);
        return JsonValue.read(file(), "Delete it.");
    }

    private Path file() {
        return directory.resolve("state.json");
    }
}
