package org.reason4j.core.formats.safetensors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.reason4j.api.plugin.ConfigException;
import org.reason4j.core.formats.huggingface.Fixtures;

class SafetensorsTest {

    @TempDir
    Path directory;

    private Path write(Dtype dtype, TensorSpec tensor, float... values) {
        Path file = directory.resolve(dtype + ".safetensors");
        try (SafetensorsWriter writer = new SafetensorsWriter(file, dtype, List.of(tensor))) {
            writer.write(tensor.name(), Fixtures.floats(values));
            writer.commit();
        }
        return file;
    }

    @ParameterizedTest
    @EnumSource
    void whatIsWrittenIsReadInEveryFormat(Dtype dtype) {
        Path file = write(dtype, new TensorSpec("w", 3, 2), 0f, -1.5f, 2f, 0.25f, -0f, Float.NEGATIVE_INFINITY);
        Safetensors read = Safetensors.open(file);

        assertThat(read.tensors()).containsExactly(new TensorSpec("w", 3, 2));
        assertThat(read.dtype("w")).isEqualTo(dtype);
        ByteBuffer all = read.readAsFloat32("w");
        assertThat(all.isDirect()).isTrue();
        assertThat(all.order()).isEqualTo(ByteOrder.LITTLE_ENDIAN);
        assertThat(Fixtures.array(all)).containsExactly(0f, -1.5f, 2f, 0.25f, -0f, Float.NEGATIVE_INFINITY);
        assertThat(Fixtures.array(read.readAsFloat32("w", 1, 1))).containsExactly(2f, 0.25f);
        assertThat(Fixtures.array(read.readAsFloat32("w", 3, 0))).isEmpty();
    }

    @Test
    void bfloat16IsRoundedToTheNearestAndTiesToEven() {
        // 8 bits of precision: steps of 1/128 between 1 and 2
        Path file = write(
                Dtype.BF16,
                new TensorSpec("w", 5),
                1 + 1f / 256,
                1 + 3f / 256,
                1 + 1f / 256 + 1e-6f,
                Float.MAX_VALUE,
                Float.NaN);

        assertThat(Fixtures.array(Safetensors.open(file).readAsFloat32("w")))
                .containsExactly(1f, 1 + 4f / 256, 1 + 2f / 256, Float.POSITIVE_INFINITY, Float.NaN);
    }

    @Test
    void float16IsRoundedToTheNearestAndTiesToEven() {
        // 11 bits of precision: steps of 1/1024 between 1 and 2; the smallest number is 2^-24
        Path file = write(
                Dtype.F16,
                new TensorSpec("w", 8),
                1 + 1f / 2048,
                1 + 3f / 2048,
                65519f,
                0x1p-24f,
                0x1p-25f,
                0x1.8p-24f,
                0x1.fffffep-15f,
                Float.NaN);

        assertThat(Fixtures.array(Safetensors.open(file).readAsFloat32("w")))
                .containsExactly(1f, 1 + 4f / 2048, 65504f, 0x1p-24f, 0f, 0x1p-23f, 0x1p-14f, Float.NaN);
    }

