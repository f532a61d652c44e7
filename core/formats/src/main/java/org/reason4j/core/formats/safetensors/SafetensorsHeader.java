package org.reason4j.core.formats.safetensors;

import static org.reason4j.api.plugin.ConfigException.check;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.reason4j.api.plugin.ConfigException;
import org.reason4j.core.formats.file.JsonFile;

/**
 * Header of a safetensors file: 8 bytes with the header's length, a JSON header, then the data without gaps.
 *
 * @param tensors where each tensor is, in the order of the data
 * @param dataStart first byte of the data
 */
record SafetensorsHeader(Map<String, Entry> tensors, long dataStart) {

    private static final int LENGTH_BYTES = 8;
    private static final long MAX_HEADER_BYTES = 100_000_000;
    private static final String METADATA = "__metadata__";
    private static final Map<String, Integer> OTHER_DTYPES = Map.ofEntries(
            Map.entry("F64", 8),
            Map.entry("I64", 8),
            Map.entry("U64", 8),
            Map.entry("I32", 4),
            Map.entry("U32", 4),
            Map.entry("I16", 2),
            Map.entry("U16", 2),
            Map.entry("I8", 1),
            Map.entry("U8", 1),
            Map.entry("BOOL", 1),
            Map.entry("F8_E4M3", 1),
            Map.entry("F8_E5M2", 1),
            Map.entry("F8_E8M0", 1),
            Map.entry("C64", 8));

    /** One tensor: bytes {@code start} to {@code end} of the data. */
    record Entry(TensorSpec spec, String dtype, long start, long end) {}

    static SafetensorsHeader read(Path file, FileChannel channel) throws IOException {
        long size = channel.size();
        check(
                size >= LENGTH_BYTES,
                "%s is %s bytes long, too short for a safetensors file. Get the file again.",
                file,
                size);
        long length = bytes(channel, 0, LENGTH_BYTES).getLong();
        check(
                length >= 2 && length <= Math.min(MAX_HEADER_BYTES, size - LENGTH_BYTES),
                "%s announces a header of %s bytes, but is %s bytes long; it is cut off or no safetensors file. "
                        + "Get the file again.",
                file,
                Long.toUnsignedString(length),
                size);
        String text = StandardCharsets.UTF_8
                .decode(bytes(channel, LENGTH_BYTES, (int) length))
                .toString();
        JsonFile json = JsonFile.parseWithoutDuplicates("The header of " + file, text);
        List<Entry> entries = new ArrayList<>();
        json.root().properties().stream()
                .filter(field -> !field.getKey().equals(METADATA))
                .forEach(field -> entries.add(entry(file, field.getKey(), field.getValue())));
        entries.sort(Comparator.comparingLong(Entry::start).thenComparingLong(Entry::end));
        long dataStart = LENGTH_BYTES + length;
        checkLayout(file, entries, size - dataStart);
        Map<String, Entry> tensors = new LinkedHashMap<>();
        entries.forEach(entry -> tensors.put(entry.spec().name(), entry));
        return new SafetensorsHeader(tensors, dataStart);
    }

