package org.reason4j.core.formats.gguf;

import static org.reason4j.api.plugin.ConfigException.check;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** A place in the beginning of a GGUF file. Nothing is read, and no memory taken, before it is known to be there. */
final class GgufCursor {

    private final Path file;
    private final ByteBuffer bytes;

    /** Begins at position 0 of little-endian bytes. */
    GgufCursor(Path file, ByteBuffer bytes) {
        this.file = file;
        this.bytes = bytes;
    }

    long position() {
        return bytes.position();
    }

    int int8(String what) {
        require(1, what);
        return bytes.get();
    }

    int int16(String what) {
        require(Short.BYTES, what);
        return bytes.getShort();
    }

    int int32(String what) {
        require(Integer.BYTES, what);
        return bytes.getInt();
    }

    long int64(String what) {
        require(Long.BYTES, what);
        return bytes.getLong();
    }

    float float32(String what) {
        return Float.intBitsToFloat(int32(what));
    }

    double float64(String what) {
        return Double.longBitsToDouble(int64(what));
    }

    /** A count of things that take at least {@code least} bytes each, so that as many can follow. */
    int count(String what, int least) {
        long count = int64(what);
        check(
                count >= 0 && count <= bytes.remaining() / least,
                "%s: %s is %s, but %s bytes follow. The file is cut off or no GGUF file; get it again.",
                file,
                what,
                Long.toUnsignedString(count),
                bytes.remaining());
        return (int) count;
    }

    String string(String what) {
        byte[] text = new byte[count("the length of " + what, 1)];
        bytes.get(text);
        return new String(text, StandardCharsets.UTF_8);
    }

    private void require(int count, String what) {
        check(
                bytes.remaining() >= count,
                "%s is cut off: %s needs %s bytes at byte %s, and %s follow. Get the file again.",
                file,
                what,
                count,
                bytes.position(),
                bytes.remaining());
    }
}
