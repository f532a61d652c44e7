package org.reason4j.core.formats.gguf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.HexFormat;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.reason4j.api.plugin.ConfigException;

/**
 * {@code blocks.json} has a row of every format and the bits of its numbers, made by the Python package gguf 0.19.0: {@code
 * quantize} of normal numbers, random bytes with finite scales for the K types, then {@code dequantize}.
 */
class GgmlTypeTest {

    private static final JsonNode BLOCKS = read();

    private static JsonNode read() {
        try (InputStream in = Objects.requireNonNull(GgmlTypeTest.class.getResourceAsStream("blocks.json"))) {
            return new ObjectMapper().readTree(in).path("types");
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static float[] floats(JsonNode bits) {
        float[] floats = new float[bits.size()];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = Float.intBitsToFloat((int) bits.get(i).longValue());
        }
        return floats;
    }

    private static byte[] bytes(GgmlType type) {
        return HexFormat.of().parseHex(BLOCKS.path(type.name()).path("hex").textValue());
    }

    @ParameterizedTest
    @EnumSource
    void aBlockStandsForTheNumbersThatTheReferenceReads(GgmlType type) {
        float[] expected = floats(BLOCKS.path(type.name()).path("bits"));
        assertThat(expected.length).isGreaterThanOrEqualTo(32);
        byte[] stored = bytes(type);
        assertThat(type.bytes(expected.length)).isEqualTo(stored.length);

        float[] read = new float[expected.length];
        type.unpack(stored, read, read.length);

        for (int i = 0; i < read.length; i++) {
            assertThat(Float.floatToRawIntBits(read[i]))
                    .as("number %s: %s and %s", i, read[i], expected[i])
                    .isEqualTo(Float.floatToRawIntBits(expected[i]));
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"F32", "F16"})
    void numbersOfAFormatWithoutBlocksAreWrittenAsTheyWereRead(GgmlType type) {
        assertThat(type.pack("w", floats(BLOCKS.path(type.name()).path("bits"))))
                .isEqualTo(bytes(type));
    }

    @Test
    void blocksOfEightBitsAreThoseOfTheReference() {
        JsonNode source = BLOCKS.path("Q8_0").path("source");
        assertThat(GgmlType.Q8_0.pack("w", floats(source))).isEqualTo(bytes(GgmlType.Q8_0));
    }

    @Test
    void eightBitsRoundHalvesAwayFromZero() {
        float[] numbers = new float[32];
        numbers[0] = 127; // d = 1
        numbers[1] = 2.5f;
        numbers[2] = -2.5f;
        numbers[3] = 0.49999997f;
        byte[] packed = GgmlType.Q8_0.pack("w", numbers);
        assertThat(packed).hasSize(34).startsWith(0x00, 0x3c, 127, 3, -3, 0);
        assertThat(GgmlType.Q8_0.pack("w", new float[32])).containsOnly(0);
    }

    @Test
    void fourBitsAreNibblesAroundEightTimesAScale() {
        byte[] block = new byte[18];
        block[1] = 0x40; // fp16 2.0
        block[2] = (byte) 0xf0; // number 0: 2 (0 - 8), number 16: 2 (15 - 8)
        float[] numbers = new float[32];
        GgmlType.Q4_0.unpack(block, numbers, 32);
        assertThat(numbers[0]).isEqualTo(-16f);
        assertThat(numbers[16]).isEqualTo(14f);
    }

    @Test
    void aNumberBeyondTheLargestHalfIsRefused() {
        assertThatThrownBy(() -> GgmlType.F16.pack("blk.0.ffn_up.weight", new float[] {70_000}))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("blk.0.ffn_up.weight")
                .hasMessageContaining("65504");
    }

    @Test
    void aFormatThatIsOnlyReadIsNotWritten() {
        assertThatThrownBy(() -> GgmlType.Q6_K.pack("w", new float[256]))
                .isInstanceOf(UnsupportedOperationException.class);
    }
}
