package org.reason4j.core.host.track.tensorboard;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.CRC32C;
import org.reason4j.core.formats.file.AppendedFile;
import org.reason4j.core.formats.file.DurableFiles;

/**
 * A file in TensorFlow's record format: per record its length, a checksum of the length, the bytes, a checksum of the
 * bytes. Numbers are little-endian.
 */
final class EventFile implements AutoCloseable {

    private final AppendedFile out;

    EventFile(Path file) {
        this.out = new AppendedFile(file);
    }

    void write(byte[] record) {
        out.append(framed(record));
    }

    void flush() {
        out.flush(false);
    }

    @Override
    public void close() {
        out.close();
    }

    /** Drops the events of steps from {@code firstStep} on, and half a record at the end. */
    static void forget(Path file, int firstStep) {
        DurableFiles.write(file, kept -> {
            ByteBuffer in = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
            while (in.remaining() >= 16 && in.getLong(in.position()) <= in.remaining() - 16) {
                byte[] record = new byte[(int) in.getLong(in.position())];
                in.get(in.position() + 12, record);
                in.position(in.position() + 16 + record.length);
                if (TensorBoardEvents.step(record) < firstStep) {
                    kept.write(framed(record));
                }
            }
        });
    }

    static byte[] framed(byte[] record) {
        ByteBuffer frame = ByteBuffer.allocate(16 + record.length).order(ByteOrder.LITTLE_ENDIAN);
        frame.putLong(record.length);
        frame.putInt(masked(frame.array(), 0, 8));
        frame.put(record);
        frame.putInt(masked(record, 0, record.length));
        return frame.array();
    }

    /** The CRC32C rotated right by 15 bits plus a constant, so that a checksum of data with checksums stays useful. */
    private static int masked(byte[] bytes, int offset, int length) {
        CRC32C checksum = new CRC32C();
        checksum.update(bytes, offset, length);
        return Integer.rotateRight((int) checksum.getValue(), 15) + 0xa282ead8;
    }
}
