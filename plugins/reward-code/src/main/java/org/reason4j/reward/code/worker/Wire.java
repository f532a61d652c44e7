package org.reason4j.reward.code.worker;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Values on their way between a worker and who asks it: those of JSON, texts and bytes. */
public final class Wire {

    /** Bytes of the number that a reply begins with, which its request named. */
    public static final int NONCE = 16;

    /** Largest nesting of a value. */
    private static final int DEEPEST = 1000;

    /** Compiles a program, and with it a class of tests, whose text may be empty. */
    public static final byte COMPILE = 1;
    /** Runs the program with an input. */
    public static final byte STREAMS = 2;
    /** Calls a method of the program. */
    public static final byte CALL = 3;
    /** Runs the class of tests. */
    public static final byte CHECKS = 4;

    /** The program ran to its end. */
    public static final byte ENDED = 0;
    /** It ended with an exception or an exit status other than 0, or can't be run. */
    public static final byte FAILED = 1;
    /** It wrote more than allowed. */
    public static final byte TOO_MUCH_OUTPUT = 2;
    /** It needs more memory than there is. */
    public static final byte OUT_OF_MEMORY = 3;

    /** It ended with an assertion that does not hold. */
    public static final byte ASSERTION_FAILED = 4;

    private Wire() {}

    /** Writes a text. */
    public static void text(DataOutputStream out, String text) throws IOException {
        bytes(out, text.getBytes(StandardCharsets.UTF_8));
    }

    /** Writes bytes. */
    public static void bytes(DataOutputStream out, byte[] bytes) throws IOException {
        out.writeInt(bytes.length);
        out.write(bytes);
    }

    /** Reads a text. */
    public static String text(DataInputStream in) throws IOException {
        return new String(bytes(in), StandardCharsets.UTF_8);
    }

    /** Reads bytes. */
    public static byte[] bytes(DataInputStream in) throws IOException {
        int length = in.readInt();
        byte[] bytes = length < 0 ? new byte[0] : in.readNBytes(length);
        if (bytes.length != length) {
            throw new IOException("expected " + length + " bytes, found " + bytes.length);
        }
        return bytes;
    }

    /** Writes a value of JSON; {@code null} and what is no such value becomes null. */
    public static void value(DataOutputStream out, @Nullable Object value) throws IOException {
        if (value instanceof Map<?, ?> map) {
            out.writeByte('m');
            out.writeInt(map.size());
            for (Map.Entry<?, ?> entry : map.entrySet()) {
                text(out, String.valueOf(entry.getKey()));
                value(out, entry.getValue());
            }
        } else if (value instanceof List<?> list) {
            out.writeByte('l');
            out.writeInt(list.size());
            for (Object entry : list) {
                value(out, entry);
            }
        } else if (value instanceof String text) {
            out.writeByte('s');
            text(out, text);
        } else if (value instanceof Boolean truth) {
            out.writeByte('b');
            out.writeBoolean(truth);
        } else if (value instanceof BigDecimal number) {
            out.writeByte('d');
            text(out, number.toString());
        } else if (value instanceof Double number) {
            out.writeByte('x');
            out.writeDouble(number);
        } else {
            out.writeByte('n');
        }
    }

    /** Reads a value of JSON. */
    public static @Nullable Object value(DataInputStream in) throws IOException {
        return value(in, 0);
    }

    /** Reads a list of values of JSON. */
    static List<?> list(DataInputStream in) throws IOException {
        if (value(in) instanceof List<?> list) {
            return list;
        }
        throw new IOException("expected a list");
    }

    private static @Nullable Object value(DataInputStream in, int depth) throws IOException {
        if (depth > DEEPEST) {
            throw new IOException("a value is nested too deeply");
        }
        byte kind = in.readByte();
        return switch (kind) {
            case 'm' -> map(in, depth);
            case 'l' -> list(in, depth);
            case 's' -> text(in);
            case 'b' -> in.readBoolean();
            case 'd' -> number(text(in));
            case 'x' -> in.readDouble();
            case 'n' -> null;
            default -> throw new IOException("unknown kind of value " + kind);
        };
    }

    private static BigDecimal number(String text) throws IOException {
        try {
            return new BigDecimal(text);
        } catch (NumberFormatException e) {
            throw new IOException("not a number: " + text, e);
        }
    }

    private static Map<String, @Nullable Object> map(DataInputStream in, int depth) throws IOException {
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        for (int left = in.readInt(); left > 0; left--) {
            String name = text(in);
            map.put(name, value(in, depth + 1));
        }
        return map;
    }

    private static List<@Nullable Object> list(DataInputStream in, int depth) throws IOException {
        List<@Nullable Object> list = new ArrayList<>();
        for (int left = in.readInt(); left > 0; left--) {
            list.add(value(in, depth + 1));
        }
        return list;
    }
}
