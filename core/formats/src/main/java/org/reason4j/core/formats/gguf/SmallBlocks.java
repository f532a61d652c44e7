package org.reason4j.core.formats.gguf;

import org.reason4j.core.formats.safetensors.HalfFloat;

/**
 * Blocks of 32 numbers with one scale {@code d}, some with a minimum {@code m}: {@code d (q - middle)} or {@code d q + m}, in
 * fp32. The lower halves of the 16 bytes {@code q} are the first 16 numbers, the upper halves the others; a fifth bit has 4
 * bytes of its own.
 */
final class SmallBlocks {

    static final int ELEMENTS = 32;

    private static final int HALF = ELEMENTS / 2;

    private SmallBlocks() {}

    static void q40(byte[] from, int at, float[] to, int out) {
        float d = LittleEndian.half(from, at);
        for (int i = 0; i < ELEMENTS; i++) {
            to[out + i] = d * (four(from, at + 2, i) - 8);
        }
    }

    static void q41(byte[] from, int at, float[] to, int out) {
        float d = LittleEndian.half(from, at);
        float m = LittleEndian.half(from, at + 2);
        for (int i = 0; i < ELEMENTS; i++) {
            to[out + i] = d * four(from, at + 4, i) + m;
        }
    }

    static void q50(byte[] from, int at, float[] to, int out) {
        float d = LittleEndian.half(from, at);
        for (int i = 0; i < ELEMENTS; i++) {
            to[out + i] = d * (five(from, at + 2, i) - 16);
        }
    }

    static void q51(byte[] from, int at, float[] to, int out) {
        float d = LittleEndian.half(from, at);
        float m = LittleEndian.half(from, at + 2);
        for (int i = 0; i < ELEMENTS; i++) {
            to[out + i] = d * five(from, at + 4, i) + m;
        }
    }

    static void q80(byte[] from, int at, float[] to, int out) {
        float d = LittleEndian.half(from, at);
        for (int i = 0; i < ELEMENTS; i++) {
            to[out + i] = from[at + 2 + i] * d;
        }
    }

    private static int four(byte[] from, int at, int i) {
        return i < HALF ? from[at + i] & 15 : LittleEndian.unsigned(from, at + i - HALF) >> 4;
    }

    private static int five(byte[] from, int at, int i) {
        int high = LittleEndian.int32(from, at) >>> i & 1;
        return four(from, at + Integer.BYTES, i) | high << 4;
    }

    /**
     * The block of {@code Q8_0} that stands for 32 numbers, as llama.cpp makes it: {@code d = max |x| / 127}, and {@code q = x
     * / d} rounded to the nearest, halves away from zero. {@code d} is rounded to fp16 only afterwards.
     */
    static void toQ80(float[] from, int at, byte[] to, int out) {
        float largest = 0;
        for (int i = 0; i < ELEMENTS; i++) {
            largest = Math.max(largest, Math.abs(from[at + i]));
        }
        float d = largest / 127;
        float inverse = d == 0 ? 0 : 1 / d;
        LittleEndian.putInt16(to, out, HalfFloat.fromFloatBits(Float.floatToRawIntBits(d)));
        for (int i = 0; i < ELEMENTS; i++) {
            to[out + 2 + i] = (byte) rounded(from[at + i] * inverse);
        }
    }

    private static int rounded(float value) {
        float size = Math.abs(value);
        int whole = (int) size;
        int nearest = size - whole >= 0.5f ? whole + 1 : whole;
        return value < 0 ? -nearest : nearest;
    }
}
