package org.reason4j.core.formats.gguf;

import static org.reason4j.api.plugin.ConfigException.check;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.reason4j.api.plugin.ConfigException;

/** Values of metadata: a number that says the type, then the value. */
final class GgufValue {

    private static final int UINT32 = 4;
    private static final int INT32 = 5;
    private static final int FLOAT32 = 6;
    private static final int BOOL = 7;
    private static final int STRING = 8;
    private static final int ARRAY = 9;

    private GgufValue() {}

    static Object read(Path file, GgufCursor cursor, String key) {
        String what = "'" + key + "'";
        int type = cursor.int32("the type of " + what);
        return type == ARRAY ? list(file, cursor, what) : single(file, cursor, type, what);
    }

    private static List<Object> list(Path file, GgufCursor cursor, String what) {
        int type = cursor.int32("the type of the elements of " + what);
        check(type != ARRAY, "%s: %s is a list of lists, expected a list of values", file, what);
        int count = cursor.count("the number of elements of " + what, leastBytes(file, type, what));
        List<Object> elements = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            elements.add(single(file, cursor, type, what));
        }
        return Collections.unmodifiableList(elements);
    }

    private static int leastBytes(Path file, int type, String what) {
        return switch (type) {
            case 0, 1, BOOL -> 1;
            case 2, 3 -> Short.BYTES;
            case UINT32, INT32, FLOAT32 -> Integer.BYTES;
            case STRING, 10, 11, 12 -> Long.BYTES;
            default -> throw unknown(file, type, what);
        };
    }

    private static Object single(Path file, GgufCursor cursor, int type, String what) {
        return switch (type) {
            case 0 -> (long) (cursor.int8(what) & 0xff);
            case 1 -> (long) cursor.int8(what);
            case 2 -> (long) (cursor.int16(what) & 0xffff);
            case 3 -> (long) cursor.int16(what);
            case UINT32 -> Integer.toUnsignedLong(cursor.int32(what));
            case INT32 -> (long) cursor.int32(what);
            case FLOAT32 -> cursor.float32(what);
            case BOOL -> bool(file, cursor.int8(what), what);
            case STRING -> cursor.string(what);
            case 10, 11 -> cursor.int64(what);
            case 12 -> cursor.float64(what);
            default -> throw unknown(file, type, what);
        };
    }

    private static boolean bool(Path file, int value, String what) {
        check(value == 0 || value == 1, "%s: %s is %s, expected 0 or 1 for a truth value", file, what, value);
        return value == 1;
    }

    private static ConfigException unknown(Path file, int type, String what) {
        return new ConfigException(file + ": " + what + " has the unknown type " + Integer.toUnsignedString(type)
                + ". The file is damaged, or newer than this program.");
    }

    /**
     * Type and value as a file holds them.
     *
     * @param value {@code Integer}, {@code Float}, {@code Boolean}, {@code String} or a list of one of them
     */
    static byte[] encode(Object value) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        if (value instanceof List<?> list) {
            out.writeBytes(int32(ARRAY));
            out.writeBytes(int32(list.isEmpty() || list.get(0) instanceof Integer ? INT32 : type(list.get(0))));
            out.writeBytes(int64(list.size()));
            list.forEach(element -> out.writeBytes(bare(element)));
        } else {
            out.writeBytes(int32(type(value)));
            out.writeBytes(bare(value));
        }
        return out.toByteArray();
    }

    private static int type(Object value) {
        if (value instanceof Integer) {
            return UINT32;
        }
        if (value instanceof Float) {
            return FLOAT32;
        }
        return value instanceof Boolean ? BOOL : STRING;
    }

    private static byte[] bare(Object value) {
        if (value instanceof Integer number) {
            return int32(number);
        }
        if (value instanceof Float number) {
            return int32(Float.floatToRawIntBits(number));
        }
        return value instanceof Boolean flag ? new byte[] {(byte) (flag ? 1 : 0)} : string((String) value);
    }

    /** A text with its length before it. */
    static byte[] string(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(Long.BYTES + bytes.length)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(bytes.length)
                .put(bytes)
                .array();
    }

    static byte[] int32(int value) {
        return ByteBuffer.allocate(Integer.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(value)
                .array();
    }

    static byte[] int64(long value) {
        return ByteBuffer.allocate(Long.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(value)
                .array();
    }
}
