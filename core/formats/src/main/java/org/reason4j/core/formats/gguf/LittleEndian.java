package org.reason4j.core.formats.gguf;

import org.reason4j.core.formats.safetensors.HalfFloat;

/** Numbers in an array of bytes, the lowest byte first. */
final class LittleEndian {

    private LittleEndian() {}

    static int unsigned(byte[] bytes, int at) {
        return bytes[at] & 0xff;
    }

    static int int16(byte[] bytes, int at) {
        return unsigned(bytes, at) | unsigned(bytes, at + 1) << 8;
    }

    static int int32(byte[] bytes, int at) {
        return int16(bytes, at) | int16(bytes, at + 2) << 16;
    }

    /** An IEEE 754 binary16 number. */
    static float half(byte[] bytes, int at) {
        return Float.intBitsToFloat(HalfFloat.toFloatBits((short) int16(bytes, at)));
    }

    static void putInt16(byte[] bytes, int at, int value) {
        bytes[at] = (byte) value;
        bytes[at + 1] = (byte) (value >>> 8);
    }
}
