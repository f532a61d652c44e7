package org.reason4j.trackers.wandb;

import java.io.ByteArrayOutputStream;
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
import java.util.zip.CRC32;

/** Reads {@code .wandb} files with code of its own: checks the framing, and takes messages apart. */
final class RecordReader {

    /** Fields by number; a repeated field has several values: longs or bytes. */
    static final class Message extends LinkedHashMap<Integer, List<Object>> {
        private static final long serialVersionUID = 1;

        long integer(int field) {
            return (long) get(field).get(0);
        }

        String text(int field) {
            return new String((byte[]) get(field).get(0), StandardCharsets.UTF_8);
        }

        Message message(int field) {
            return messages(field).get(0);
        }

        List<Message> messages(int field) {
            return getOrDefault(field, List.of()).stream()
                    .map(bytes -> parse((byte[]) bytes))
                    .toList();
        }

        /** Items of a history, a summary or a configuration by name. */
        Map<String, String> items() {
            Map<String, String> items = new LinkedHashMap<>();
            messages(1).forEach(item -> items.put(item.text(item.containsKey(2) ? 2 : 1), item.text(16)));
            return items;
        }
    }

    private RecordReader() {}

    static List<Message> read(Path file) throws IOException {
        ByteBuffer in = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
        byte[] name = new byte[4];
        in.get(name);
        if (!new String(name, StandardCharsets.US_ASCII).equals(":W&B") || in.getShort() != (short) 0xBEE1) {
            throw new AssertionError("no .wandb file");
        }
        in.get();
        List<Message> records = new ArrayList<>();
        ByteArrayOutputStream parts = new ByteArrayOutputStream();
        while (in.hasRemaining()) {
            int room = 32768 - in.position() % 32768;
            if (room < 7) {
                in.position(in.position() + room);
                continue;
            }
            int checksum = in.getInt();
            byte[] part = new byte[Short.toUnsignedInt(in.getShort())];
            byte type = in.get();
            in.get(part);
            CRC32 computed = new CRC32();
            computed.update(type);
            computed.update(part);
            if ((int) computed.getValue() != checksum) {
                throw new AssertionError("checksum of a record");
            }
            parts.writeBytes(part);
            if (type == 1 || type == 4) {
                records.add(parse(parts.toByteArray()));
                parts.reset();
            }
        }
        return records;
    }

    private static Message parse(byte[] bytes) {
        ByteBuffer in = ByteBuffer.wrap(bytes);
        Message message = new Message();
        while (in.hasRemaining()) {
            long tag = varint(in);
            Object value;
            if ((tag & 7) == 0) {
                value = varint(in);
            } else {
                byte[] content = new byte[(int) varint(in)];
                in.get(content);
                value = content;
            }
            message.computeIfAbsent((int) (tag >>> 3), field -> new ArrayList<>())
                    .add(value);
        }
        return message;
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
