package org.reason4j.core.formats.gguf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.reason4j.api.plugin.ConfigException;
import org.reason4j.core.formats.huggingface.Fixtures;
import org.reason4j.core.formats.safetensors.TensorSpec;

class GgufTest {

    private static final TensorSpec MATRIX = new TensorSpec("m", 3, 2);
    private static final TensorSpec VECTOR = new TensorSpec("v", 5);

    @TempDir
    Path directory;

    private Path file(byte[] bytes) {
        return GgufFiles.write(directory.resolve("model.gguf"), bytes);
    }

    private byte[] valid() {
        return GgufFiles.bytes(GgufFiles.metadata(), MATRIX, VECTOR);
    }

    /** A valid file in which the bytes after the first place of a text are others. */
    private static byte[] changed(byte[] file, String text, int after, int... bytes) {
        byte[] wanted = text.getBytes(StandardCharsets.UTF_8);
        for (int at = 0; at < file.length - wanted.length; at++) {
            if (Arrays.equals(file, at, at + wanted.length, wanted, 0, wanted.length)) {
                for (int i = 0; i < bytes.length; i++) {
                    file[at + wanted.length + after + i] = (byte) bytes[i];
                }
                return file;
            }
        }
        throw new IllegalArgumentException("No " + text);
    }

    private void refused(byte[] bytes, String... parts) {
        Path file = file(bytes);
        assertThatThrownBy(() -> Gguf.open(file))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("model.gguf")
                .satisfies(e -> assertThat(e.getMessage()).contains(parts));
    }

    @Test
    void metadataAndTensorsAreReadAsTheyWereWritten() {
        Gguf gguf = Gguf.open(file(valid()));

        GgufMetadata metadata = gguf.metadata();
        assertThat(metadata.requireText("general.architecture")).isEqualTo("llama");
        assertThat(metadata.requireWhole("count")).isEqualTo(7);
        assertThat(metadata.requireNumber("epsilon")).isEqualTo(1e-5);
        assertThat(metadata.flag("tied")).contains(true);
        assertThat(metadata.texts("words")).contains(List.of("a", "b\u00e9"));
        assertThat(metadata.wholes("numbers")).contains(List.of(1L, -2L));
        assertThat(metadata.numbers("scores")).contains(List.of(0.5f, -1f));
        assertThat(gguf.tensors()).containsExactly(MATRIX, VECTOR);
        assertThat(gguf.formats()).containsExactly(Map.entry("F32", 2));
        assertThat(Fixtures.array(gguf.readAsFloat32("m"))).containsExactly(0, 1, 2, 3, 4, 5);
        assertThat(Fixtures.array(gguf.readAsFloat32("m", 1, 1))).containsExactly(2, 3);
        assertThat(Fixtures.array(gguf.readAsFloat32("v", 3, 2))).containsExactly(3, 4);
    }

    @Test
    void everyBeginningOfAFileIsRefused() {
        byte[] whole = valid();
        int dataEnd = whole.length - 12; // the last tensor has 20 bytes, and 12 of padding
        for (int length = 0; length < dataEnd; length++) {
            refused(Arrays.copyOf(whole, length), "model.gguf");
        }
    }

    @Test
    void aFileOfAnotherKindIsNamed() {
        refused("PK\u0003\u0004 something else".getBytes(StandardCharsets.UTF_8), "no GGUF file", "GGUF");
        refused(
                ByteBuffer.wrap(valid())
                        .order(ByteOrder.BIG_ENDIAN)
                        .putInt(4, 3)
                        .array(),
                "big-endian");
        refused(
                ByteBuffer.wrap(valid())
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .putInt(4, 1)
                        .array(),
                "version 1");
    }

