package org.reason4j.trackers.wandb;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;

/**
 * The framing of a {@code .wandb} file: a header of seven bytes, then records in LevelDB's log format, whose blocks are 32 KiB long. A
 * record that does not fit into a block has several parts. Unlike LevelDB's, the checksum of type and data is CRC-32.
 *
 * @see <a href="https://github.com/google/leveldb/blob/main/doc/log_format.md">LevelDB log format</a>
 */
final class RecordFile {

    private static final int BLOCK = 32 * 1024;
    private static final int HEADER = 7;
    private static final int FULL = 1;
    private static final int FIRST = 2;
    private static final int MIDDLE = 3;
    private static final int LAST = 4;

    private long length;

    /** The beginning of a file. */
    byte[] begin() {
        length = HEADER;
        return ByteBuffer.allocate(HEADER)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put(":W&B".getBytes(StandardCharsets.US_ASCII))
                .putShort((short) 0xBEE1)
                .put((byte) 0)
                .array();
    }

    /** The bytes that a record adds to the file. */
    byte[] framed(byte[] record) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        int from = 0;
        do {
            int room = BLOCK - (int) (length % BLOCK);
            if (room < HEADER) {
                out.writeBytes(new byte[room]);
                length += room;
                room = BLOCK;
            }
            int size = Math.min(record.length - from, room - HEADER);
            boolean last = from + size == record.length;
            int type = from == 0 ? last ? FULL : FIRST : last ? LAST : MIDDLE;
            out.writeBytes(part(type, record, from, size));
            length += HEADER + size;
            from += size;
        } while (from < record.length);
        return out.toByteArray();
    }

    private static byte[] part(int type, byte[] record, int from, int size) {
        CRC32 checksum = new CRC32();
        checksum.update(type);
        checksum.update(record, from, size);
        return ByteBuffer.allocate(HEADER + size)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt((int) checksum.getValue())
                .putShort((short) size)
                .put((byte) type)
                .put(record, from, size)
                .array();
    }
}