    @Test
    void aNumberTooLargeForFloat16IsRefused() {
        assertThatThrownBy(() -> write(Dtype.F16, new TensorSpec("w", 2), 1f, -70000f))
                .isInstanceOf(ConfigException.class)
                .hasMessage("Tensor 'w' holds -70000.0, but F16 ends at 65504. Save it as BF16 or F32.");
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void tensorsComeInPiecesAndEmptyOnesAreSkipped() {
        Path file = directory.resolve("m.safetensors");
        List<TensorSpec> specs =
                List.of(new TensorSpec("none", 0, 4), new TensorSpec("w", 4), new TensorSpec("scalar"));
        try (SafetensorsWriter writer = new SafetensorsWriter(file, Dtype.F32, specs)) {
            writer.write("w", Fixtures.floats(1, 2));
            writer.write("w", Fixtures.floats(3, 4));
            writer.write("scalar", Fixtures.floats(5));
            assertThat(file).doesNotExist();
            writer.commit();
        }
        Safetensors read = Safetensors.open(file);

        assertThat(Fixtures.array(read.readAsFloat32("w"))).containsExactly(1, 2, 3, 4);
        assertThat(Fixtures.array(read.readAsFloat32("scalar"))).containsExactly(5);
        assertThat(Fixtures.array(read.readAsFloat32("none"))).isEmpty();
        assertThat(directory).isDirectoryContaining("glob:**m.safetensors");
        assertThat(directory.resolve("m.safetensors.partial")).doesNotExist();
    }

    @Test
    void aWriterThatWasNotCommittedLeavesTheOldFile() throws IOException {
        Path file = Files.writeString(directory.resolve("m.safetensors"), "old");
        try (SafetensorsWriter writer = new SafetensorsWriter(file, Dtype.F32, List.of(new TensorSpec("w", 2)))) {
            writer.write("w", Fixtures.floats(1));
            assertThatThrownBy(writer::commit)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("Tensor w [2] of " + file + " was not written in full");
        }
        assertThat(file).hasContent("old");
        assertThat(directory.resolve("m.safetensors.partial")).doesNotExist();
    }

    @Test
    void wrongNamesSizesAndByteOrdersAreTheCallersFault() {
        try (SafetensorsWriter writer =
                new SafetensorsWriter(directory.resolve("m"), Dtype.F32, List.of(new TensorSpec("w", 1)))) {
            assertThatThrownBy(() -> writer.write("v", Fixtures.floats(1)))
                    .hasMessage("Tensor 'v' was written, expected 'w'");
            assertThatThrownBy(() -> writer.write("w", Fixtures.floats(1, 2)))
                    .hasMessage("Tensor w [1] got 8 bytes of fp32, but 1 elements are missing");
            assertThatThrownBy(() -> writer.write("w", ByteBuffer.allocate(4)))
                    .hasMessage("Tensor 'w' came in a big-endian buffer; set its order");
            writer.write("w", Fixtures.floats(1));
            assertThatThrownBy(() -> writer.write("w", Fixtures.floats(1)))
                    .hasMessage("Tensor 'w' was written, expected no more");
        }
    }

    @Test
    void anUnwritablePlaceIsNamed() throws IOException {
        Path file = Files.writeString(directory.resolve("occupied"), "").resolve("m.safetensors");

        assertThatThrownBy(() -> new SafetensorsWriter(file, Dtype.F32, List.of()))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessage("Can't write " + file)
                .cause()
                .hasMessageEndingWith("Not a directory");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"a":{"dtype":"F32","shape":[2],"data_offsets":[0,4]}} | 4 | FILE: tensor 'a' is F32 of shape [2], which takes 8 bytes, but its data_offsets [0, 4] span 4
            {"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}} | 4 | FILE is cut off: tensor 'a' ends at byte 8 of the data, but the file holds 4 bytes of data. Get the file again.
            {"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}} | 6 | FILE holds 6 bytes of data, but its header describes 4. Get the file again.
            {"a":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}} | 8 | FILE: nothing describes bytes 0 to 4 of the data, between 'the header' and 'a'
            {"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},"b":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}} | 8 | FILE: tensor 'b' starts at byte 4 of the data, inside 'a', which ends at 8
            {"a":{"dtype":"F99","shape":[1],"data_offsets":[4,0]}} | 4 | FILE: the data_offsets of tensor 'a' are [4, 0], expected start <= end
            {"a":{"dtype":"F32","shape":[-1],"data_offsets":[0,4]}} | 4 | FILE: tensor 'a' has -1 in its shape or data_offsets, expected whole numbers from 0
            {"a":{"dtype":"F32","shape":[1]}} | 4 | FILE describes tensor 'a' as {"dtype":"F32","shape":[1]}, expected dtype, shape and two data_offsets
            {"a":{"dtype":"F32","shape":[4294967296,4294967296],"data_offsets":[0,4]}} | 4 | FILE: tensor 'a' has shape [4294967296, 4294967296], more elements than a file can hold
            {"a":1,"a":2} | 0 | The header of FILE is not valid JSON: Duplicate field 'a' at line 1. The file may be incomplete; get it again.
            [1] | 0 | The header of FILE holds a JSON array, expected a JSON object
            """)
    void aHeaderThatContradictsItselfIsRefused(String header, int dataBytes, String complaint) throws IOException {
        Path file = Fixtures.safetensors(directory.resolve("m.safetensors"), header, dataBytes);

        assertThatThrownBy(() -> Safetensors.open(file))
                .isInstanceOf(ConfigException.class)
                .hasMessage(complaint.replace("FILE", file.toString()));
    }

    @Test
    void aFileWithoutAWholeHeaderIsRefused() throws IOException {
        Path tiny = Files.write(directory.resolve("tiny"), new byte[5]);
        assertThatThrownBy(() -> Safetensors.open(tiny))
                .isInstanceOf(ConfigException.class)
                .hasMessage(tiny + " is 5 bytes long, too short for a safetensors file. Get the file again.");
        Path cut = Files.write(directory.resolve("cut"), new byte[] {100, 0, 0, 0, 0, 0, 0, 0, '{'});
        assertThatThrownBy(() -> Safetensors.open(cut))
                .isInstanceOf(ConfigException.class)
                .hasMessage(
                        cut + " announces a header of 100 bytes, but is 9 bytes long; it is cut off or no safetensors "
                                + "file. Get the file again.");
        Path none = directory.resolve("none");
        assertThatThrownBy(() -> Safetensors.open(none))
                .isInstanceOf(ConfigException.class)
                .hasMessage("No file " + none);
    }

    @Test
    void anUnknownNumberFormatMattersOnlyWhenItsTensorIsAskedFor() throws IOException {
        Path file = Fixtures.safetensors(directory.resolve("m.safetensors"), """
                {"ids":{"dtype":"I64","shape":[1],"data_offsets":[0,8]},"w":{"dtype":"F32","shape":[1],"data_offsets":[8,12]}}""", 12);
        Safetensors read = Safetensors.open(file);

        assertThat(Fixtures.array(read.readAsFloat32("w"))).containsExactly(0);
        assertThatThrownBy(() -> read.readAsFloat32("ids"))
                .isInstanceOf(ConfigException.class)
                .hasMessage(file + ": tensor 'ids' is I64, expected F32, F16 or BF16");
        assertThatThrownBy(() -> read.readAsFloat32("v"))
                .isInstanceOf(ConfigException.class)
                .hasMessage(file + " has no tensor 'v'; it has 'ids', 'w'");
    }

    @Test
    void rowsOutsideTheTensorAreTheCallersFault() {
        Safetensors read = Safetensors.open(write(Dtype.F32, new TensorSpec("w", 2, 1), 1, 2));

        assertThatThrownBy(() -> read.readAsFloat32("w", 1, 2))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Rows 1 to 3 of tensor 'w' were asked for; it has 2");
    }

    @Test
    void aTensorOfMoreThanTwoGibibytesIsReadByRows() throws IOException {
        Path file = Fixtures.safetensors(
                directory.resolve("big.safetensors"),
                "{\"w\":{\"dtype\":\"F32\",\"shape\":[1000,1000000],\"data_offsets\":[0,4000000000]}}",
                0);
        long end = Files.size(file) + 4_000_000_000L;
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) { // sparse: takes no space
            channel.write(Fixtures.floats(7), end - Float.BYTES);
        }
        Safetensors read = Safetensors.open(file);

        assertThat(read.readAsFloat32("w", 999, 1).getFloat(3_999_996)).isEqualTo(7);
        assertThatThrownBy(() -> read.readAsFloat32("w"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Tensor 'w' [1000, 1000000] takes 4000000000 bytes in fp32; ask for fewer rows, "
                        + "a buffer ends at 2 GiB");
    }

    @Test
    void aFileThatShrinksAfterItWasOpenedIsNoticed() throws IOException {
        Path file = write(Dtype.F32, new TensorSpec("w", 2), 1, 2);
        Safetensors read = Safetensors.open(file);
        Files.write(file, new byte[10]);

        assertThatThrownBy(() -> read.readAsFloat32("w"))
                .isInstanceOf(ConfigException.class)
                .hasMessage(file + " shrank to 10 bytes since it was opened. Start again.");
    }
}