    @Test
    void countsThatTheFileCanNotHoldTakeNoMemory() {
        byte[] tensors = ByteBuffer.wrap(valid())
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(8, -1)
                .array();
        refused(tensors, "the number of tensors is 18446744073709551615");
        byte[] values = ByteBuffer.wrap(valid())
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(16, 1L << 40)
                .array();
        refused(values, "the number of metadata values is 1099511627776");
        refused(
                changed(valid(), "words", 8, 0xff, 0xff, 0xff, 0x7f),
                "the number of elements of 'words' is 2147483647");
    }

    @Test
    void valuesThatContradictTheirTypeAreRefused() {
        refused(changed(valid(), "count", 0, 99), "'count' has the unknown type 99");
        refused(changed(valid(), "words", 4, 9), "'words' is a list of lists");
        refused(changed(valid(), "tied", 4, 2), "'tied' is 2, expected 0 or 1");
        Map<String, Object> odd = new LinkedHashMap<>(GgufFiles.metadata());
        odd.put("general.alignment", 24);
        refused(GgufFiles.bytes(odd, VECTOR), "'general.alignment' is 24, expected a power of two");
    }

    @Test
    void anotherTypeThanIsAskedForIsNamed() {
        GgufMetadata metadata = Gguf.open(file(valid())).metadata();
        assertThatThrownBy(() -> metadata.requireWhole("words"))
                .hasMessageEndingWith("'words' is a list of 2, expected a whole number");
        assertThatThrownBy(() -> metadata.texts("numbers"))
                .hasMessageEndingWith("'numbers' holds 1, expected a list of texts");
        assertThatThrownBy(() -> metadata.requireText("none")).hasMessageContaining("has no 'none' in its metadata");
    }

    @Test
    void placesThatOverlapOrLeaveTheFileAreRefused() {
        // behind a name: dimensions (4), one size of a vector (8), type (4), start (8)
        refused(changed(valid(), "v", 4 + 8 + 4, 0, 0), "'v' begins at byte 0 of the data, inside 'm'");
        refused(changed(valid(), "v", 4 + 8 + 4, 7), "begins at byte 7 of the data, expected a multiple of 32");
        refused(
                changed(valid(), "v", 4 + 8 + 4, 0, 0x10),
                "begins at byte 4096 of the data, behind the end of the file");
        refused(changed(valid(), "v", 4, 0, 0x10), "is cut off: tensor 'v' ends at byte");
        refused(
                changed(valid(), "v", 4, 0, 0, 0, 0, 0, 0, 0, 0x40),
                "tensor v [4611686018427387904] is larger than any file");
        refused(changed(valid(), "v", 4, 0), "has a dimension of 0, expected a positive number");
        refused(changed(valid(), "v", 0, 9), "tensor 'v' has 9 dimensions, expected at most 4");
        refused(changed(valid(), "v", 4 + 8, 8), "rows of tensor 'v' have 5 elements, but Q8_0 has blocks of 32");
        refused(GgufFiles.bytes(GgufFiles.metadata(), VECTOR, VECTOR), "has tensor 'v' twice");
    }

    @Test
    void aFormatThatIsNotReadIsNamedWhereItsTensorIsAskedFor() {
        Gguf gguf = Gguf.open(file(changed(valid(), "v", 4 + 8, 20)));
        assertThat(gguf.formats()).containsOnlyKeys("F32", "IQ4_NL");
        assertThat(Fixtures.array(gguf.readAsFloat32("m"))).hasSize(6);
        assertThatThrownBy(() -> gguf.readAsFloat32("v"))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("tensor 'v' is IQ4_NL, which is not supported; expected F32, F16, Q4_0");
    }

    @Test
    void aTensorThatIsNotThereIsNamedAmongThoseThatAre() {
        Gguf gguf = Gguf.open(file(valid()));
        assertThatThrownBy(() -> gguf.readAsFloat32("w")).hasMessageContaining("has no tensor 'w'; it has 'm', 'v'");
        assertThatThrownBy(() -> Gguf.open(directory.resolve("none.gguf"))).hasMessageContaining("No file");
    }
}
