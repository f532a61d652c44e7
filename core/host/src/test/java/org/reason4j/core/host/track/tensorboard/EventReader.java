package org.reason4j.core.host.track.tensorboard;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads event files with code of its own: checks lengths and checksums, and takes messages apart. */
final class EventReader {

    /** Fields by number; a repeated field has several values: longs, doubles, floats or bytes. */
    static final class Message extends LinkedHashMap<Integer, List<Object>> {
        private static final long serialVersionUID = 1;

        long integer(int field) {
            return (long) get(field).get(0);
        }

        String text(int field) {
            return new String((byte[]) get(field).get(0), StandardCharsets.UTF_8);
        }

        List<Message> messages(int field) {
            return getOrDefault(field, List.of()).stream()
                    .map(bytes -> parse((byte[]) bytes))
                    .toList();
        }

        Message message(int field) {
            return messages(field).get(0);
        }
    }

    private EventReader() {}

    static List<Message> events(Path file) throws IOException {
        ByteBuffer in = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
        List<Message> events = new ArrayList<>();
        while (in.hasRemaining()) {
            byte[] length = new byte[8];
            in.get(length);
            check(length, in.getInt());
            byte[] data = new byte
                    [(int) ByteBuffer.wrap(length)
                            .order(ByteOrder.LITTLE_ENDIAN)
                            .getLong()];
            in.get(data);
            check(data, in.getInt());
            events.add(parse(data));
        }
        return events;
    }

    static Map<String, Float> scalars(Message event) {
        Map<String, Float> scalars = new LinkedHashMap<>();
        event.message(5)
                .messages(1)
                .forEach(
                        value -> scalars.put(value.text(1), (Float) value.get(2).get(0)));
        return scalars;
    }

    private static void check(byte[] data, int stored) {
        int checksum = crc32c(data);
        int masked = (checksum >>> 15 | checksum << 17) + 0xa282ead8;
        if (masked != stored) {
            throw new AssertionError(
                    "checksum " + Integer.toHexString(stored) + ", expected " + Integer.toHexString(masked));
        }
    }

    /** Bit by bit, with the reversed polynomial 0x82f63b78. */
    static int crc32c(byte[] data) {
        int crc = ~0;
        for (byte b : data) {
            crc ^= b & 0xff;
            for (int bit = 0; bit < 8; bit++) {
                crc = (crc & 1) == 1 ? crc >>> 1 ^ 0x82f63b78 : crc >>> 1;
            }
        }
        return ~crc;
    }

    private static Message parse(byte[] bytes) {
        ByteBuffer in = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        Message message = new Message();
        while (in.hasRemaining()) {
            long tag = varint(in);
            Object value = switch ((int) (tag & 7)) {
                case 0 -> (Object) varint(in);
                case 1 -> in.getDouble();
                case 2 -> bytes(in);
                case 5 -> in.getFloat();
                default -> throw new AssertionError("wire type " + (tag & 7));
            };
            message.computeIfAbsent((int) (tag >>> 3), field -> new ArrayList<>())
                    .add(value);
        }
        return message;
    }

    private static byte[] bytes(ByteBuffer in) {
        byte[] value = new byte[(int) varint(in)];
        in.get(value);
        return value;
    }

    private static long varint(ByteBuffer in) {
        long value = 0;
        for (int shift = 0; ; shift += 7) {
            byte b = in.get();
            value |= (long) (b & 0x7f) << shift;
            if (b >= 0) {
                return value;
            }
        }
    }
}
