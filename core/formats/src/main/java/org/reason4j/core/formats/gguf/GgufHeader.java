package org.reason4j.core.formats.gguf;

import static org.reason4j.api.plugin.ConfigException.check;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.reason4j.api.plugin.ConfigException;
import org.reason4j.core.formats.safetensors.TensorSpec;

/**
 * Beginning of a GGUF file: magic and version, metadata, a list of tensors, then their data at multiples of an alignment.
 *
 * @param tensors where each tensor is, by name
 */
record GgufHeader(GgufMetadata metadata, Map<String, Entry> tensors) {

    static final int MAGIC = 0x46554747; // "GGUF"
    static final String ALIGNMENT = "general.alignment";
    static final int DEFAULT_ALIGNMENT = 32;

    private static final int SWAPPED_VERSION = 0x03000000;
    private static final int MOST_DIMENSIONS = 4;
    private static final int LEAST_BYTES_OF_TENSOR = 8 + 4 + 4 + 8;
    private static final int LEAST_BYTES_OF_VALUE = 8 + 4 + 1;

    /** One tensor: its format and its first byte in the file. */
    record Entry(TensorSpec spec, int type, long start) {

        GgmlType known(String file) {
            return GgmlType.of(type)
                    .orElseThrow(() -> new ConfigException(file + ": tensor '" + spec.name() + "' is "
                            + GgmlType.describe(type) + ", which is not supported; expected " + GgmlType.all()
                            + ". Get the file in one of these."));
        }

        long rowElements() {
            return spec.shape().length == 0 ? 1 : spec.shape()[spec.shape().length - 1];
        }
    }

    /**
     * Reads it.
     *
     * @param bytes the beginning of the file, little-endian
     * @param size of the whole file
     */
    static GgufHeader read(Path file, ByteBuffer bytes, long size) {
        GgufCursor cursor = new GgufCursor(file, bytes);
        checkVersion(file, cursor);
        int tensors = cursor.count("the number of tensors", LEAST_BYTES_OF_TENSOR);
        int values = cursor.count("the number of metadata values", LEAST_BYTES_OF_VALUE);
        Map<String, Object> metadata = new LinkedHashMap<>();
        for (int i = 0; i < values; i++) {
            String key = cursor.string("the key of metadata value " + i);
            Object value = GgufValue.read(file, cursor, key);
            check(metadata.put(key, value) == null, "%s has '%s' twice in its metadata", file, key);
        }
        GgufMetadata checked = new GgufMetadata(file.toString(), metadata);
        List<Entry> entries = new ArrayList<>();
        for (int i = 0; i < tensors; i++) {
            entries.add(entry(file, cursor, i));
        }
        int alignment = alignment(checked);
        return new GgufHeader(checked, placed(file, entries, aligned(cursor.position(), alignment), size, alignment));
    }

    private static void checkVersion(Path file, GgufCursor cursor) {
        check(
                cursor.int32("the magic number") == MAGIC,
                "%s is no GGUF file: it doesn't begin with the letters GGUF. Get the file again.",
                file);
        int version = cursor.int32("the version");
        check(version != SWAPPED_VERSION, "%s is a big-endian GGUF file, expected a little-endian one", file);
        check(
                version == 2 || version == 3,
                "%s has version %s of GGUF, expected 2 or 3. Convert the model again.",
                file,
                Integer.toUnsignedString(version));
    }

    private static int alignment(GgufMetadata metadata) {
        int alignment = metadata.whole(ALIGNMENT).orElse(DEFAULT_ALIGNMENT);
        check(
                alignment > 0 && Integer.bitCount(alignment) == 1,
                "%s: '%s' is %s, expected a power of two",
                metadata.source(),
                ALIGNMENT,
                alignment);
        return alignment;
    }

    /** The next place at a multiple of an alignment. */
    static long aligned(long place, long alignment) {
        return (place + alignment - 1) / alignment * alignment;
    }

    private static Entry entry(Path file, GgufCursor cursor, int index) {
        String name = cursor.string("the name of tensor " + index);
        String what = "the description of tensor '" + name + "'";
        int dimensions = cursor.int32(what);
        check(
                dimensions >= 0 && dimensions <= MOST_DIMENSIONS,
                "%s: tensor '%s' has %s dimensions, expected at most %s",
                file,
                name,
                Integer.toUnsignedString(dimensions),
                MOST_DIMENSIONS);
        long[] shape = new long[dimensions];
        for (int i = dimensions - 1; i >= 0; i--) { // the fastest comes first in the file, and last in a shape
            shape[i] = cursor.int64(what);
            check(
                    shape[i] > 0,
                    "%s: tensor '%s' has a dimension of %s, expected a positive number",
                    file,
                    name,
                    Long.toUnsignedString(shape[i]));
        }
        return new Entry(new TensorSpec(name, shape), cursor.int32(what), cursor.int64(what));
    }

    /** Entries with their places in the file, which don't overlap and end within it. */
    private static Map<String, Entry> placed(Path file, List<Entry> entries, long dataStart, long size, int alignment) {
        List<Entry> ordered = new ArrayList<>(entries);
        ordered.sort(Comparator.comparingLong(Entry::start));
        long end = dataStart;
        String previous = "";
        for (Entry entry : ordered) {
            checkStart(file, entry, dataStart, size, alignment);
            check(
                    entry.start + dataStart >= end,
                    "%s: tensor '%s' begins at byte %s of the data, inside '%s'. Get the file again.",
                    file,
                    entry.spec.name(),
                    entry.start,
                    previous);
            end = dataStart + entry.start + bytes(file, entry);
            previous = entry.spec.name();
            check(
                    end <= size,
                    "%s is cut off: tensor '%s' ends at byte %s, but the file has %s bytes. Get the file again.",
                    file,
                    previous,
                    end,
                    size);
        }
        Map<String, Entry> byName = new LinkedHashMap<>();
        for (Entry entry : entries) {
            Entry placed = new Entry(entry.spec, entry.type, dataStart + entry.start);
            check(byName.put(entry.spec.name(), placed) == null, "%s has tensor '%s' twice", file, entry.spec.name());
        }
        return byName;
    }

    private static void checkStart(Path file, Entry entry, long dataStart, long size, int alignment) {
        check(
                entry.start >= 0 && entry.start % alignment == 0,
                "%s: tensor '%s' begins at byte %s of the data, expected a multiple of %s",
                file,
                entry.spec.name(),
                Long.toUnsignedString(entry.start),
                alignment);
        check(
                entry.start <= size - dataStart,
                "%s: tensor '%s' begins at byte %s of the data, behind the end of the file. Get the file again.",
                file,
                entry.spec.name(),
                entry.start);
    }

    /** Bytes of a tensor; none for a format that we don't know, which is reported when its tensor is asked for. */
    private static long bytes(Path file, Entry entry) {
        if (GgmlType.of(entry.type).isEmpty()) {
            return 0;
        }
        GgmlType type = entry.known(file.toString());
        check(
                entry.rowElements() % type.blockElements() == 0,
                "%s: rows of tensor '%s' have %s elements, but %s has blocks of %s",
                file,
                entry.spec.name(),
                entry.rowElements(),
                type,
                type.blockElements());
        try {
            long bytes = type.bytes(entry.spec.elements());
            check(bytes < Long.MAX_VALUE / 4, "%s: tensor %s is larger than any file", file, entry.spec);
            return bytes;
        } catch (ArithmeticException e) {
            throw new ConfigException(file + ": tensor " + entry.spec + " is larger than any file", e);
        }
    }
}