    private static ByteBuffer bytes(FileChannel channel, long position, int count) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(count).order(ByteOrder.LITTLE_ENDIAN);
        while (bytes.hasRemaining()) {
            if (channel.read(bytes, position + bytes.position()) < 0) {
                throw new IOException("the file ends at byte " + (position + bytes.position()));
            }
        }
        return bytes.flip();
    }

    private static Entry entry(Path file, String name, JsonNode node) {
        String dtype = node.path("dtype").asText();
        JsonNode offsets = node.path("data_offsets");
        check(
                !dtype.isEmpty() && node.path("shape").isArray() && offsets.isArray() && offsets.size() == 2,
                "%s describes tensor '%s' as %s, expected dtype, shape and two data_offsets",
                file,
                name,
                node);
        long[] shape = new long[node.path("shape").size()];
        for (int i = 0; i < shape.length; i++) {
            shape[i] = count(file, name, node.path("shape").get(i));
        }
        Entry entry = new Entry(
                new TensorSpec(name, shape),
                dtype,
                count(file, name, offsets.get(0)),
                count(file, name, offsets.get(1)));
        checkSize(file, entry);
        return entry;
    }

    private static long count(Path file, String name, JsonNode number) {
        check(
                number.isIntegralNumber() && number.canConvertToLong() && number.longValue() >= 0,
                "%s: tensor '%s' has %s in its shape or data_offsets, expected whole numbers from 0",
                file,
                name,
                number);
        return number.longValue();
    }

    private static void checkSize(Path file, Entry entry) {
        int width =
                Dtype.named(entry.dtype).map(Dtype::bytes).orElseGet(() -> OTHER_DTYPES.getOrDefault(entry.dtype, 0));
        if (width == 0) {
            return; // a number format that we don't know is reported when its tensor is asked for
        }
        try {
            long expected = Math.multiplyExact(entry.spec.elements(), width);
            check(
                    entry.end - entry.start == expected,
                    "%s: tensor '%s' is %s of shape %s, which takes %s bytes, but its data_offsets [%s, %s] span %s",
                    file,
                    entry.spec.name(),
                    entry.dtype,
                    TensorSpec.describe(entry.spec.shape()),
                    expected,
                    entry.start,
                    entry.end,
                    entry.end - entry.start);
        } catch (ArithmeticException e) {
            throw new ConfigException(
                    file + ": tensor '" + entry.spec.name() + "' has shape " + TensorSpec.describe(entry.spec.shape())
                            + ", more elements than a file can hold",
                    e);
        }
    }

    private static void checkLayout(Path file, List<Entry> entries, long dataBytes) {
        long end = 0;
        String previous = "the header";
        for (Entry entry : entries) {
            String name = entry.spec.name();
            checkPlace(file, entry, end, previous, dataBytes);
            end = entry.end;
            previous = name;
        }
        check(
                end == dataBytes,
                "%s holds %s bytes of data, but its header describes %s. Get the file again.",
                file,
                dataBytes,
                end);
    }

    /** Checks that an entry follows the one before it, {@code previous}, which ends at {@code end}. */
    private static void checkPlace(Path file, Entry entry, long end, String previous, long dataBytes) {
        String name = entry.spec.name();
        check(
                entry.end >= entry.start,
                "%s: the data_offsets of tensor '%s' are [%s, %s], expected start <= end",
                file,
                name,
                entry.start,
                entry.end);
        check(
                entry.start >= end,
                "%s: tensor '%s' starts at byte %s of the data, inside '%s', which ends at %s",
                file,
                name,
                entry.start,
                previous,
                end);
        check(
                entry.start == end,
                "%s: nothing describes bytes %s to %s of the data, between '%s' and '%s'",
                file,
                end,
                entry.start,
                previous,
                name);
        check(
                entry.end <= dataBytes,
                "%s is cut off: tensor '%s' ends at byte %s of the data, but the file holds %s bytes of data. "
                        + "Get the file again.",
                file,
                name,
                entry.end,
                dataBytes);
    }

    /** The length and the header of a new file, padded so that the data is aligned to 8 bytes. */
    static ByteBuffer encode(Dtype dtype, List<TensorSpec> tensors) {
        ObjectNode header = JsonNodeFactory.instance.objectNode();
        header.putObject(METADATA).put("format", "pt");
        long offset = 0;
        for (TensorSpec tensor : tensors) {
            long end = offset + tensor.elements() * dtype.bytes();
            ObjectNode entry = header.putObject(tensor.name()).put("dtype", dtype.name());
            for (long size : tensor.shape()) {
                entry.withArray("shape").add(size);
            }
            entry.withArray("shape");
            entry.putArray("data_offsets").add(offset).add(end);
            offset = end;
        }
        byte[] json = header.toString().getBytes(StandardCharsets.UTF_8);
        int padded = (json.length + 7) / 8 * 8;
        ByteBuffer bytes = ByteBuffer.allocate(LENGTH_BYTES + padded).order(ByteOrder.LITTLE_ENDIAN);
        bytes.putLong(padded).put(json);
        while (bytes.hasRemaining()) {
            bytes.put((byte) ' ');
        }
        return bytes.flip();
    }
}
