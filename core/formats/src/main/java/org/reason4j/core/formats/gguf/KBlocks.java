package org.reason4j.core.formats.gguf;

/**
 * Blocks of 256 numbers, the K types: scales of their parts are small integers, which a scale {@code d} of the whole block
 * multiplies, and so are minima, which {@code dmin} multiplies. All products and sums are in fp32, in the order of ggml.
 */
final class KBlocks {

    private static final int ELEMENTS = 256;

    private KBlocks() {}

    /** 16 parts of 16 numbers of 2 bits: scales and minima of 4 bits, numbers, d, dmin. */
    static void q2(byte[] from, int at, float[] to, int out) {
        float d = LittleEndian.half(from, at + 80);
        float dmin = LittleEndian.half(from, at + 82);
        for (int i = 0; i < ELEMENTS; i++) {
            int scales = LittleEndian.unsigned(from, at + i / 16);
            float scale = d * (scales & 15);
            float minimum = dmin * (scales >> 4);
            to[out + i] = scale * two(from, at + 16, i) - minimum;
        }
    }

    /** 16 parts of 16 numbers of 3 bits: third bits, lower bits, scales of 6 bits around 32, d. */
    static void q3(byte[] from, int at, float[] to, int out) {
        float d = LittleEndian.half(from, at + 108);
        for (int i = 0; i < ELEMENTS; i++) {
            float scale = d * (scaleOfQ3(from, at + 96, i / 16) - 32);
            int third = from[at + i % 32] >> i / 32 & 1;
            to[out + i] = scale * (two(from, at + 32, i) - (third == 0 ? 4 : 0));
        }
    }

    private static int scaleOfQ3(byte[] from, int at, int part) {
        int low = part < 8 ? from[at + part] & 15 : LittleEndian.unsigned(from, at + part - 8) >> 4;
        int high = from[at + 8 + part % 4] >> 2 * (part / 4) & 3;
        return low | high << 4;
    }

    /** Two bits of number {@code i}: four numbers of a byte are 32 apart. */
    private static int two(byte[] from, int at, int i) {
        return from[at + i / 128 * 32 + i % 32] >> 2 * (i % 128 / 32) & 3;
    }

    /** 8 parts of 32 numbers of 4 bits: d, dmin, scales and minima of 6 bits, numbers. */
    static void q4(byte[] from, int at, float[] to, int out) {
        float d = LittleEndian.half(from, at);
        float dmin = LittleEndian.half(from, at + 2);
        for (int i = 0; i < ELEMENTS; i++) {
            float scale = d * scaleOfQ4(from, at + 4, i / 32);
            float minimum = dmin * minimumOfQ4(from, at + 4, i / 32);
            to[out + i] = scale * four(from, at + 16, i) - minimum;
        }
    }

    /** As {@link #q4}, with a fifth bit of each number before the lower ones. */
    static void q5(byte[] from, int at, float[] to, int out) {
        float d = LittleEndian.half(from, at);
        float dmin = LittleEndian.half(from, at + 2);
        for (int i = 0; i < ELEMENTS; i++) {
            float scale = d * scaleOfQ4(from, at + 4, i / 32);
            float minimum = dmin * minimumOfQ4(from, at + 4, i / 32);
            int fifth = from[at + 16 + i % 32] >> i / 32 & 1;
            to[out + i] = scale * (four(from, at + 48, i) | fifth << 4) - minimum;
        }
    }

    /** Four bits of number {@code i}: two numbers of a byte are 32 apart. */
    private static int four(byte[] from, int at, int i) {
        return from[at + i / 64 * 32 + i % 32] >> 4 * (i % 64 / 32) & 15;
    }

    /** 12 bytes: 4 with scales, 4 with minima, 4 with the lower bits of four more of each; their upper bits top the others. */
    private static int scaleOfQ4(byte[] from, int at, int part) {
        return part < 4 ? from[at + part] & 63 : from[at + 4 + part] & 15 | from[at + part - 4] >> 2 & 48;
    }

    private static int minimumOfQ4(byte[] from, int at, int part) {
        return part < 4 ? from[at + 4 + part] & 63 : from[at + 4 + part] >> 4 & 15 | from[at + part] >> 2 & 48;
    }

    /** 16 parts of 16 numbers of 6 bits around 32: lower four bits, upper two, scales, d. */
    static void q6(byte[] from, int at, float[] to, int out) {
        float d = LittleEndian.half(from, at + 208);
        for (int i = 0; i < ELEMENTS; i++) {
            float scale = d * from[at + 192 + i / 16];
            int low = from[at + i / 128 * 64 + i % 64] >> 4 * (i % 128 / 64) & 15;
            to[out + i] = scale * ((low | two(from, at + 128, i) << 4) - 32);
        }
    }
}
